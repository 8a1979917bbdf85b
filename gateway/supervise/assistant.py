"""How Rasa is started: its own Python, its own folder, bound to the address in ``rasa.url``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from gateway.config import Settings

FOLDER = Path("nlu/assistant")
MODEL = Path("models/current.tar.gz")


def assistant_command(settings: Settings) -> Sequence[str]:
    """The command, to be run in ``FOLDER``. The secret is not in it: commands can be read by everybody."""
    url = urlsplit(settings.rasa.url)
    python = settings.home / FOLDER / ".venv/bin/python"
    options = {
        "--model": str(MODEL),
        "--interface": url.hostname or "127.0.0.1",
        "--port": str(url.port or 80),
        "--endpoints": "endpoints.yml",
        "--credentials": "credentials.yml",
    }
    return [str(python), "-m", "rasa", "run", *(part for option in options.items() for part in option)]


def assistant_environment(settings: Settings) -> Mapping[str, str]:
    """How Rasa and what it is built on behave."""
    return {
        "PYTHONPATH": str(settings.home),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_WORKERS": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def assistant_secrets(settings: Settings) -> Mapping[str, str]:
    """What our code in Rasa, and its endpoints.yml, read from the environment and nobody else may read."""
    return {
        "ARZI_RASA__SECRET": settings.rasa.secret.get_secret_value(),
        "ARZI_RASA__TRACKER_URL": settings.tracker_url,
    }

"""How Rasa is started: with its own Python, by nlu/assistant/serve, on the address in ``rasa.url``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import ConfigInvalid
from gateway.config import Settings
from nlu.understand import ASSISTANT

_LONGER_H = 24
"""Hours that Rasa remembers a conversation after the gateway has taken it to be over."""


def assistant_command(settings: Settings, folder: Path = ASSISTANT) -> Sequence[str]:
    """The command; ``folder`` has the assistant, wherever config.yaml lies. The secret is not in it: commands can be
    read by everybody. Raises ConfigInvalid.
    """
    python = folder / ".venv/bin/python"
    if not python.exists():
        raise ConfigInvalid("rasa.embedded: Rasa is not set up here; type make setup, or set it to false")
    host, port = assistant_address(settings)
    keep = str(settings.dialogue.idle_hours + _LONGER_H)
    options = ["--keep-hours", keep, "--log-level", settings.rasa.log_level]
    return [str(python), str(folder / "serve"), *options, "--host", host, "--port", str(port)]


def assistant_address(settings: Settings) -> tuple[str, int]:
    """Host and port in ``rasa.url``."""
    url = urlsplit(settings.rasa.url)
    return url.hostname or "127.0.0.1", url.port or 80


def assistant_secrets(settings: Settings) -> Mapping[str, str]:
    """What Rasa reads from its environment and nobody else may read: URLs can hold passwords. It keeps nothing else of
    the environment that it is started with."""
    return {
        "ARZI_RASA__SECRET": settings.rasa.secret.get_secret_value(),
        "ARZI_RASA__TRACKER_URL": settings.tracker_url,
        **({"ARZI_RASA__LOCK_URL": settings.rasa.lock_url} if settings.rasa.lock_url else {}),
    }

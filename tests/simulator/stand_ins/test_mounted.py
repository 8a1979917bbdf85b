"""Stand-ins are found by their names, mounted where their channel is on, and are for this machine only."""

from pathlib import Path

import pytest
from flask import Flask

from gateway.bootstrap import simulated_apis
from gateway.config import Settings, load_settings
from gateway.extensions import stand_ins
from simulator.mount import mount

CONFIG = Path(__file__).resolve().parents[3] / "config.yaml"
SECRETS = ("WEB__SECRET_KEY", "RASA__SECRET", "CHANNELS__WHATSAPP__AUTH_TOKEN", "CHANNELS__EMAIL__KEY")


def settings(folder: Path, **env: str) -> Settings:
    (folder / "config.yaml").write_text(CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    return load_settings(folder / "config.yaml", {**{f"ARZI_{name}": "s" * 32 for name in SECRETS}, **env})


def telegram(on: bool) -> dict[str, str]:
    given = {"TOKEN": "1:a", "WEBHOOK_SECRET": "s" * 32, "ENABLED": "true" if on else "false"}
    return {f"ARZI_CHANNELS__TELEGRAM__{name}": value for name, value in given.items()}


def test_the_gateway_knows_where_they_are(tmp_path: Path) -> None:
    assert "telegram" in stand_ins()
    assert simulated_apis(settings(tmp_path))["telegram"] == "http://127.0.0.1:8080/simulator/telegram"
    assert simulated_apis(settings(tmp_path, ARZI_SIMULATOR__ENABLED="false")) == {}


@pytest.mark.parametrize("on", [True, False])
def test_it_is_there_where_its_channel_is_on(tmp_path: Path, on: bool) -> None:
    app = Flask(__name__)
    mount(app, settings(tmp_path, **telegram(on)))
    asked = app.test_client().get("/simulator/telegram/bot1:a/getMe")
    assert asked.status_code == (200 if on else 404)
    if on:
        assert asked.get_json()["result"]["username"] == "arzi_bot"
        through = {"X-Forwarded-For": "203.0.113.7"}
        assert app.test_client().get("/simulator/telegram/bot1:a/getMe", headers=through).status_code == 403

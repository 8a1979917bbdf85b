"""Mounting the simulator into the web application, with what the gateway's own settings say of its Twilio account."""

from typing import Any

from flask import Flask

from channels.whatsapp import Settings as WhatsApp
from gateway.config import Settings, channel_settings
from gateway.simulator import create_blueprint
from gateway.simulator.mailbox.office import office

HELPLINE = "+92915550000"
"""The helpline's number where no ``ivr`` channel is configured."""

_TEXT = {"twilio/text": {"body": "{{1}}"}}


def mount(app: Flask, settings: Settings) -> None:
    """Add /simulator to the application. Raises ConfigInvalid when the WhatsApp channel is not set up."""
    whatsapp = channel_settings(settings, "whatsapp", WhatsApp)
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared only
    local = f"http://{host}:{settings.web.port}"
    blueprint = create_blueprint(
        account_sid=whatsapp.account_sid,
        auth_token=whatsapp.auth_token.get_secret_value(),
        number=whatsapp.sender,
        helpline=str((settings.channels.get("ivr") or {}).get("number", HELPLINE)),
        public_url=settings.public_url or local,
        local_url=local,
        state_dir=settings.var / "simulator",
        templates=[_template(name, sid) for name, sid in whatsapp.templates.items()],
        office=office(settings),
    )
    app.register_blueprint(blueprint)
    if "csrf" in app.extensions:
        app.extensions["csrf"].exempt(blueprint)


def _template(name: str, sid: str) -> dict[str, Any]:
    """A configured template as WhatsApp would have approved it: what its one variable says."""
    return {"sid": sid, "friendly_name": name, "language": name.partition(".")[2] or "en", "types": _TEXT}

"""Mounting the simulator into the web application, with what the gateway's own settings say of its Twilio account."""

from typing import Any

from flask import Flask, Response, request

from channels.whatsapp import Settings as WhatsApp
from gateway import extensions
from gateway.config import Settings, channel_settings
from gateway.web.shared.headers import CSP
from simulator import create_blueprint
from simulator.mailbox.office import office
from simulator.web.local_only import refuse_strangers

HELPLINE = "+92915550000"
"""The helpline's number where no ``ivr`` channel is configured."""

DESK = ("/helpline", "/staff")
"""What is shown in the frame: the desk, and where one signs in."""

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
    beside = [extensions.load(f"{extensions.STAND_INS}.{name}").create(settings) for name in extensions.stand_ins()]
    for stand_in in filter(None, beside):
        refuse_strangers(stand_in, local)
    for one in (blueprint, *filter(None, beside)):
        app.register_blueprint(one)
        if "csrf" in app.extensions:
            app.extensions["csrf"].exempt(one)
    app.after_request(_framed_beside_the_phones)


def _framed_beside_the_phones(response: Response) -> Response:
    """The agents' desk stands beside the phones, in a frame of this same site."""
    if request.path.startswith(DESK):
        response.headers.setdefault(
            "Content-Security-Policy", CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        )
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    return response


def _template(name: str, sid: str) -> dict[str, Any]:
    """A configured template as WhatsApp would have approved it: what its one variable says."""
    return {"sid": sid, "friendly_name": name, "language": name.partition(".")[2] or "en", "types": _TEXT}

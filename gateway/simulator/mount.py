"""Putting the simulator into the gateway's web application, when the config says so."""

from flask import Flask

from channels.whatsapp import Settings as WhatsAppSettings
from gateway.bootstrap import simulated_apis
from gateway.config import Settings, channel_settings
from gateway.simulator import API, create_blueprint

HELPLINE = "+92911334433"
"""The helpline's number where the config has no helpline."""


def mount(app: Flask, settings: Settings) -> None:
    """Register the simulator as the other side of this gateway's WhatsApp account."""
    whatsapp = channel_settings(settings, "whatsapp", WhatsAppSettings)
    local = simulated_apis(settings)["twilio"].removesuffix(API)
    app.register_blueprint(
        create_blueprint(
            account_sid=whatsapp.account_sid,
            auth_token=whatsapp.auth_token.get_secret_value(),
            number=whatsapp.sender,
            helpline=HELPLINE,
            public_url=settings.public,
            local_url=local,
            state_dir=settings.var / "simulator",
        )
    )

"""The HTTP side: webhooks, tracking, health. ``create_app`` makes it for one house."""

from flask import Flask

from channels.ivr.channel import Ivr
from gateway.house import House
from gateway.web import (
    administration,
    calls,
    citizen,
    dashboards,
    desk,
    evidence,
    health,
    helpline,
    home,
    mailroom,
    tracking,
    webhooks,
)
from gateway.web.errors import register_errors
from gateway.web.headers import add_security_headers
from gateway.web.languages import add_languages
from gateway.web.row_id import RowId
from gateway.web.staff import add_staff_side
from gateway.web.staff.identity import Provider
from gateway.web.url import PublicUrl


def create_app(
    house: House, url: PublicUrl, *, secret_key: str, max_body_bytes: int, provider: Provider | None = None
) -> Flask:
    """The application. Nothing is connected before the first request."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=max_body_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=house.public_url.startswith("https://"),
    )
    app.url_map.converters["int"] = RowId
    add_languages(app, secure=house.public_url.startswith("https://"))
    voice = house.channels.get("ivr")
    if isinstance(voice, Ivr):
        app.register_blueprint(calls.blueprint(house, voice, url))
        app.register_blueprint(helpline.blueprint(house))
    app.register_blueprint(webhooks.blueprint(house, url))
    app.register_blueprint(tracking.blueprint(house, secret_key))
    app.register_blueprint(citizen.blueprint(house))
    app.register_blueprint(health.blueprint(house))
    app.register_blueprint(home.blueprint())
    app.register_blueprint(mailroom.blueprint(house))
    app.register_blueprint(administration.blueprint(house))
    app.register_blueprint(desk.blueprint(house))
    app.register_blueprint(evidence.blueprint(house))
    app.register_blueprint(dashboards.blueprint(house))
    add_staff_side(app, house, provider)
    register_errors(app)
    add_security_headers(app)
    return app

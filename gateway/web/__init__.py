"""The HTTP side: webhooks, tracking, health. ``create_app`` makes it for one house."""

from flask import Flask

from channels.ivr.channel import Ivr
from channels.web import Web
from gateway.house import House
from gateway.web import (
    administration,
    audit,
    calls,
    citizen,
    complain,
    dashboards,
    desk,
    evidence,
    heads,
    health,
    helpline,
    home,
    mailroom,
    open,
    webhooks,
)
from gateway.web.citizen import tracking
from gateway.web.errors import register_errors
from gateway.web.shared.languages import add_languages
from gateway.web.shared.row_id import RowId
from gateway.web.shared.url import PublicUrl
from gateway.web.staff import add_staff_side
from gateway.web.staff.identity import Provider

_ROOMS = (helpline, citizen, heads, health, mailroom, administration, desk, evidence, dashboards, audit, open)


def create_app(
    house: House,
    url: PublicUrl,
    *,
    secret_key: str,
    max_body_bytes: int,
    provider: Provider | None = None,
    second_factor: bool = False,
) -> Flask:
    """The pages, with the webhooks behind the same front. Nothing is connected before the first request.
    ``second_factor``: is one demanded of those of whom permissions.py says so?"""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    secure = house.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=max_body_bytes,
        SECOND_FACTOR=second_factor,
        TRUSTED_PROXIES=url.trusted_proxies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
    app.url_map.converters["int"] = RowId
    add_languages(app, secure=secure)
    app.register_blueprint(tracking.blueprint(house, secret_key))
    app.register_blueprint(home.blueprint(house))
    for room in _ROOMS:
        app.register_blueprint(room.blueprint(house))
    app_channel = house.channels.get("web")
    if isinstance(app_channel, Web):
        app.register_blueprint(complain.blueprint(house, app_channel))
    add_staff_side(app, house, provider)
    register_errors(app)
    webhooks.put_in_front(app, _webhooks(house, url, max_body_bytes))
    return app


def _webhooks(house: House, url: PublicUrl, max_body_bytes: int) -> Flask:
    """What other machines call, as an application of its own."""
    app = Flask("gateway.web.webhooks", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=max_body_bytes, TRUSTED_PROXIES=url.trusted_proxies)
    app.url_map.converters["int"] = RowId
    voice = house.channels.get("ivr")
    if isinstance(voice, Ivr):
        app.register_blueprint(calls.blueprint(house, voice, url))
    app.register_blueprint(webhooks.blueprint(house, url))
    register_errors(app)
    return app

"""The application of this installation: the house, and the simulator where it is on."""

from flask import Flask

from gateway import extensions
from gateway.bootstrap import build
from gateway.config import Settings
from gateway.running.metrics import page as metrics
from gateway.web import create_app
from gateway.web.shared.streams import STREAMS
from gateway.web.shared.url import PublicUrl
from gateway.web.staff.identity import Provider


def make_app(settings: Settings) -> Flask:
    """Flask's application for these settings."""
    house = build(settings)
    app = create_app(
        house,
        PublicUrl(settings.public_url.rstrip("/"), settings.web.trusted_proxies),
        secret_key=settings.web.secret_key.get_secret_value(),
        max_body_bytes=settings.web.max_body_bytes,
        provider=_provider(settings),
        second_factor=settings.second_factor_demanded,
    )
    if settings.metrics.enabled:
        app.register_blueprint(metrics.blueprint(house, settings.metrics_dir, settings.metrics.networks))
    app.config[STREAMS] = max(1, settings.web.threads // 3)  # the other threads stay free for pages
    if settings.simulated and extensions.installed(extensions.PAGES):
        extensions.load(extensions.PAGES).mount(app, settings)
    return app


def _provider(settings: Settings) -> Provider | None:
    chosen = settings.single_sign_on
    if chosen.issuer is None or chosen.client_secret is None:
        return None
    return Provider(chosen.issuer, chosen.client_id, chosen.client_secret.get_secret_value(), chosen.claim, chosen.acr)

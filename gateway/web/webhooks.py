"""Webhooks: /in/CHANNEL takes messages, /in/CHANNEL/status takes delivery reports. 200 means: it is kept."""

from flask import Blueprint, Response, abort

from core.ports import WebhookChannel
from gateway.accept import accept
from gateway.house import House
from gateway.reports import apply_report
from gateway.web.url import PublicUrl, as_webhook


def blueprint(house: House, url: PublicUrl) -> Blueprint:
    """The webhooks of every configured channel that has any."""
    pages = Blueprint("webhooks", __name__, url_prefix="/in")
    channels = {name: channel for name, channel in house.channels.items() if isinstance(channel, WebhookChannel)}

    def called(name: str) -> WebhookChannel:
        return channels.get(name) or abort(404)

    @pages.post("/<name>")
    def take(name: str) -> Response:
        channel = called(name)
        envelope = channel.receive(as_webhook(url), house.clock.now())
        accept(house, channel, envelope)
        body, content_type = channel.acknowledgement()
        return Response(body, content_type=content_type)

    @pages.post("/<name>/status")
    def report(name: str) -> Response:
        delivery = called(name).report(as_webhook(url))
        if delivery is not None:
            apply_report(house, name, delivery)
        return Response(status=204)

    return pages

"""Webhooks: /in/CHANNEL takes messages, /in/CHANNEL/status takes delivery reports. 200 means: it is kept.

Who asks under /in/ is a machine and is answered by an application of its own: webhooks prove themselves by a signature,
they have no session, no language and no staff's guard, and whatever is added to the pages cannot touch them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Flask, Response, abort, request, send_file

from core.messages import WebhookRequest
from core.ports import BatchedChannel, ChallengedChannel, SpeakingChannel, WebhookChannel
from gateway.house import House
from gateway.pipeline.accept import accept
from gateway.pipeline.reports import apply_report
from gateway.web.shared.headers import HEADERS
from gateway.web.shared.url import PublicUrl, as_webhook

MACHINES = "/in/"
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_AN_HOUR_S = 3600


def put_in_front(pages: Flask, webhooks: Flask) -> None:
    """From now on ``pages`` hands what machines ask to ``webhooks``."""
    pages.wsgi_app = _front(pages.wsgi_app, webhooks.wsgi_app)  # type: ignore[method-assign,assignment]
    pages.extensions["webhooks"] = webhooks


def webhooks_of(pages: Flask) -> Flask:
    """The application behind /in/."""
    found: Flask = pages.extensions["webhooks"]
    return found


def _front(pages: WsgiApp, webhooks: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            own = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in HEADERS.items() if name.lower() not in own]
            return start_response(status, [*headers, *added], *more)

        chosen = webhooks if environ.get("PATH_INFO", "").startswith(MACHINES) else pages
        return chosen(environ, start)

    return answer


def blueprint(house: House, url: PublicUrl) -> Blueprint:
    """The webhooks of every configured channel that has any."""
    pages = Blueprint("webhooks", __name__, url_prefix="/in")
    channels = {name: channel for name, channel in house.channels.items() if isinstance(channel, WebhookChannel)}

    def called(name: str) -> WebhookChannel:
        return channels.get(name) or abort(404)

    @pages.post("/<name>")
    def take(name: str) -> Response:
        return _take(house, called(name), as_webhook(url))

    @pages.get("/<name>")
    def answer(name: str) -> Response:
        """A provider's question whether this address is ours."""
        channel = called(name)
        if not isinstance(channel, ChallengedChannel):
            abort(405)
        body, content_type = channel.challenge(request.args)
        return Response(body, content_type=content_type)

    @pages.route("/<name>/status", methods=["GET", "POST"])
    def report(name: str) -> Response:
        delivery = called(name).report(as_webhook(url))
        if delivery is not None:
            apply_report(house, name, delivery)
        return Response(status=204)

    @pages.get("/<name>/recordings/<language>/<file>")
    def recording(name: str, language: str, file: str) -> Response:
        """A spoken answer of ours: the provider fetches it, so it is open to all."""
        channel = channels.get(name)
        found = channel.recording_file(language, file) if isinstance(channel, SpeakingChannel) else None
        if found is None:
            abort(404)
        return send_file(found.resolve(), max_age=_AN_HOUR_S)

    return pages


def _take(house: House, channel: WebhookChannel, called: WebhookRequest) -> Response:
    now = house.clock.now()
    if isinstance(channel, BatchedChannel):
        for envelope in channel.receive_all(called, now):
            accept(house, channel, envelope)  # where one is refused all come again: those kept make nothing new
        return Response(status=200)
    envelope = channel.receive(called, now)
    accept(house, channel, envelope)
    body, content_type = channel.acknowledgement(envelope)
    return Response(body, content_type=content_type)

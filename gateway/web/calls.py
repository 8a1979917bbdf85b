"""The helpline's webhooks, under /in/ivr. Every step is one short request; a repeated one gets the same answer."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory

from channels.ivr.channel import Ivr
from core.errors import Unavailable
from gateway.calls import steps
from gateway.house import House
from gateway.reports import apply_report
from gateway.web.url import PublicUrl, as_webhook


def blueprint(house: House, channel: Ivr, url: PublicUrl) -> Blueprint:
    """Entry, steps, recordings, status of calls and of SMS, and recorded prompts."""
    pages = Blueprint("calls", __name__, url_prefix="/in/ivr")
    _add_steps(pages, house, channel, url)
    _add_reports(pages, house, channel, url)
    return pages


def _add_steps(pages: Blueprint, house: House, channel: Ivr, url: PublicUrl) -> None:
    def spoken(answer: Callable[[], str]) -> Response:
        try:
            document = answer()
        except Unavailable:
            # A caller hears words, not a status code; what was said before is kept.
            document = channel.trouble()
        return Response(document, content_type="text/xml; charset=utf-8")

    @pages.post("")
    def enter() -> Response:
        event = channel.event(as_webhook(url))
        return spoken(lambda: steps.enter(house, channel, event))

    @pages.post("/step")
    def step() -> Response:
        event = channel.event(as_webhook(url))
        turn = request.args.get("turn", 0, int)
        return spoken(lambda: steps.proceed(house, channel, event, turn))

    @pages.get("/prompts/<language>/<name>")
    def prompt(language: str, name: str) -> Response:
        if not channel.settings.prompts_dir or language not in channel.settings.voices:
            abort(404)
        return send_from_directory(Path(channel.settings.prompts_dir).resolve() / language, name)


def _add_reports(pages: Blueprint, house: House, channel: Ivr, url: PublicUrl) -> None:
    @pages.post("/recording")
    def recording() -> Response:
        steps.recording_ready(house, channel, channel.event(as_webhook(url)))
        return Response(status=204)

    @pages.post("/status")
    def status() -> Response:
        event = channel.event(as_webhook(url))
        if event.status in ("completed", "busy", "failed", "no-answer", "canceled"):
            steps.ended(house, event)
        return Response(status=204)

    @pages.post("/sms")
    def sms() -> Response:
        delivery = channel.report(as_webhook(url))
        if delivery is not None:
            apply_report(house, channel.name, delivery)
        return Response(status=204)

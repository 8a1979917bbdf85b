"""The helpline's webhooks, under /in/ivr. Every step is one short request; a repeated one gets the same answer."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, request, send_from_directory

from channels.ivr.audio import TYPES
from channels.ivr.channel import Ivr
from core.errors import NotFound, Unavailable
from gateway.house import House
from gateway.pipeline.calls import outgoing, steps
from gateway.pipeline.calls.commit import joining
from gateway.pipeline.calls.ending import ended
from gateway.pipeline.reports import apply_report
from gateway.web.shared.url import PublicUrl, as_webhook

_OVER = ("completed", "busy", "failed", "no-answer", "canceled")
_A_YEAR_S = 365 * 86400
_MOST_TURNS = 10_000


def blueprint(house: House, channel: Ivr, url: PublicUrl) -> Blueprint:
    """Entry, steps, recordings, status of calls and of SMS, calls that we make, and recorded prompts."""
    pages = Blueprint("calls", __name__, url_prefix="/in/ivr")
    _add_steps(pages, house, channel, url)
    _add_made(pages, house, channel, url)
    _add_reports(pages, house, channel, url)
    _add_prompts(pages, channel)
    return pages


def _add_steps(pages: Blueprint, house: House, channel: Ivr, url: PublicUrl) -> None:
    join = joining(house.store)

    @pages.post("")
    def enter() -> Response:
        event = channel.event(as_webhook(url))
        return _spoken(channel, lambda: steps.enter(house, channel, event, join))

    @pages.post("/step")
    def step() -> Response:
        event = channel.event(as_webhook(url))
        turn = min(max(request.args.get("turn", 0, int), 0), _MOST_TURNS)
        return _spoken(channel, lambda: steps.proceed(house, channel, event, turn, join))


def _add_made(pages: Blueprint, house: House, channel: Ivr, url: PublicUrl) -> None:
    @pages.post("/out/<int:task>")
    def answered(task: int) -> Response:
        event = channel.event(as_webhook(url))
        return _spoken(channel, lambda: outgoing.begin(house, channel, event, task))

    @pages.post("/out/<int:task>/status")
    def made_status(task: int) -> Response:
        outgoing.report(house, channel.event(as_webhook(url)), task)
        return Response(status=204)


def _add_reports(pages: Blueprint, house: House, channel: Ivr, url: PublicUrl) -> None:
    @pages.post("/recording")
    def recording() -> Response:
        steps.recording_ready(house, channel, channel.event(as_webhook(url)))
        return Response(status=204)

    @pages.post("/status")
    def status() -> Response:
        event = channel.event(as_webhook(url))
        if event.status in _OVER:
            ended(house, event.call)
        return Response(status=204)

    @pages.route("/sms", methods=["GET", "POST"])
    def sms() -> Response:
        delivery = channel.report(as_webhook(url))
        if delivery is not None:
            apply_report(house, channel.name, delivery)
        return Response(status=204)


def _add_prompts(pages: Blueprint, channel: Ivr) -> None:
    @pages.get("/prompts/<language>/<name>")
    def prompt(language: str, name: str) -> Response:
        """A recording. Its version is in the URL, so that it may be kept as long as anybody likes."""
        folder = channel.audio.folder
        kind = TYPES.get(f".{name.rpartition('.')[2]}")
        if folder is None or language not in channel.settings.voices or kind is None:
            abort(404)
        answer = send_from_directory(folder.resolve() / language, name, mimetype=kind, max_age=_A_YEAR_S)
        answer.cache_control.public = True
        answer.cache_control.immutable = "v" in request.args
        return answer


def _spoken(channel: Ivr, answer: Callable[[], str]) -> Response:
    try:
        document = answer()
    except (Unavailable, NotFound):
        # A caller hears words, not a status code; what was said before is kept.
        document = channel.says("trouble")
    return Response(document, content_type="text/xml; charset=utf-8")

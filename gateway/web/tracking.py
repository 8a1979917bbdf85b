"""/track: a citizen looks up their complaint by its number and the last four digits of their phone, or an emailed code.

Numbers can be guessed, so a number alone shows nothing, a wrong proof looks like a wrong number, and guessing is slow.
"""

import hmac
from datetime import datetime

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from core import following
from core.messages import OutboundMessage
from core.phrases import LANGUAGES, say
from core.store import outbox, tickets
from core.text.normalise import fold_digits
from core.ticket import Ticket
from core.tracking import looks_like_tracking_number, read_tracking_number
from gateway.house import House
from gateway.web.codes import code_for, is_code, slip_code
from gateway.web.throttle import Throttle

RIGHT_TO_LEFT = ("ur", "ps")
_TRIES, _WINDOW_S = 20, 600


def blueprint(house: House, secret: str) -> Blueprint:
    """The citizen's page. Works without JavaScript."""
    pages = Blueprint("tracking", __name__)
    throttle = Throttle(_TRIES, _WINDOW_S)

    @pages.get("/track")
    def ask() -> str:
        return _page(number=request.args.get("number", ""))

    @pages.post("/track")
    def show() -> tuple[str, int]:
        written = fold_digits(request.form.get("number", "")).strip()
        if not throttle.allow(request.remote_addr or ""):
            return _page(problem="too_often", number=written), 429
        number = read_tracking_number(written)
        if number is None:
            wrong_digit = looks_like_tracking_number(written)
            return _page(problem="wrong_digit" if wrong_digit else "no_number", number=written), 400
        if "email_code" in request.form:
            _email_code(house, secret, number)
            return _page(notice="code_sent", number=number), 200
        proof = "".join(filter(str.isdigit, fold_digits(request.form.get("proof", ""))))
        with house.store.read() as session:
            ticket = tickets.find(session, number)
            if ticket is None or not _proven(session, ticket, proof, secret, house.clock.now()):
                return _page(problem="not_found", number=written), 404
            history = tickets.events(session, number)
        steps = [(following.date_in_words(event.at), following.event_in_words(event, _language())) for event in history]
        return _page(number=number, state=following.state_in_words(ticket, _language()), steps=steps), 200

    return pages


def _proven(session: Session, ticket: Ticket, proof: str, secret: str, now: datetime) -> bool:
    digits = tickets.phone_digits(session, ticket.number)
    expected = digits if digits is not None else slip_code(secret, ticket.number)
    return hmac.compare_digest(expected, proof) or is_code(secret, ticket.number, proof, now)


def _email_code(house: House, secret: str, number: str) -> None:
    """To the complainant's own address, and to nobody else's; silent where there is none."""
    now = house.clock.now()
    with house.store.write() as session:
        ticket = tickets.find(session, number)
        address = tickets.record(session, number).get("email") if ticket else None
        if ticket is None or address is None or "email" not in house.channels:
            return
        code = code_for(secret, number, now)
        told = OutboundMessage(
            id="",
            channel="email",
            to=address,
            subject=say("code_subject", ticket.language, number=number),
            text=say("code", ticket.language, number=number, code=code),
            language=ticket.language,
        )
        cause = f"track-code:{number}:{code}"
        outbox.stage(session, told, cause=cause, person=ticket.person, conversation_id=None, now=now)
    house.queue.deliver(ticket.person)


def _page(**values: object) -> str:
    language = _language()
    return render_template(
        "track.html",
        language=language,
        languages=LANGUAGES,
        html_language={"roman_ur": "ur-Latn"}.get(language, language),
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        say=lambda key: say(f"page.{key}", language),
        **values,
    )


def _language() -> str:
    chosen = request.values.get("language", "")
    return chosen if chosen in LANGUAGES else "en"

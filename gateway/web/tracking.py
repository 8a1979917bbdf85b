"""/track: a citizen looks up their complaint by its number and the last four digits of their phone, or a code.

Numbers can be guessed, so a number alone shows nothing, a wrong proof looks like a wrong number, and guessing is slow:
from one address, and for one number whoever asks. Proven, the case opens on its page (citizen/).
"""

import hmac
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core import proving
from core.store.casework import tickets
from core.text.normalise import fold_digits
from core.ticket import Ticket
from core.tracking import looks_like_tracking_number, read_tracking_number
from gateway.house import House
from gateway.web.citizen.opened import Proof, open_case
from gateway.web.citizen.words import chosen, for_templates
from gateway.web.codes import is_code, slip_code
from gateway.web.throttle import Throttle

_TRIES, _WINDOW_S = 20, 600


def blueprint(house: House, secret: str) -> Blueprint:
    """The citizen's page. Works without JavaScript."""
    pages = Blueprint("tracking", __name__)
    by_address, by_number = Throttle(_TRIES, _WINDOW_S), Throttle(_TRIES, _WINDOW_S)

    @pages.get("/track")
    def ask() -> str:
        return _page(number=request.args.get("number", ""))

    @pages.post("/track")
    def show() -> Response | tuple[str, int]:
        written = fold_digits(request.form.get("number", "")).strip()
        if not by_address.allow(request.remote_addr or ""):
            return _page(problem="too_often", number=written), 429
        number = read_tracking_number(written)
        if number is None:
            wrong_digit = looks_like_tracking_number(written)
            return _page(problem="wrong_digit" if wrong_digit else "no_number", number=written), 400
        if not by_number.allow(number):
            return _page(problem="too_often", number=written), 429
        if "send_code" in request.form:
            _send_code(house, number)
            return _page(notice="code_sent", number=number), 200
        proof = "".join(filter(str.isdigit, fold_digits(request.form.get("proof", ""))))
        with house.store.read() as session:
            ticket = tickets.find(session, number)
            proven = _proven(session, ticket, proof, secret, house.clock.now()) if ticket is not None else None
        if proven is None:
            return _page(problem="not_found", number=written), 404
        open_case(number, house.clock.now(), proven)
        return redirect(url_for("citizen.case", language=chosen()), 303)

    return pages


def _proven(session: Session, ticket: Ticket, proof: str, secret: str, now: datetime) -> Proof | None:
    if hmac.compare_digest(slip_code(secret, ticket.number), proof) or is_code(secret, ticket.number, proof, now):
        return Proof.CODE
    digits = tickets.phone_digits(session, ticket.number)
    return Proof.DIGITS if digits is not None and hmac.compare_digest(digits, proof) else None


def _send_code(house: House, number: str) -> None:
    """To where the case was told from, and to nobody else; silent where there is no such case."""
    with house.store.write() as session:
        person = proving.send_code(session, house.cases, number, house.clock.now())
    if person is not None:
        house.queue.deliver(person)


def _page(**values: object) -> str:
    return render_template("citizen/track.html", **for_templates(), **values)

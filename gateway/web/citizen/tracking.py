"""/track: a citizen looks up their complaint by its number and the last four digits of their phone, or a code.

Numbers can be guessed, so a number alone shows nothing, a wrong proof looks like a wrong number, and guessing is slow:
wrong proofs are counted in the database (core/store/casework/wrong_proofs.py). Proven, the case opens on its page
(citizen/): by digits its state, by a code all of it.
"""

import hmac

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.casework.proof import Length, digits_of
from core.intake import proving
from core.store.casework import tickets, wrong_proofs
from core.text.normalise import fold_digits
from core.text.tracking import looks_like_tracking_number, read_tracking_number
from gateway.house import House
from gateway.web.citizen.access import Proof, open_case
from gateway.web.shared.client import client_address
from gateway.web.shared.phrases import chosen, for_templates


def blueprint(house: House, secret: str) -> Blueprint:
    """The citizen's page. Works without JavaScript."""
    pages = Blueprint("tracking", __name__)

    @pages.get("/track")
    def ask() -> str:
        return _page(number=request.args.get("number", ""))

    @pages.post("/track")
    def show() -> Response | tuple[str, int]:
        written = fold_digits(request.form.get("number", "")).strip()
        number = read_tracking_number(written)
        if number is None:
            wrong_digit = looks_like_tracking_number(written)
            return _page(problem="wrong_digit" if wrong_digit else "no_number", number=written), 400
        if "send_code" in request.form:
            _send_code(house, number)
            return _page(notice="code_sent", number=number), 200
        proven, many = _check(house, number, digits_of(request.form.get("proof", "")), secret)
        if proven is None:
            return (_page(problem="too_often", number=written), 429) if many else _not_found(written)
        with house.store.write() as session:
            open_case(house.clock, session, number, proven)
        return redirect(url_for("citizen.case", language=chosen()), 303)

    @pages.after_request
    def kept_nowhere(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def _check(house: House, number: str, proof: str, secret: str) -> tuple[Proof | None, bool]:
    """What this proves, and whether there were too many wrong proofs. A wrong one is counted."""
    now, block = house.clock.now(), wrong_proofs.block_of(client_address(), secret)
    with house.store.read() as session:
        many = wrong_proofs.digits_closed(session, number, block, now)
        digits = tickets.phone_digits(session, number) if tickets.find(session, number) is not None else None
    if not many and digits is not None and hmac.compare_digest(digits, proof):
        return Proof.DIGITS, False
    if not proof:
        return None, many
    with house.store.write() as session:
        if len(proof) not in list(Length):
            wrong_proofs.count(session, [number, block], now)
            proving.tell_of_tries(session, house.cases, number, now)
        elif proving.is_right(session, house.cases, number, proof, now, block):
            return Proof.CODE, many
        else:
            wrong_proofs.count(session, [block], now)
    return None, many


def _not_found(written: str) -> tuple[str, int]:
    return _page(problem="not_found", number=written), 404


def _send_code(house: House, number: str) -> None:
    """To where the case was told from, and to nobody else; silent where there is no such case."""
    with house.store.write() as session:
        person = proving.send_code(session, house.cases, number, house.clock.now())
    if person is not None:
        house.queue.deliver(person)


def _page(**values: object) -> str:
    return render_template("citizen/track.html", **for_templates(), **values)

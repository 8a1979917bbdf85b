"""The citizen's code on the desk: sent to where their case was told from, and read out by them to whoever closes it."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from core.casework.closing import ONLY_THE_CITIZEN
from core.casework.proof import Purpose, digits_of, slip_code
from core.errors import Rejected
from core.intake.proving import is_right, send_code
from core.store.casework import tickets
from core.store.staff import access_log
from gateway.house import House
from gateway.web.staff.users import me


def add_codes(desk: Blueprint, house: House) -> None:
    """Adds sending the code."""

    @desk.post("/<number>/code")
    def send(number: str) -> Answer:
        now = house.clock.now()
        with house.store.write() as session:
            number = tickets.get(session, number).number
            person = send_code(session, house.cases, number, now, Purpose.CLOSE)
        if person is not None:
            house.queue.deliver(person)
        return redirect(url_for("desk.ticket", number=number, done="code", back=request.form.get("back") or None))


def check_code(house: House, number: str, written: str) -> None:
    """Raises Rejected unless it is the citizen's code. In a transaction of its own: wrong tries are counted, whatever
    becomes of the rest. A slip's code counts only from who did not print the slip."""
    code, secret, now = digits_of(written), house.cases.secret, house.clock.now()
    if not code or not secret:
        raise Rejected("no code", tell=ONLY_THE_CITIZEN)
    with house.store.write() as session:
        right = is_right(session, house.cases, number, code, now, f"staff:{me().id}", Purpose.CLOSE)
        printed = access_log.opened(session, me().id, "slip", number)
    if not right:
        raise Rejected("a wrong code", tell="This code is not right, or too old.")
    if printed and code == slip_code(secret, number):
        raise Rejected("their own slip's code", tell="Whoever printed the slip cannot bring its code.")

"""Which pages make up a letter: splitting one, and joining one to another."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.errors import Conflict, NotFound
from core.store.mailroom import letter_sheets, letters
from gateway.house import House
from gateway.reasons import told
from gateway.web.languages import page_language
from gateway.web.mailroom.steps import NOT_YOURS, ending, look_there, seen_version
from gateway.web.mailroom.views import desk_page
from gateway.web.staff.users import me


def add_sheets(desk: Blueprint, house: House) -> None:
    """Adds splitting and joining."""

    @desk.post("/<int:letter_id>/split")
    def split(letter_id: int) -> Answer | tuple[str, int]:
        page = _number("page")
        try:
            with house.store.write() as session:
                letters.change(session, letter_id, seen_version(), me().id, house.clock.now())
                row = letters.get(session, letter_id)
                made = letter_sheets.split(session, row, page - 1, house.clock.now()).id
        except Conflict:
            return desk_page(house, letter_id, problem=NOT_YOURS), 409
        except NotFound as error:
            return desk_page(house, letter_id, problem=told(error, page_language())), 400
        look_there(house, letter_id, made)
        return redirect(url_for("mailroom.letter", letter_id=letter_id))

    @desk.post("/<int:letter_id>/join")
    def join(letter_id: int) -> Answer | tuple[str, int]:
        to = _number("to")
        now = house.clock.now()
        try:
            with house.store.write() as session:
                values = {"state": letters.JOINED, **ending(now)}
                letters.change(session, letter_id, seen_version(), me().id, now, **values)
                row, into = letters.get(session, letter_id), letters.get(session, to)
                letter_sheets.join(session, row, into, me().id, now)
        except Conflict:
            told = gettext("The other letter is done, or another clerk has it. Nothing was joined.")
            return desk_page(house, letter_id, problem=told), 409
        except NotFound:
            return desk_page(house, letter_id, problem=gettext("Choose the letter to which these pages belong.")), 400
        look_there(house, to)
        return redirect(url_for("mailroom.letter", letter_id=to, done=letter_id))


def _number(name: str) -> int:
    given = request.form.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0

"""Which pages make up a letter: splitting one, and joining one to another."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.errors import Conflict, NotFound
from core.store import worklist
from core.store.mailroom import letters, sheets
from core.store.mailroom.tables import LetterRow
from gateway.house import House
from gateway.reasons import explain
from gateway.web.mailroom.rendering import desk_page
from gateway.web.mailroom.steps import NOT_YOURS, ending, reread
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import form_number, seen_version
from gateway.web.staff.authorization import letter_allowed
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me


def add_sheets(desk: Blueprint, house: House) -> None:
    """Adds splitting and joining."""

    @desk.post("/<int:letter_id>/split")
    def split(letter_id: int) -> Answer | tuple[str, int]:
        page = form_number("page", 9) or 0
        try:
            with house.store.write() as session:
                worklist.change(session, LetterRow, letter_id, seen_version(), me().id, house.clock.now())
                row = letters.get(session, letter_id)
                made = sheets.split(session, row, page - 1, house.clock.now()).id
        except Conflict:
            return desk_page(house, letter_id, problem=NOT_YOURS), 409
        except NotFound as error:
            return desk_page(house, letter_id, problem=explain(error, page_language())), 400
        reread(house, letter_id, made)
        return redirect(url_for("mailroom.letter", letter_id=letter_id))

    @desk.post("/<int:letter_id>/join")
    def join(letter_id: int) -> Answer | tuple[str, int]:
        to = form_number("to", 9) or 0
        now = house.clock.now()
        try:
            with house.store.write() as session:
                values = {"state": letters.JOINED, **ending(now)}
                worklist.change(session, LetterRow, letter_id, seen_version(), me().id, now, **values)
                row, into = letters.get(session, letter_id), letters.get(session, to)
                if not letter_allowed(session, scope_of(house, session, me()), to):
                    raise NotFound("no such letter")
                sheets.join(session, row, into, me().id, now)
        except Conflict:
            told = gettext("The other letter is done, or another clerk has it. Nothing was joined.")
            return desk_page(house, letter_id, problem=told), 409
        except NotFound:
            return desk_page(house, letter_id, problem=gettext("Choose the letter to which these pages belong.")), 400
        reread(house, to)
        return redirect(url_for("mailroom.letter", letter_id=to, done=letter_id))

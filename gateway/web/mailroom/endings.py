"""Other ends of a letter than a ticket, sending it on, and having it read again."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.conversation import FINISHED, OPEN
from core.store.casework import tickets
from core.store.mailroom import letters, sheets
from core.store.mailroom.rereading import AS_IT_IS
from core.store.pipeline import conversations
from core.store.staff import staff
from core.text.normalise import fold_digits
from core.text.tracking import read_tracking_number
from gateway.house import House
from gateway.web.mailroom.rendering import LANGUAGES, REASONS, desk_page
from gateway.web.mailroom.steps import change, conversation_of, ending, go_on, reread, written_note
from gateway.web.shared.numbers import seen_version, whole_number
from gateway.web.staff.permissions import ROOMS
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me


def add_endings(desk: Blueprint, house: House) -> None:
    """Adds ending a letter without a ticket, and opening it again."""

    @desk.post("/<int:letter_id>/end")
    def end(letter_id: int) -> Answer | tuple[str, int]:
        as_what = _ended_as(house)
        if isinstance(as_what, str):
            return desk_page(house, letter_id, problem=as_what), 400
        answer = change(house, letter_id, FINISHED, **as_what, **written_note(), **ending(house.clock.now()))
        return answer or go_on(house, letter_id)

    @desk.post("/<int:letter_id>/reopen")
    def reopen(letter_id: int) -> Answer:
        with house.store.write() as session:
            letters.reopen(session, letter_id, seen_version())
            row = letters.get(session, letter_id)
            session.refresh(row)
            if row.joined_to is not None:
                sheets.part_again(session, row)
            conversation = conversation_of(session, row.conversation_id)
            conversations.save(session, conversation.with_(state=OPEN, needs_person=True))
        return redirect(url_for("mailroom.letter", letter_id=letter_id))


def add_passing_on(desk: Blueprint, house: House) -> None:
    """Adds sending a letter on to a colleague, and having it read again."""

    @desk.post("/<int:letter_id>/send-on")
    def send_on(letter_id: int) -> Answer | tuple[str, int]:
        to = request.form.get("to", "")
        with house.store.read() as session:
            number = whole_number(to, 9)
            colleague = staff.get(session, number) if number is not None else None
        if to and (colleague is None or not colleague.active or colleague.role not in ROOMS["mailroom"]):
            return desk_page(house, letter_id, problem=gettext("Choose a colleague of the mailroom.")), 400
        values = {"assigned_to": colleague.id if colleague else None, "locked_by": None, "locked_until": None}
        return change(house, letter_id, None, **values, **written_note()) or go_on(house, letter_id)

    @desk.post("/<int:letter_id>/read-again")
    def read_again(letter_id: int) -> Answer | tuple[str, int]:
        language = request.form.get("language", "")
        if language not in (*LANGUAGES, AS_IT_IS):
            return desk_page(house, letter_id, problem=gettext("Choose the language of the letter.")), 400
        answer = change(house, letter_id, None, reread_in=language, reread_problem=None)
        if answer is not None:
            return answer
        reread(house, letter_id)
        return redirect(url_for("mailroom.letter", letter_id=letter_id))


def _ended_as(house: House) -> dict[str, Any] | str:
    """What the form makes of the letter, or what is wrong with it."""
    if request.form.get("as") != "duplicate":
        reason = request.form.get("reason", "")
        wrong = gettext("Choose why this is no complaint.")
        return {"state": letters.NOT_COMPLAINT, "reason": reason} if reason in REASONS else wrong
    number = read_tracking_number(fold_digits(request.form.get("number", "")).strip())
    with house.store.read() as session:
        ticket = tickets.find(session, number) if number is not None else None
        if ticket is None or not scope_of(house, session, me()).allows(ticket):
            return str(gettext("There is no ticket with this tracking number. Please check it."))
    return {"state": letters.DUPLICATE, "duplicate_of": number}

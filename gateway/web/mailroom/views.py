"""The queue's page and the desk's, as they stand."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.errors import NotFound
from core.following import date_in_words
from core.store.casework import tickets
from core.store.mailroom import letter_asking, letter_layouts, letters
from core.store.mailroom.letter_tables import LetterRow
from core.store.people import staff
from core.store.road import conversations
from core.taxonomy import categories
from core.text.gazetteer import districts
from gateway.house import House
from gateway.reasons import in_words, kept_reason
from gateway.web.languages import page_language
from gateway.web.mailroom.form import Problem
from gateway.web.mailroom.lists import diary, here, look
from gateway.web.mailroom.pictures import pictures, turn
from gateway.web.mailroom.register import lacking, way_back
from gateway.web.mailroom.shown import LEVELS, fields_of
from gateway.web.names import category_name, district_name
from gateway.web.staff.came_from import came_from
from gateway.web.staff.permissions import ROOMS
from gateway.web.staff.users import me

LANGUAGES = {"en": "English", "ur": "Urdu اردو", "ps": "Pashto پښتو"}
REASONS = {
    "elsewhere": _("Not addressed to the government"),
    "application": _("An application or a request, not a complaint"),
    "greetings": _("Greetings, thanks or an invitation"),
    "advertising": _("Advertising"),
    "official": _("A court's or an office's own letter: sent on"),
    "unreadable": _("Blank, or nobody can read it"),
    "other": _("Something else (see the note)"),
}
"""Why a letter is no complaint, by the key that is kept."""
BACK_BECAUSE = {
    letter_asking.DENIED: _("Whoever was asked says that they did not write it."),
    letter_asking.NO_ANSWER: _("The writer was asked, and did not answer."),
    letter_asking.UNREACHED: _("The writer could not be reached by phone or email."),
    letter_asking.CANCELLED: _("The writer was asked, and does not want to go on."),
}
"""Why a letter that had been taken to its writer is with the clerks again."""
_JOINABLE = 60


def queue_page(house: House, *, taken: list[Any] | None = None) -> str:
    """The queue, with what became of files just sent and of the letter just done."""
    return render_template(
        "mailroom/queue.html",
        lists=look(house, me().id),
        here=here,
        reasons=REASONS,
        taken=taken or [],
        done=done_before(house),
        reason=why_not_read,
        on=letters.CHANNEL in house.channels,
    )


def why_not_read(kept: str | None) -> str:
    """Why a file could not be opened, from how it is kept."""
    return kept_reason(kept, page_language())


def done_before(house: House) -> dict[str, Any] | None:
    """What to say of the letter from which the clerk comes (``?done=ID``)."""
    before = came_from()
    if before is None:
        return None
    with house.store.read() as session:
        try:
            row = letters.get(session, before)
        except NotFound:
            return None
        ticket = tickets.of_conversation(session, row.conversation_id)
    return {"letter": row, "diary": diary(row), "number": ticket.number if ticket else None}


def desk_page(
    house: House,
    letter_id: int,
    *,
    written: dict[str, str] | None = None,
    complaint: Complaint | None = None,
    problems: dict[str, Problem] | None = None,
    problem: LazyString | str | None = None,
) -> str:
    """A letter on the desk. With ``written`` and what is wrong with it when a form could not be taken."""
    now = house.clock.now()
    with house.store.read() as session:
        row = letters.get(session, letter_id)
        conversation = conversations.get(session, row.conversation_id)
        if conversation is None:
            raise NotFound("the letter's record is gone")
        layout = letter_layouts.get(session, row.layout_key)
        said = conversations.last_message(session, row.conversation_id)
        everybody = staff.everybody(session)
        ticket = tickets.of_conversation(session, row.conversation_id)
        into = diary(letters.get(session, row.joined_to)) if row.joined_to is not None else None
        joinable = _joinable(session, row)
    held = row.locked_until is not None and row.locked_until >= now
    mine = row.state == letters.WAITING and row.locked_by == me().id
    names = {person.id: person.name for person in everybody}
    known = complaint or conversation.complaint
    return render_template(
        "mailroom/desk.html",
        letter=row,
        diary=diary(row),
        here=here,
        conversation=conversation,
        complaint=known,
        fields=fields_of(known, layout, written or {}, problems or {}),
        levels=LEVELS,
        layout=layout,
        pictures=pictures(row, layout),
        text=said.text if said is not None else "",
        mine=mine,
        holder=names.get(row.locked_by or 0) if held and not mine else None,
        by=names.get(row.done_by or 0),
        ticket=ticket,
        problem=problem,
        lacking=lacking(known),
        way_back=way_back(house, known),
        categories=_names(category_name, {one.key: tuple(one.names.values()) for one in categories().values()}),
        districts=_names(district_name, {d.name: (d.name, d.urdu, d.pashto, d.division) for d in districts().values()}),
        tongues=LANGUAGES,
        reasons=REASONS,
        reread_problem=in_words(row.reread_problem, page_language()) if row.reread_problem else None,
        back_because=BACK_BECAUSE.get(row.reason or "") if row.state == letters.WAITING else None,
        into=into,
        joinable=joinable,
        back_texts=BACK_BECAUSE,
        dated=date_in_words(said.sent_at) if said is not None and said.sent_at is not None else None,
        colleagues=[p for p in everybody if p.active and p.role in ROOMS["mailroom"] and p.id != me().id],
        done=done_before(house),
        turn=turn(),
    )


def _names(named: Callable[[str], str], known: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """What can be chosen, by its name in the reader's language, with its other names beside it: all are searched."""
    chosen = []
    for key, names in known.items():
        name = named(key)
        chosen.append((name, " · ".join(dict.fromkeys(one for one in names if one and one != name))))
    return chosen


def _joinable(session: Session, row: LetterRow) -> list[tuple[int, str]]:
    """The other letters that wait, the nearest before this one first: further pages mostly follow their letter."""
    others = [other for other in letters.waiting(session) if other.id != row.id]
    nearest = sorted(others, key=lambda other: (other.id > row.id, abs(other.id - row.id)))[:_JOINABLE]
    return [(other.id, f"{diary(other)} {other.filename or ''}".strip()) for other in nearest]

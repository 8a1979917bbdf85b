"""The queue's page and the desk's, as they stand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.errors import NotFound
from core.offices.staff import Staff
from core.privacy.file_names import tells_nothing
from core.privacy.masking import hidden
from core.reference.categories import categories
from core.reference.phrasebook import date_in_words
from core.store import worklist
from core.store.casework import tickets
from core.store.mailroom import asking, layouts, letters
from core.store.mailroom.layouts import Layout
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import MessageRow
from core.store.staff import staff
from core.text.gazetteer import districts
from gateway.house import House
from gateway.reasons import explain_stored, in_words
from gateway.web.mailroom.masks import as_it_is, as_office, on_my_desk
from gateway.web.mailroom.pictures import pictures, turn
from gateway.web.mailroom.presenters import LEVELS, fields_of
from gateway.web.mailroom.queries import diary, here, read_lists
from gateway.web.mailroom.register import lacking, way_back
from gateway.web.shared.came_from import came_from
from gateway.web.shared.complaint_form import Problem
from gateway.web.shared.holding import holding
from gateway.web.shared.languages import page_language
from gateway.web.shared.names import category_name, district_name
from gateway.web.staff.authorization import letter_allowed
from gateway.web.staff.permissions import ROOMS
from gateway.web.staff.scope import scope_of
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
    asking.DENIED: _("Whoever was asked says that they did not write it."),
    asking.NO_ANSWER: _("The writer was asked, and did not answer."),
    asking.UNREACHED: _("The writer could not be reached by phone or email."),
    asking.CANCELLED: _("The writer was asked, and does not want to go on."),
}
"""Why a letter that had been taken to its writer is with the clerks again."""
_JOINABLE = 60


def queue_page(house: House, *, taken: list[Any] | None = None) -> str:
    """The queue, with what became of files just sent and of the letter just done."""
    return render_template(
        "mailroom/queue.html",
        lists=read_lists(house, me()),
        here=here,
        reasons=REASONS,
        taken=taken or [],
        done=done_before(house),
        reason=why_not_read,
        on=letters.CHANNEL in house.channels,
    )


def why_not_read(kept: str | None) -> str:
    """Why a file could not be opened, from how it is kept."""
    return explain_stored(kept, page_language())


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
        if not letter_allowed(session, scope_of(house, session, me()), row.id):
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
        layout = layouts.get(session, row.layout_key)
        said = conversations.last_message(session, row.conversation_id)
        everybody = staff.everybody(session)
        ticket = tickets.of_conversation(session, row.conversation_id)
        others = _others(house, session, row)
        open_to_me = as_it_is(session, row, now)
    kept = conversation.complaint
    anonymous = ticket.anonymous if ticket is not None else kept.get("anonymous") == "yes"
    known = (complaint or kept) if open_to_me else as_office(kept, anonymous=anonymous)
    return render_template(
        "mailroom/desk.html",
        **_of_letter(row, everybody, now),
        **_of_message(said, None if open_to_me else kept),
        **_of_record(house, known),
        conversation=conversation,
        fields=fields_of(known, layout, written or {}, problems or {}),
        **_of_pages(row, layout),
        as_it_is=open_to_me,
        may_reveal=not anonymous,
        ticket=ticket,
        problem=problem,
        **others,
        done=done_before(house),
    )


def _of_pages(row: LetterRow, layout: Layout) -> dict[str, Any]:
    return {"layout": layout, "pictures": pictures(row, layout), "turn": turn()}


def _of_record(house: House, known: Complaint) -> dict[str, Any]:
    """What is known, what of it is missing, and how the writer is reached."""
    return {"complaint": known, "lacking": lacking(known), "way_back": way_back(house, known)}


def _of_message(said: MessageRow | None, hide: Complaint | None) -> dict[str, Any]:
    """What the letter says and when it was written; without what is of persons in ``hide``."""
    words = said.text if said is not None else ""
    dated = date_in_words(said.sent_at) if said is not None and said.sent_at is not None else None
    return {"text": words if hide is None else hidden(words, hide), "dated": dated}


def _others(house: House, session: Session, row: LetterRow) -> dict[str, Any]:
    """The letter to which this one's pages were put, and those to which they could be."""
    scope = scope_of(house, session, me())
    into = diary(letters.get(session, row.joined_to)) if row.joined_to is not None else None
    joinable = [one for one in _joinable(session, row) if letter_allowed(session, scope, one[0])]
    return {"into": into, "joinable": joinable}


def _of_letter(row: LetterRow, everybody: Sequence[Staff], now: datetime) -> dict[str, Any]:
    """Who has the letter, why it is there, and what can be chosen."""
    names = {person.id: person.name for person in everybody}
    held, mine = holding(row, names, me().id, now), on_my_desk(row)
    return {
        "letter": row,
        "diary": diary(row),
        "here": here,
        "levels": LEVELS,
        "mine": mine,
        "holder": held.other if not mine else None,
        "by": names.get(row.done_by or 0),
        "categories": _names(category_name, {one.key: tuple(one.names.values()) for one in categories().values()}),
        "districts": _names(
            district_name, {d.name: (d.name, d.urdu, d.pashto, d.division) for d in districts().values()}
        ),
        "tongues": LANGUAGES,
        "reasons": REASONS,
        "reread_problem": in_words(row.reread_problem, page_language()) if row.reread_problem else None,
        "back_because": BACK_BECAUSE.get(row.reason or "") if row.state == worklist.WAITING else None,
        "back_texts": BACK_BECAUSE,
        "colleagues": [p for p in everybody if p.active and p.role in ROOMS["mailroom"] and p.id != me().id],
    }


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
    return [(other.id, f"{diary(other)} {_file_name(other)}".strip()) for other in nearest]


def _file_name(row: LetterRow) -> str:
    """Scans are often named after their writer, who is hidden on a letter that is not on one's desk."""
    return row.filename if row.filename and tells_nothing(row.filename) else ""

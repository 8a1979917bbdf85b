"""What the queue shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask_babel import format_datetime
from sqlalchemy.orm import Session

from core.complaint import BELIEVED
from core.conversation import Conversation
from core.offices.staff import Staff
from core.privacy.file_names import tells_nothing
from core.privacy.masking import hidden
from core.store.casework import tickets
from core.store.mailroom import asking, layouts, letters, progress
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff import staff
from gateway.house import House
from gateway.web.mailroom.register import lacking
from gateway.web.shared.complaint_form import LABELS, Problem
from gateway.web.shared.holding import holding
from gateway.web.staff.authorization import letter_allowed
from gateway.web.staff.scope import Scope, scope_of

HERE = ZoneInfo("Asia/Karachi")
"""Letters are received, and slips dated, in Peshawar's time."""
_FAILURES_SHOWN = timedelta(days=7)
_ABOUT = 90


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in line. ``holder`` is who has it open now, ``mine`` when that is the reader themself."""

    letter: LetterRow
    diary: str
    about: str
    language: str
    pages: int
    unsure: int
    lacks: list[Problem]
    holder: str | None
    mine: bool
    sent_to: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A letter that was brought to an end today."""

    letter: LetterRow
    diary: str
    number: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that is being read, or waits for it; ``done`` of ``pages`` are read, once it was opened."""

    file: EnvelopeRow
    name: str
    done: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read."""

    file: EnvelopeRow
    name: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The queue's page, from top to bottom. ``asked``: letters whose writer we wait for; ``unreached``: registered ones
    whose writer gets the slip by post."""

    waiting: list[Waiting]
    reading: list[Reading]
    failed: list[Failed]
    ended: list[Ended]
    asked: list[Ended]
    unreached: list[Ended]
    next: int | None
    """The letter that the reader should take now."""


def diary(letter: LetterRow) -> str:
    """The register number: 2026/000123."""
    return f"{letter.year}/{letter.serial:06d}"


def here(moment: datetime | None) -> str:
    """A time by Peshawar's clock, in the reader's language."""
    return str(format_datetime(moment, "d MMM y, HH:mm")) if moment is not None else ""


def read_lists(house: House, person: Staff) -> Lists:
    """Everything on the queue's page that this person may see.

    Letters read since the last look get their place in the register first.
    """
    now = house.clock.now()
    with house.store.read() as session:
        new = letters.not_enrolled(session) or asking.asked(session, 1)
    if new:  # only then: this is asked every few seconds
        with house.store.write() as session:
            letters.enrol(session)
            asking.settle(session, now)
    today = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    with house.store.read() as session:
        names = {one.id: one.name for one in staff.everybody(session)}
        scope = scope_of(house, session, person)

        def told(rows: Sequence[LetterRow]) -> list[Ended]:
            return [
                Ended(row, diary(row), _number(row, session), names.get(row.done_by or 0))
                for row in rows
                if letter_allowed(session, scope, row.id)
            ]

        return Lists(
            waiting=_waiting(session, scope, names, person, now),
            reading=[one for one in _reading(session, scope) if _own_file(scope, one.file)],
            failed=[
                Failed(one, _name(scope, one))
                for one in letters.unreadable(session, now - _FAILURES_SHOWN)
                if _own_file(scope, one)
            ],
            ended=told(letters.done_since(session, today)),
            asked=told(asking.asked(session)),
            unreached=told(asking.unreached(session)),
            next=next_allowed(session, scope, person.id, now),
        )


def _waiting(session: Session, scope: Scope, names: Mapping[int, str], person: Staff, now: datetime) -> list[Waiting]:
    waiting = []
    for letter in letters.waiting(session):
        conversation = conversations.get(session, letter.conversation_id)
        if conversation is None or not scope.allows_record(conversation.complaint, None):
            continue
        fields = conversation.complaint.fields
        held = holding(letter, names, person.id, now)
        waiting.append(
            Waiting(
                letter,
                diary(letter),
                _about(conversation) or _telling_nothing(letter.filename),
                conversation.language,
                len(layouts.get(session, letter.layout_key).pages),
                sum(field.confidence < BELIEVED for name, field in fields.items() if name in LABELS),
                [LABELS[name] for name in lacking(conversation.complaint) if name not in fields],
                held.by,
                held.mine,
                names.get(letter.assigned_to) if letter.assigned_to else None,
            )
        )
    return waiting


def next_allowed(session: Session, scope: Scope, staff_id: int, now: datetime, after: int = 0) -> int | None:
    """The next letter for this clerk that they may see."""
    found = letters.free_for(session, staff_id, now, after)
    return next((one for one in found if letter_allowed(session, scope, one)), None)


def _own_file(scope: Scope, file: EnvelopeRow) -> bool:
    """A file that is not read yet is nobody's: the whole province sees it, and who brought it."""
    return scope.whole or file.facts.get("uploaded_by") == scope.person


def _telling_nothing(name: str | None) -> str:
    return name if name and tells_nothing(name) else ""


def _about(conversation: Conversation) -> str:
    said = conversation.subject or conversation.complaint.get("description") or ""
    return hidden(said, conversation.complaint, most=_ABOUT)


def _name(scope: Scope, file: EnvelopeRow) -> str:
    """What a file that is no letter yet is called: files are often named after their writer, so only whoever brought
    it sees every name. Of others the ending is told, and the number by which `arzi replay` names it."""
    name = str(file.facts.get("filename") or "")
    if name and (file.facts.get("uploaded_by") == scope.person or tells_nothing(name)):
        return name
    return f"{file.id}{Path(name).suffix[:8].lower()}"


def _reading(session: Session, scope: Scope) -> list[Reading]:
    files = letters.unread(session)
    far = progress.of(session, [file.provider_id for file in files])
    return [Reading(file, _name(scope, file), *far.get(file.provider_id, (0, None))) for file in files]


def _number(letter: LetterRow, session: Session) -> str | None:
    if letter.state == letters.DUPLICATE:
        return letter.duplicate_of
    ticket = tickets.of_conversation(session, letter.conversation_id)
    return ticket.number if ticket else None

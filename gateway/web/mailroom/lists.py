"""What the queue shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_datetime
from sqlalchemy.orm import Session

from core.complaint import BELIEVED
from core.store.casework import tickets
from core.store.mailroom import letter_asking, letter_layouts, letter_progress, letters
from core.store.mailroom.letter_tables import LetterRow
from core.store.people import staff
from core.store.road import conversations
from core.store.tables import EnvelopeRow
from gateway.house import House
from gateway.web.mailroom.form import LABELS, Problem
from gateway.web.mailroom.register import lacking

HERE = ZoneInfo("Asia/Karachi")
"""Letters are received, and slips dated, in Peshawar's time."""
_FAILURES_SHOWN = timedelta(days=7)


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
    done: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Lists:
    """The queue's page, from top to bottom. ``asked``: letters whose writer we wait for; ``unreached``: registered ones
    whose writer gets the slip by post."""

    waiting: list[Waiting]
    reading: list[Reading]
    failed: list[EnvelopeRow]
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


def look(house: House, me: int) -> Lists:
    """Everything on the queue's page. Letters read since the last look get their place in the register first."""
    now = house.clock.now()
    with house.store.read() as session:
        new = letters.not_enrolled(session) or letter_asking.asked(session, 1)
    if new:  # only then: this is asked every few seconds
        with house.store.write() as session:
            letters.enrol(session)
            letter_asking.settle(session, now)
    today = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    with house.store.read() as session:
        names = {person.id: person.name for person in staff.everybody(session)}
        waiting = []
        for letter in letters.waiting(session):
            conversation = conversations.get(session, letter.conversation_id)
            if conversation is None:
                continue
            fields = conversation.complaint.fields
            held = letter.locked_until is not None and letter.locked_until >= now
            waiting.append(
                Waiting(
                    letter,
                    diary(letter),
                    conversation.subject or (fields["description"].value[:90] if "description" in fields else ""),
                    conversation.language,
                    len(letter_layouts.get(session, letter.layout_key).pages),
                    sum(field.confidence < BELIEVED for name, field in fields.items() if name in LABELS),
                    [LABELS[name] for name in lacking(conversation.complaint) if name not in fields],
                    names.get(letter.locked_by or 0) if held else None,
                    held and letter.locked_by == me,
                    names.get(letter.assigned_to) if letter.assigned_to else None,
                )
            )

        def told(rows: Sequence[LetterRow]) -> list[Ended]:
            return [Ended(row, diary(row), _number(row, session), names.get(row.done_by or 0)) for row in rows]

        return Lists(
            waiting=waiting,
            reading=_reading(session),
            failed=list(letters.unreadable(session, now - _FAILURES_SHOWN)),
            ended=told(letters.done_since(session, today)),
            asked=told(letter_asking.asked(session)),
            unreached=told(letter_asking.unreached(session)),
            next=letters.next_for(session, me, now),
        )


def _reading(session: Session) -> list[Reading]:
    files = letters.unread(session)
    far = letter_progress.of(session, [file.provider_id for file in files])
    return [Reading(file, *far.get(file.provider_id, (0, None))) for file in files]


def _number(letter: LetterRow, session: Session) -> str | None:
    if letter.state == letters.DUPLICATE:
        return letter.duplicate_of
    ticket = tickets.of_conversation(session, letter.conversation_id)
    return ticket.number if ticket else None

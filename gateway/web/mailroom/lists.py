"""What the queue shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.complaint import BELIEVED
from core.store import conversations, letter_layouts, letters, staff, tickets
from core.store.letter_tables import LetterRow
from core.store.tables import EnvelopeRow
from gateway.house import House
from gateway.web.mailroom.form import LABELS
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
    lacks: list[str]
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
class Lists:
    waiting: list[Waiting]
    reading: list[EnvelopeRow]
    failed: list[EnvelopeRow]
    ended: list[Ended]


def diary(letter: LetterRow) -> str:
    """The register number: 2026/000123."""
    return f"{letter.year}/{letter.serial:06d}"


def here(moment: datetime | None) -> str:
    """A time as people in Peshawar write it."""
    return moment.astimezone(HERE).strftime("%d %b %Y, %H:%M") if moment is not None else ""


def look(house: House, me: int) -> Lists:
    """Everything on the queue's page. Letters read since the last look get their place in the register first."""
    now = house.clock.now()
    with house.store.read() as session:
        new = letters.not_enrolled(session)
    if new:  # only then: this is asked every few seconds
        with house.store.write() as session:
            letters.enrol(session)
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
                    [LABELS[name].lower() for name in lacking(conversation.complaint) if name not in fields],
                    names.get(letter.locked_by or 0) if held else None,
                    held and letter.locked_by == me,
                    names.get(letter.assigned_to) if letter.assigned_to else None,
                )
            )
        ended = [
            Ended(letter, diary(letter), _number(letter, session), names.get(letter.done_by or 0))
            for letter in letters.done_since(session, today)
        ]
        reading = list(letters.unread(session))
        failed = list(letters.unreadable(session, now - _FAILURES_SHOWN))
    return Lists(waiting, reading, failed, ended)


def _number(letter: LetterRow, session: Session) -> str | None:
    if letter.state == letters.DUPLICATE:
        return letter.duplicate_of
    ticket = tickets.of_conversation(session, letter.conversation_id)
    return ticket.number if ticket else None

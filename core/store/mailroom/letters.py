"""The register of letters: diary numbers, who works on which, and what became of each.

The register is a work list (core/store/worklist.py): a letter is locked for the clerk who has it open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.store import worklist
from core.store.mailroom.tables import ASKING, LetterRow, LetterSerialRow
from core.store.once import insert_once
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from core.store.worklist import WAITING

CHANNEL = "letters"
REGISTERED, NOT_COMPLAINT, DUPLICATE = "registered", "not_complaint", "duplicate"
JOINED = "joined"
"""One whose pages were put to another letter."""
LOCKED_FOR = timedelta(minutes=5)
_LOOK_BACK = 5000
"""Message ids are given out before they are committed: so many behind the last known one are looked at again."""


def enrol(session: Session) -> int:
    """Give every letter that was read, and is not in the register yet, its place in it; how many there were."""
    new = not_enrolled(session)
    for message, filename in new:
        add(session, message, filename)
    return len(new)


def not_enrolled(session: Session) -> list[tuple[MessageRow, str | None]]:
    """Letters that were read and are not in the register yet, each with its file's name."""
    last = session.scalar(select(func.max(LetterRow.message_id))) or 0
    known = select(LetterRow.message_id).where(LetterRow.message_id > last - _LOOK_BACK)
    new = session.execute(
        select(MessageRow, EnvelopeRow.facts)
        .join(EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id)
        .where(
            MessageRow.id > last - _LOOK_BACK,
            MessageRow.channel == CHANNEL,
            MessageRow.conversation_id.is_not(None),
            MessageRow.id.not_in(known),
        )
        .order_by(MessageRow.id)
    ).all()
    return [(message, facts.get("filename")) for message, facts in new]


def add(session: Session, message: MessageRow, filename: str | None) -> LetterRow:
    """Into the register, with the next diary number of its year. One that is there already stays as it is."""
    year = message.received_at.year
    insert_once(session, LetterSerialRow, {"year": year, "last": 0}, key=("year",))
    row = update(LetterSerialRow).where(LetterSerialRow.year == year)
    serial = session.execute(row.values(last=LetterSerialRow.last + 1).returning(LetterSerialRow.last)).scalar_one()
    values = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "layout_key": message.provider_id,
        "year": year,
        "serial": serial,
        "received_at": message.received_at,
        "filename": filename,
        "state": WAITING,
        "version": 1,
    }
    if insert_once(session, LetterRow, values, key=("message_id",)) is None:  # another process was faster
        session.execute(row.values(last=LetterSerialRow.last - 1))
    return session.scalars(select(LetterRow).where(LetterRow.message_id == message.id)).one()


def get(session: Session, letter_id: int) -> LetterRow:
    """Raises NotFound."""
    row = session.get(LetterRow, letter_id)
    if row is None:
        raise NotFound("no such letter")
    return row


def waiting(session: Session, limit: int = 150) -> Sequence[LetterRow]:
    """Letters that wait for a clerk, the oldest first."""
    return session.scalars(
        select(LetterRow).where(LetterRow.state == WAITING).order_by(LetterRow.id).limit(limit)
    ).all()


def done_since(session: Session, since: datetime, limit: int = 300) -> Sequence[LetterRow]:
    """Letters that were brought to an end since then, the latest first."""
    done = select(LetterRow).where(LetterRow.done_at >= since, LetterRow.state.not_in((WAITING, ASKING)))
    return session.scalars(done.order_by(LetterRow.done_at.desc()).limit(limit)).all()


def unread(session: Session, limit: int = 100) -> Sequence[EnvelopeRow]:
    """Files that are being read, or wait for it, the oldest first."""
    rows = select(EnvelopeRow).where(EnvelopeRow.state == "waiting", EnvelopeRow.channel == CHANNEL)
    return session.scalars(rows.order_by(EnvelopeRow.id).limit(limit)).all()


def unreadable(session: Session, since: datetime, limit: int = 50) -> Sequence[EnvelopeRow]:
    """Files that could not be opened, with their reasons, the latest first."""
    failed = (EnvelopeRow.state == "set_aside", EnvelopeRow.channel == CHANNEL, EnvelopeRow.received_at >= since)
    return session.scalars(select(EnvelopeRow).where(*failed).order_by(EnvelopeRow.id.desc()).limit(limit)).all()


def of_envelope(session: Session, provider_id: str) -> Sequence[LetterRow]:
    """The letters of a file that was here before."""
    return session.scalars(
        select(LetterRow)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .join(EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id)
        .where(EnvelopeRow.channel == CHANNEL, EnvelopeRow.provider_id == provider_id)
        .order_by(LetterRow.id)
    ).all()


def envelope_of(session: Session, letter: LetterRow) -> tuple[EnvelopeRow, int]:
    """The file that a letter came in, and which of its letters it is (from 0). Raises NotFound."""
    found = session.execute(
        select(EnvelopeRow, MessageRow.position)
        .join(MessageRow, MessageRow.envelope_id == EnvelopeRow.id)
        .where(MessageRow.id == letter.message_id)
    ).first()
    if found is None:
        raise NotFound("the letter's file is gone")
    return found[0], found[1]


def lock(session: Session, letter_id: int, staff_id: int, now: datetime) -> bool:
    """Take a waiting letter, or keep it: False while another clerk has it or when it is done."""
    return worklist.lock(session, LetterRow, letter_id, staff_id, now, LOCKED_FOR)


def reopen(session: Session, letter_id: int, version: int) -> None:
    """Put one that was no complaint, a duplicate, or joined to another back in line. Raises Conflict."""
    ended = LetterRow.state.in_((NOT_COMPLAINT, DUPLICATE, JOINED))
    row = update(LetterRow).where(LetterRow.id == letter_id, LetterRow.version == version, ended)
    fresh = {"state": WAITING, "reason": None, "duplicate_of": None, "done_by": None, "done_at": None}
    if session.execute(row.values(version=LetterRow.version + 1, **fresh).returning(LetterRow.id)).first() is None:
        raise Conflict(f"letter {letter_id} cannot be put back")


def free_for(session: Session, staff_id: int, now: datetime, after: int = 0, limit: int = 150) -> Sequence[int]:
    """The next letters for this clerk: those sent to them, or to nobody in particular, that nobody has.

    ``after`` is the letter that they come from: first what lies behind it, then the rest.
    """
    free = worklist.is_free(LetterRow, staff_id, now)
    mine = or_(LetterRow.assigned_to.is_(None), LetterRow.assigned_to == staff_id)
    other = and_(LetterRow.state == WAITING, free, mine, LetterRow.id != after)
    order = (LetterRow.assigned_to.is_(None), (LetterRow.id > after).desc(), LetterRow.id)
    return session.scalars(select(LetterRow.id).where(other).order_by(*order).limit(limit)).all()

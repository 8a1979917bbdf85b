"""A visitor's thread in the web app: what they sent from there and what was sent to them there, in order of time.

A visitor is an address of the channel "web". What the same person told on other channels is not among it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from core.messages import OutboundMessage
from core.outbox import OutboxState
from core.store.evidence.tables import MediaRow
from core.store.pipeline import outbox
from core.store.pipeline.envelopes import WAITING
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow
from core.store.pipeline.thread import AGENT

CHANNEL = "web"
MOST = 60
"""So much of a thread is shown, of each side."""
_SENT_ON_WEB = text("outbox.channel = 'web'")  # as the index says it: a bound value would not use that
_DAY = timedelta(days=1)
_SHOWN = (OutboxState.SENT.value, OutboxState.DELIVERED.value)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours. ``by_person``: somebody of the helpline wrote it. ``of_case``: it tells of a case."""

    id: int
    at: datetime
    message: OutboundMessage
    by_person: bool
    of_case: bool
    state: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of theirs. ``draft`` is the id that it got on their phone, ``files`` are the media types of what came
    with it. ``row``: it was not read yet, and only its envelope knows what is in it. ``waits``: it was not handled."""

    id: int
    at: datetime
    draft: str
    text: str
    files: Sequence[str]
    row: EnvelopeRow | None
    waits: bool


def received(session: Session, person: str, visitor: str) -> list[Heard]:
    """Their latest messages, the oldest first."""
    found = select(EnvelopeRow).where(*_theirs(person, visitor)).order_by(EnvelopeRow.id.desc()).limit(MOST)
    rows = session.scalars(found).all()
    ids = [row.id for row in rows]
    read = select(MessageRow.envelope_id, MessageRow.text).where(MessageRow.envelope_id.in_(ids))
    said = {envelope_id: words for envelope_id, words in session.execute(read)}  # noqa: C416 - dict() takes its keys()
    files: defaultdict[int, list[str]] = defaultdict(list)
    kept = select(MediaRow.envelope_id, MediaRow.media_type).where(MediaRow.envelope_id.in_(ids)).order_by(MediaRow.id)
    for envelope_id, kind in session.execute(kept):
        files[envelope_id].append(kind)
    return [
        Heard(
            row.id,
            row.received_at,
            row.provider_id.partition(":")[2],
            said.get(row.id, ""),
            files[row.id],
            None if row.id in said else row,
            row.state == WAITING,
        )
        for row in reversed(rows)
    ]


def sent(session: Session, person: str, visitor: str) -> list[Sent]:
    """The latest messages to them, the oldest first. What could not be sent any more is not among them."""
    mine = (OutboxRow.person == person, _SENT_ON_WEB, OutboxRow.state != OutboxState.FAILED.value)
    rows = session.scalars(select(OutboxRow).where(*mine).order_by(OutboxRow.id.desc()).limit(MOST)).all()
    found = [
        Sent(
            row.id,
            row.staged_at,
            outbox.message_of(row),
            row.cause.startswith(AGENT),
            row.cause.startswith("case:"),
            row.state,
        )
        for row in reversed(rows)
    ]
    return [one for one in found if one.message.to == visitor and one.message.text]


def standing(session: Session, person: str, visitor: str) -> str:
    """A mark that is another one as soon as anything in the thread is; cheap enough to be asked every second."""
    told = select(func.max(EnvelopeRow.id), func.count(EnvelopeRow.handled_at)).where(*_theirs(person, visitor))
    failed = func.count(OutboxRow.id).filter(OutboxRow.state == OutboxState.FAILED.value)
    answered = select(func.max(OutboxRow.id), failed).where(OutboxRow.person == person, _SENT_ON_WEB)
    return "-".join(str(one or 0) for one in (*session.execute(told).one(), *session.execute(answered).one()))


def mark_read(session: Session, rows: Sequence[Sent]) -> None:
    """They were shown these."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_([one.id for one in rows]), OutboxRow.state.in_(_SHOWN))
        .values(state=OutboxState.READ.value)
    )


def unread(rows: Sequence[Sent]) -> list[Sent]:
    """Those that were sent, and not shown yet."""
    return [one for one in rows if one.state in _SHOWN]


def is_new(session: Session, person: str) -> bool:
    """Has this person told nothing yet?"""
    return session.scalars(select(EnvelopeRow.id).where(EnvelopeRow.person == person).limit(1)).first() is None


def bytes_of_day(session: Session, person: str, now: datetime) -> int:
    """Of the files that they sent from here within a day."""
    lately = (EnvelopeRow.person == person, EnvelopeRow.channel == CHANNEL, EnvelopeRow.received_at > now - _DAY)
    files = select(func.coalesce(func.sum(MediaRow.size), 0)).join(EnvelopeRow, EnvelopeRow.id == MediaRow.envelope_id)
    return int(session.scalars(files.where(*lately)).one() or 0)


def _theirs(person: str, visitor: str) -> tuple[ColumnElement[bool], ...]:
    own = EnvelopeRow.provider_id.startswith(f"{visitor}:", autoescape=True)
    return (EnvelopeRow.person == person, EnvelopeRow.channel == CHANNEL, own)

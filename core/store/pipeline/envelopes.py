"""Envelopes: kept once, handled in order, set aside with a reason when they cannot be."""

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, select, update
from sqlalchemy.orm import Session

from core.messages import Envelope
from core.ports import Blobs, Peek
from core.store.evidence.tables import MediaRow
from core.store.once import columns, fetch, insert_new, rowcount
from core.store.pipeline.tables import EnvelopeRow

INLINE_BYTES = 256 * 1024
"""Larger bodies are kept as blobs. A mail with a small photograph goes into its row: one sync to the disk, not more."""

WAITING, HANDLED, SET_ASIDE, DISMISSED = "waiting", "handled", "set_aside", "dismissed"
LONGEST_WAIT = timedelta(minutes=15)
"""Nothing waits for longer: what would is of a clock that has been set back since, and its time has come."""
JUDGED = "judged"
"""The fact that somebody looked at an envelope, and what they said: complaint."""
_KEY = ("channel", "provider_id")


@dataclasses.dataclass(frozen=True, slots=True)
class StoredEnvelope:
    """An envelope as it stands in its row."""

    id: int
    channel: str
    provider_id: str
    person: str
    received_at: datetime
    body: bytes | None
    blob: str | None
    facts: Mapping[str, str]
    attempts: int
    not_before: datetime | None


Place = tuple[bytes | None, str | None]
"""Where the raw bytes are: (in the row, None) or (None, hash of the blob)."""
Arrival = tuple[Envelope, Peek, Place]


def body_place(envelope: Envelope, blobs: Blobs) -> Place:
    """Where the raw bytes go. Writes the blob, so call it before the transaction."""
    if len(envelope.body) <= INLINE_BYTES:
        return envelope.body, None
    return None, blobs.put(envelope.body)


def add(session: Session, envelope: Envelope, peek: Peek, place: Place) -> int | None:
    """Keep an envelope and the rows of its media; its id, or None when this provider id was here before."""
    return add_all(session, [(envelope, peek, place)])[0]


def add_all(session: Session, arrivals: Sequence[Arrival]) -> list[int | None]:
    """As ``add``, for several of them in one statement."""
    # In one order everywhere: two transactions with the same ids could otherwise wait for each other.
    ordered = sorted(arrivals, key=lambda arrival: (arrival[0].channel, arrival[0].id))
    rows = [
        {
            "channel": envelope.channel,
            "provider_id": envelope.id,
            "person": peek.person,
            "received_at": envelope.received_at,
            "body": inline,
            "blob": blob,
            "facts": dict(envelope.facts),
            "state": WAITING,
            "attempts": 0,
        }
        for envelope, peek, (inline, blob) in ordered
    ]
    new = {(row.channel, row.provider_id): int(row.id) for row in insert_new(session, EnvelopeRow, rows, _KEY)}
    ids = [new.pop((envelope.channel, envelope.id), None) for envelope, _, _ in arrivals]
    for found, (_, peek, _) in zip(ids, arrivals, strict=True):
        for position, media in enumerate(peek.media if found is not None else ()):
            session.add(
                MediaRow(
                    envelope_id=found,
                    position=position,
                    url=media.url,
                    filename=media.filename,
                    media_type=media.media_type,
                    state="waiting",
                )
            )
    return ids


def is_due(row: StoredEnvelope, now: datetime) -> bool:
    """Has its time come?"""
    return row.not_before is None or row.not_before <= now or row.not_before > now + LONGEST_WAIT


def next_waiting(session: Session, person: str) -> StoredEnvelope | None:
    """The oldest envelope of a person that waits to be handled, due or not: order comes before haste."""
    rows = fetch(session, _next_waiting(), whose=person)
    return StoredEnvelope(*rows[0]) if rows else None


def waiting(session: Session, person: str, limit: int = 20) -> list[StoredEnvelope]:
    """The oldest envelopes of a person that wait, in their order."""
    row = columns(EnvelopeRow)
    read = [row.c[field.name] for field in dataclasses.fields(StoredEnvelope)]
    mine = (row.c.state == WAITING) & (row.c.person == person)
    return [
        StoredEnvelope(*found) for found in session.execute(select(*read).where(mine).order_by(row.c.id).limit(limit))
    ]


def wait_for_more(session: Session, ids: Sequence[int], until: datetime) -> None:
    """They are looked at again then; nothing has failed."""
    session.execute(update(EnvelopeRow).where(EnvelopeRow.id.in_(ids)).values(not_before=until))


def persons_due(session: Session, since: datetime, now: datetime, limit: int = 1000) -> list[str]:
    """Those whose pause ended between the two."""
    ended = (EnvelopeRow.not_before > since) & (EnvelopeRow.not_before <= now)
    return list(
        session.scalars(select(EnvelopeRow.person).where(EnvelopeRow.state == WAITING, ended).distinct().limit(limit))
    )


@functools.cache
def _next_waiting() -> Select[Any]:
    row = columns(EnvelopeRow)
    read = [row.c[field.name] for field in dataclasses.fields(StoredEnvelope)]
    mine = (row.c.state == WAITING) & (row.c.person == bindparam("whose"))
    return select(*read).where(mine).order_by(row.c.id).limit(1)


def find(session: Session, channel: str, provider_id: str) -> EnvelopeRow | None:
    """The envelope that a provider's id names."""
    known = (EnvelopeRow.channel == channel, EnvelopeRow.provider_id == provider_id)
    return session.scalars(select(EnvelopeRow).where(*known)).first()


def load(row: EnvelopeRow | StoredEnvelope, blobs: Blobs) -> Envelope:
    """The envelope as it came. Raises StoreUnavailable or NotFound."""
    body = row.body if row.body is not None else blobs.get(row.blob or "")
    return Envelope(row.channel, row.provider_id, body, row.received_at, row.facts)


def mark_handled(session: Session, envelope_id: int, now: datetime) -> None:
    rowcount(session, _handled(), envelope=envelope_id, now=now)


@functools.cache
def _handled() -> Update:
    envelope = columns(EnvelopeRow)
    after: dict[str, Any] = {"state": HANDLED, "handled_at": bindparam("now"), "reason": None, "not_before": None}
    return update(envelope).where(envelope.c.id == bindparam("envelope")).values(**after)


def set_aside(session: Session, envelope_id: int, reason: str) -> None:
    """Out of the way of those behind it, and kept, with why."""
    session.execute(
        update(EnvelopeRow).where(EnvelopeRow.id == envelope_id).values(state=SET_ASIDE, reason=reason, not_before=None)
    )


def put_off(session: Session, envelope_id: int, until: datetime, reason: str) -> None:
    """It failed and is tried again: counts the attempt."""
    session.execute(
        update(EnvelopeRow)
        .where(EnvelopeRow.id == envelope_id)
        .values(attempts=EnvelopeRow.attempts + 1, not_before=until, reason=reason)
    )


def count_try(session: Session, envelope_id: int, reason: str) -> None:
    """It was tried, and nobody is there to say how it went."""
    session.execute(
        update(EnvelopeRow)
        .where(EnvelopeRow.id == envelope_id)
        .values(attempts=EnvelopeRow.attempts + 1, reason=reason)
    )


def replay(session: Session, envelope_id: int | None = None) -> list[str]:
    """Put what was set aside back in line (one, or all of it); the persons whose lines to look at."""
    chosen = update(EnvelopeRow).where(EnvelopeRow.state == SET_ASIDE)
    if envelope_id is not None:
        chosen = chosen.where(EnvelopeRow.id == envelope_id)
    rows = session.execute(
        chosen.values(state=WAITING, attempts=0, not_before=None, reason=None).returning(EnvelopeRow.person)
    )
    return sorted(set(rows.scalars()))


def dismiss(session: Session, envelope_id: int, why: str) -> bool:
    """Nothing more is to be done about a message that was set aside; it stays, with this before its first reason.
    False where it is not set aside (any more)."""
    chosen = (EnvelopeRow.id == envelope_id) & (EnvelopeRow.state == SET_ASIDE)
    before = session.scalar(select(EnvelopeRow.reason).where(chosen))
    reason = f"dismissed: {why}\n{before or ''}".rstrip()
    done = session.execute(
        update(EnvelopeRow).where(chosen).values(state=DISMISSED, reason=reason).returning(EnvelopeRow.id)
    )
    return done.first() is not None


def set_aside_rows(session: Session, limit: int = 200) -> Sequence[EnvelopeRow]:
    return session.scalars(
        select(EnvelopeRow).where(EnvelopeRow.state == SET_ASIDE).order_by(EnvelopeRow.id).limit(limit)
    ).all()


def more_since(session: Session, person: str, since: datetime, most: int) -> bool:
    """Have more than ``most`` envelopes of this person come since then?"""
    latest = select(EnvelopeRow.received_at).where(EnvelopeRow.person == person)
    times = session.scalars(latest.order_by(EnvelopeRow.id.desc()).limit(most + 1)).all()
    return len(times) > most and times[-1] >= since


def persons_waiting(session: Session, now: datetime, limit: int = 1000) -> list[str]:
    """Those with an envelope whose time has come, whoever has waited longest first."""
    due = EnvelopeRow.not_before.is_(None) | (EnvelopeRow.not_before <= now)
    due |= EnvelopeRow.not_before > now + LONGEST_WAIT
    return list(
        session.scalars(
            select(EnvelopeRow.person)
            .where(EnvelopeRow.state == WAITING, due)
            .group_by(EnvelopeRow.person)
            .order_by(func.min(EnvelopeRow.id))
            .limit(limit)
        )
    )


def waiting_of(session: Session, person: str, most: int) -> int:
    """How many of a person's envelopes wait; it is counted no further than to ``most``."""
    some = select(EnvelopeRow.id).where(EnvelopeRow.state == WAITING, EnvelopeRow.person == person).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def depth(session: Session) -> int:
    """How many envelopes wait."""
    return session.scalar(select(func.count()).select_from(EnvelopeRow).where(EnvelopeRow.state == WAITING)) or 0

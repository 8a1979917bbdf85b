"""Sending again what was given up: after a fault that nobody could mend in time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.messages import OutboundMessage
from core.outbox import OutboxState
from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow

_MOST = 50_000
_CALL = "call"
"""The template of a message that is a telephone call (channels/ivr/placing.py): its time has passed."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Of a channel: ids of what can be sent again, by the provider's code ("?": none); how many cannot, by why."""

    again: Mapping[str, Sequence[int]]
    left: Mapping[str, int]

    @property
    def ids(self) -> list[int]:
        return sorted(one for ids in self.again.values() for one in ids)


def failed(session: Session, channel: str, since: datetime, code: str | None = None) -> Failed:
    """What of a channel failed, of the messages staged since then; with a ``code`` ("?": none) only those."""
    wanted = (
        select(OutboxRow)
        .where(OutboxRow.state == OutboxState.FAILED.value, OutboxRow.channel == channel, OutboxRow.staged_at >= since)
        .order_by(OutboxRow.id)
        .limit(_MOST)
    )
    again: dict[str, list[int]] = {}
    left: Counter[str] = Counter()
    if code is not None:
        wanted = wanted.where(OutboxRow.code.is_(None) if code == "?" else OutboxRow.code == code)
    for row in session.scalars(wanted):
        why = next(_left(session, row, outbox.message_of(row)), None)
        if why is None:
            again.setdefault(row.code or "?", []).append(row.id)
        else:
            left[why] += 1
    return Failed(again, left)


def send_again(session: Session, ids: Sequence[int]) -> Sequence[str]:
    """Put these back in line, as if they were new; their persons."""
    persons: set[str] = set()
    for start in range(0, len(ids), 500):
        some = OutboxRow.id.in_(ids[start : start + 500]) & (OutboxRow.state == OutboxState.FAILED.value)
        persons |= set(session.scalars(select(OutboxRow.person).where(some)))
        fresh = {"attempts": 0, "first_try_at": None, "not_before": None, "provider_id": None, "code": None}
        session.execute(update(OutboxRow).where(some).values(state=OutboxState.STAGED.value, reason=None, **fresh))
    return sorted(persons)


def _left(session: Session, row: OutboxRow, message: OutboundMessage) -> Iterator[str]:
    """Why a message is not sent again."""
    if message.template == _CALL:
        yield "a call, whose time has passed"
    if not message.to:
        yield "erased"
    if outbox.stopped(session, row.channel, message.to):
        yield "they asked for no more messages"
    cause, _, way = row.cause.partition("~")
    later = f"{cause}~{int(way or 0) + 1}"
    if session.scalars(select(OutboxRow.id).where(OutboxRow.cause == later)).first() is not None:
        yield "told on another way"

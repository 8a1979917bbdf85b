"""How the house stands, channel by channel: what waits, what was set aside, what could not be sent.

Costs the same however much was handled before: only open rows and the latest ones are looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core.outbox import OutboxState
from core.store.pipeline.envelopes import SET_ASIDE, WAITING
from core.store.pipeline.tables import EnvelopeRow, OutboxRow, StoppedRow

LATEST = 5000
"""How many of the latest messages are looked at for failures and for when a channel was last heard."""
_OPEN = (OutboxState.STAGED, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(slots=True)
class Standing:
    """One channel. Counts, and times where there are any; ``failed`` and ``sent`` are of the latest messages only."""

    last_heard: datetime | None = None
    waiting: int = 0
    waiting_since: datetime | None = None
    set_aside: int = 0
    leaving: int = 0
    leaving_since: datetime | None = None
    untried_since: datetime | None = None
    """The oldest message that could go and that nobody has tried to send."""
    sent: int = 0
    failed: int = 0
    stopped: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def standing(session: Session) -> Mapping[str, Standing]:
    """Every channel that anything was ever heard from or sent by, of late."""
    found: dict[str, Standing] = {}
    _coming(session, found)
    _leaving(session, found)
    for name, count in session.execute(select(StoppedRow.channel, func.count()).group_by(StoppedRow.channel)):
        _of(found, name).stopped = count
    return found


def _of(found: dict[str, Standing], name: str) -> Standing:
    return found.setdefault(name, Standing())


def _coming(session: Session, found: dict[str, Standing]) -> None:
    latest = select(EnvelopeRow.channel, EnvelopeRow.received_at).order_by(EnvelopeRow.id.desc()).limit(LATEST)
    heard = latest.subquery()
    for name, last in session.execute(select(heard.c.channel, func.max(heard.c.received_at)).group_by(heard.c.channel)):
        _of(found, name).last_heard = last
    waits = (
        select(EnvelopeRow.channel, func.count(), func.min(EnvelopeRow.received_at))
        .where(EnvelopeRow.state == WAITING)
        .group_by(EnvelopeRow.channel)
    )
    for name, count, since in session.execute(waits):
        _of(found, name).waiting, _of(found, name).waiting_since = count, since
    aside = select(EnvelopeRow.channel, func.count()).where(EnvelopeRow.state == SET_ASIDE)
    for name, count in session.execute(aside.group_by(EnvelopeRow.channel)):
        _of(found, name).set_aside = count


def _leaving(session: Session, found: dict[str, Standing]) -> None:
    leaves = (
        select(OutboxRow.channel, func.count(), func.min(OutboxRow.staged_at))
        .where(OutboxRow.state.in_(_OPEN))
        .group_by(OutboxRow.channel)
    )
    for name, count, since in session.execute(leaves):
        _of(found, name).leaving, _of(found, name).leaving_since = count, since
    before = aliased(OutboxRow)
    held_back = select(before.id).where(
        before.person == OutboxRow.person, before.state.in_(_OPEN), before.id < OutboxRow.id
    )
    untried = (
        select(OutboxRow.channel, func.min(OutboxRow.staged_at))
        .where(OutboxRow.state == OutboxState.STAGED, OutboxRow.attempts == 0, ~held_back.exists())
        .group_by(OutboxRow.channel)
    )
    for name, since in session.execute(untried):
        _of(found, name).untried_since = since
    sent = select(OutboxRow.channel, OutboxRow.state, OutboxRow.code).order_by(OutboxRow.id.desc()).limit(LATEST)
    late = sent.subquery()
    ends = select(late.c.channel, late.c.state, late.c.code, func.count())
    for name, state, code, count in session.execute(ends.group_by(late.c.channel, late.c.state, late.c.code)):
        if state == OutboxState.FAILED:
            _of(found, name).failed += count
            _of(found, name).reasons[code or "?"] = count
        elif state not in _OPEN:
            _of(found, name).sent += count

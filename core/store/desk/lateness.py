"""Since when the tickets that went up are late: each level has a time of its own, and the office's is long past."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store.casework.tables import TicketEventRow
from core.ticket import SYSTEM, Action

_NEW_ROUND = frozenset({Action.DISSATISFIED.value, Action.APPEAL.value, Action.SEPARATE.value})


def late_since(session: Session, numbers: Collection[str]) -> dict[str, datetime]:
    """When the first time ran out of the round that a ticket is in; those are left out of which none did."""
    if not numbers:
        return {}
    events = (
        select(TicketEventRow.ticket, TicketEventRow.kind, TicketEventRow.at, TicketEventRow.actor)
        .where(TicketEventRow.ticket.in_(sorted(numbers)))
        .where(TicketEventRow.kind.in_([Action.ESCALATE.value, *sorted(_NEW_ROUND)]))
        .order_by(TicketEventRow.ticket, TicketEventRow.seq)
    )
    found: dict[str, datetime] = {}
    for number, kind, at, actor in session.execute(events):
        if kind in _NEW_ROUND:
            found.pop(number, None)
        elif actor == str(SYSTEM):  # somebody who sent it up before the time did not make it late
            found.setdefault(number, at)
    return found

"""What a complaint is about, put right: category, district, severity, urgency. The history keeps both, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.casework.change import Change, Policy, changed, move, required_text
from core.casework.sla import time_allowed
from core.errors import Rejected
from core.ticket import Action, Actor, Severity, Ticket

AT_LEAST = timedelta(hours=1)
"""So long an office has at least, when a shorter deadline would be over already."""


@dataclass(frozen=True, slots=True)
class Right:
    """How it should be. ``place`` and ``place_before`` are addresses: words of people, kept sealed."""

    category: str
    district: str
    severity: Severity
    urgent: bool
    place: str = ""
    place_before: str = ""


def correct(ticket: Ticket, right: Right, why: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The ticket as it should be; its deadline follows, counted from where its clock began. Raises Rejected where
    nothing is different, or no reason is given."""
    reason = required_text(why, "reason")
    values: dict[str, Any] = {
        "category": right.category,
        "district": right.district,
        "severity": right.severity,
        "urgent": right.urgent,
    }
    both = {name: [getattr(ticket, name), value] for name, value in values.items() if getattr(ticket, name) != value}
    moved = right.place != right.place_before
    if not both and not moved:
        raise Rejected("nothing to correct", tell="Nothing is different from before.")
    after = _due(move(ticket, Action.CORRECT, actor).with_(**values), at, policy)
    words = {"why": reason}
    if moved:
        words |= {"place_before": right.place_before or "–", "place": right.place or "–"}
    return changed(ticket, after, policy, action=Action.CORRECT, actor=actor, at=at, words=words, **both)


def _due(ticket: Ticket, at: datetime, policy: Policy) -> Ticket:
    if ticket.clock_from is None or ticket.due_at is None:
        return ticket
    due = policy.work.add(ticket.clock_from, time_allowed(policy.rules, ticket, ticket.level))
    return ticket.with_(due_at=due if due >= ticket.due_at else min(ticket.due_at, max(due, at + AT_LEAST)))

"""Commands drawn by number, so that a list of numbers is a ticket's life: most lives go wrong somewhere."""

from collections.abc import Callable
from datetime import datetime

from core import casework
from core.casework import Change, Policy, RejectionReason
from core.ticket import CITIZEN, SYSTEM, Actor, Role, Ticket

OFFICER = Actor(Role.OFFICER, "3")
HEAD = Actor(Role.SUPERVISOR, "9")
Command = Callable[[Ticket, datetime, Policy], Change]


def commands(offices: tuple[int, int]) -> tuple[Command, ...]:
    """Everything that may happen to a ticket between two offices."""
    one, other = offices
    return (
        lambda t, at, p: casework.assign(t, one, "why", SYSTEM, at, p),
        lambda t, at, p: casework.start(t, OFFICER, at, p),
        lambda t, at, p: casework.propose_resolution(t, "done", OFFICER, at, p),
        lambda t, at, p: casework.citizen_satisfied(t, CITIZEN, at, p),
        lambda t, at, p: casework.citizen_dissatisfied(t, CITIZEN, at, p),
        lambda t, at, p: casework.forward(t, other if t.office_id == one else one, "wrong", OFFICER, at, p),
        lambda t, at, p: casework.ask_citizen(t, "which?", OFFICER, at, p),
        lambda t, at, p: casework.citizen_answered(t, "this", CITIZEN, at, p),
        lambda t, at, p: casework.escalate(t, HEAD, at, p, why="slow"),
        lambda t, at, p: casework.close_unconfirmed(t, "no answer", HEAD, at, p),
        lambda t, at, p: casework.ask_rejection(t, RejectionReason.IN_COURT, "see file", OFFICER, at, p),
        lambda t, at, p: casework.approve_rejection(t, HEAD, at, p),
        lambda t, at, p: casework.appeal(t, "not so", CITIZEN, at, p),
        lambda t, at, p: casework.note(t, "seen", OFFICER, at, p),
        lambda t, at, p: casework.merge(t, main(t), SYSTEM, at, p),
        lambda t, at, p: casework.separate(t, CITIZEN, at, p, why="another matter"),
    )


def main(ticket: Ticket) -> Ticket:
    """Another ticket of the same matter, to merge into."""
    return ticket.with_(number="KP-2026-000002-4", merged_into=None)

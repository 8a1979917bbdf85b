"""One grievance told by several: their tickets follow one of them, and each citizen is still asked for themselves."""

from datetime import datetime

from core.casework.asking import end_of_question
from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move
from core.casework.closing import is_it_solved
from core.casework.sla import start_clock, stop_clock
from core.errors import InvalidTransition, NotAllowed
from core.ticket import SYSTEM, WORKING, Action, Actor, Ticket, TicketState


def merge(ticket: Ticket, into: Ticket, actor: Actor, at: datetime, policy: Policy) -> Change:
    """``ticket`` follows ``into`` from now on. What followed ``ticket`` must be merged into it too (merged tickets may
    be merged anew). Never two complaints of one person: those stay two."""
    if into.number == ticket.number:
        raise InvalidTransition("merge with itself")
    if into.state not in WORKING | {TicketState.WAITING}:
        raise InvalidTransition(f"merge into one that is {into.state}", tell="That ticket is not being worked on.")
    if into.person == ticket.person and not _same_matter(ticket, into):
        raise NotAllowed("two complaints of one person stay two", tell="Two complaints of one person stay two.")
    after = stop_clock(end_of_question(move(ticket, Action.MERGE, actor), at, policy)).with_(
        merged_into=into.number, rejection_reason=None, rejection_asked_by=None
    )
    told = Notice(To.CITIZEN, NoticeKind.MERGED) if ticket.state is not TicketState.MERGED else None
    return changed(
        ticket, after, policy, *filter(None, [told]), action=Action.MERGE, actor=actor, at=at, into=into.number
    )


def follow_resolution(ticket: Ticket, main: Ticket, at: datetime, policy: Policy) -> Change:
    """The main ticket's resolution was proposed: this citizen is asked too, and answers for their own case."""
    after = move(ticket, Action.FOLLOW, SYSTEM).with_(resolution=main.resolution, asked_at=at, asks=0)
    return changed(
        ticket,
        after,
        policy,
        is_it_solved(after, NoticeKind.IS_IT_SOLVED),
        action=Action.FOLLOW,
        actor=SYSTEM,
        at=at,
        main=main.number,
    )


def separate(ticket: Ticket, actor: Actor, at: datetime, policy: Policy, *, why: str) -> Change:
    """It stands on its own again (it was another matter, or the main ticket was rejected), with its own time."""
    after = move(ticket, Action.SEPARATE, actor).with_(merged_into=None, rounds=ticket.rounds + 1)
    after = start_clock(after, at, policy.rules, policy.work)
    return changed(
        ticket,
        after,
        policy,
        Notice(To.OFFICE, NoticeKind.NEW_CASE, office_id=ticket.office_id),
        action=Action.SEPARATE,
        actor=actor,
        at=at,
        words={"why": why} if why else {},
        main=ticket.merged_into,
    )


def _same_matter(ticket: Ticket, into: Ticket) -> bool:
    return ticket.category == into.category and ticket.district == into.district

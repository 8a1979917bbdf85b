"""What the passing of time does to a ticket: each step once, in order, at the time when it fell due."""

from datetime import datetime

from core.casework.asking import end_of_question
from core.casework.calendar import follow_calendar
from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move
from core.casework.closing import is_it_solved
from core.casework.sla import Step, StepKind, next_step, start_clock, time_allowed, timekeeper
from core.casework.work import level_notices, next_level
from core.errors import ArziError
from core.ticket import SYSTEM, TOP, Action, Level, Ticket, TicketState

LATE_SECONDS = 600
"""A step recorded later than this after its time also says when it was recorded."""
MOST_AT_ONCE = 1000
"""More steps of one ticket at once would be a fault: reminders at the top come days apart."""


def catch_up(ticket: Ticket, now: datetime, policy: Policy) -> Change:
    """The ticket with its times by the calendar as it is now, and all steps done whose time has come, each with its
    own time.

    Before every command, and from the timed sweep. A ticket on which nothing was due comes back unchanged.
    """
    change = follow_calendar(ticket, now, policy)
    for _ in range(MOST_AT_ONCE):
        known = change.ticket.next_step_at  # set by every change; None also for a ticket that was never registered
        if known is not None and known > now:
            return change
        step = next_step(change.ticket, policy.rules, policy.work)
        if step is None or step.at > now:
            return change
        change = change.then(apply_step(change.ticket, step, policy, now))
    raise ArziError(f"ticket {ticket.number} has no end of steps")


def due_steps(ticket: Ticket, now: datetime, policy: Policy) -> tuple[Step, ...]:
    """What has fallen due by ``now``, in order, with the right times."""
    return catch_up(ticket, now, policy).steps


def apply_step(ticket: Ticket, step: Step, policy: Policy, now: datetime) -> Change:
    """The ticket after one step. ``now`` is when it is recorded; the step's own time is when it counts."""
    at = step.at
    action, after, notices = _STEPS[step.kind](ticket, at, policy)
    late = (now - at).total_seconds() > LATE_SECONDS
    change = changed(
        ticket,
        after,
        policy,
        *notices,
        action=action,
        actor=SYSTEM,
        at=at,
        step=step.key,
        recorded_at=now.isoformat() if late else None,
    )
    return Change(change.ticket, change.events, change.notices, (step,))


_Done = tuple[Action, Ticket, tuple[Notice, ...]]


def _remind_office(ticket: Ticket, at: datetime, policy: Policy) -> _Done:
    after = move(ticket, Action.REMIND, SYSTEM)
    if at == ticket.due_at:  # at the top there is no higher level: asked again and again, each with a new time
        days = time_allowed(policy.rules, ticket, TOP) if ticket.urgent else policy.rules.level_days[TOP]
        due = timekeeper(ticket, policy.work).add(at, days)
        after = after.with_(clock_from=at, due_at=due, reminders=1)
        office = policy.ladder(ticket, TOP, at)
        return Action.REMIND, after, (Notice(To.LEVEL, NoticeKind.OVERDUE, {}, office_id=office),)
    return (
        Action.REMIND,
        after.with_(reminders=ticket.reminders + 1),
        (_soon(ticket, at, policy),),
    )


def _soon(ticket: Ticket, at: datetime, policy: Policy) -> Notice:
    if ticket.level is Level.OFFICE:
        return Notice(To.OFFICE, NoticeKind.DUE_SOON, office_id=ticket.office_id)
    return Notice(To.LEVEL, NoticeKind.DUE_SOON, office_id=policy.ladder(ticket, ticket.level, at))


def _escalate(ticket: Ticket, at: datetime, policy: Policy) -> _Done:
    after = move(ticket, Action.ESCALATE, SYSTEM).with_(level=next_level(ticket, at, policy))
    check = ticket.check_from
    after = start_clock(after, at, policy.rules, policy.work).with_(check_from=check)
    notices = level_notices(after, at, policy)
    if check is not None:  # the citizen has nothing to hear: it is the call to them that is late
        notices = (Notice(To.LEVEL, NoticeKind.CALL_CITIZEN, {}, office_id=notices[0].office_id),)
    return Action.ESCALATE, after, notices


def _remind_citizen(ticket: Ticket, _at: datetime, _policy: Policy) -> _Done:
    after = move(ticket, Action.REMIND_CITIZEN, SYSTEM).with_(asks=ticket.asks + 1)
    if ticket.state is TicketState.PROPOSED:
        return Action.REMIND_CITIZEN, after, (is_it_solved(ticket, NoticeKind.IS_IT_SOLVED_AGAIN),)
    return Action.REMIND_CITIZEN, after, (Notice(To.CITIZEN, NoticeKind.QUESTION_AGAIN),)


def _stop_waiting(ticket: Ticket, at: datetime, policy: Policy) -> _Done:
    after = end_of_question(move(ticket, Action.STOP_WAITING, SYSTEM), at, policy)
    return Action.STOP_WAITING, after, (Notice(To.OFFICE, NoticeKind.DUE_SOON, office_id=ticket.office_id),)


def _call_check(ticket: Ticket, at: datetime, policy: Policy) -> _Done:
    due = policy.work.add(at, policy.rules.call_days)
    after = move(ticket, Action.CALL_CHECK, SYSTEM).with_(check_from=at, clock_from=at, due_at=due, reminders=0)
    return Action.CALL_CHECK, after, (Notice(To.OFFICE, NoticeKind.CALL_CITIZEN, office_id=ticket.office_id),)


_STEPS = {
    StepKind.REMIND_OFFICE: _remind_office,
    StepKind.ESCALATE: _escalate,
    StepKind.REMIND_CITIZEN: _remind_citizen,
    StepKind.STOP_WAITING: _stop_waiting,
    StepKind.CALL_CHECK: _call_check,
}

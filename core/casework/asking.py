"""Asking the citizen for something that the office needs, and their answer."""

from datetime import datetime

from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move, required_text
from core.casework.sla import pause, resume
from core.ticket import Action, Actor, Role, Ticket


def ask_citizen(ticket: Ticket, question: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """Ask; the clock stands still meanwhile, but never more than the allowed number of times."""
    asked = required_text(question, "question")
    after = move(pause(ticket, at, policy.rules), Action.ASK_CITIZEN, actor).with_(asked_at=at, asks=0)
    return changed(
        ticket,
        after,
        policy,
        Notice(To.CITIZEN, NoticeKind.QUESTION, {"question": asked}),
        action=Action.ASK_CITIZEN,
        actor=actor,
        at=at,
        words={"question": asked},
        clock="stopped" if after.paused_at else "running",
    )


def citizen_answered(ticket: Ticket, answer: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """Their answer: the office goes on, with the time that it had left."""
    after = end_of_question(move(ticket, Action.CITIZEN_ANSWERED, actor), at, policy)
    notices = [Notice(To.OFFICE, NoticeKind.CITIZEN_ANSWERED, office_id=ticket.office_id)]
    if actor.role is Role.CITIZEN:
        notices.append(Notice(To.CITIZEN, NoticeKind.ANSWER_KEPT))
    words = {"answer": answer.strip()} if answer.strip() else {}
    return changed(ticket, after, policy, *notices, action=Action.CITIZEN_ANSWERED, actor=actor, at=at, words=words)


def end_of_question(ticket: Ticket, at: datetime, policy: Policy) -> Ticket:
    """The ticket with nothing asked of the citizen and its clock running again."""
    return resume(ticket, at, policy.work).with_(asked_at=None, asks=0)

"""What a citizen says of an open case without being asked: more to tell, that nothing happened, not to be named."""

from datetime import datetime

from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move
from core.ticket import CITIZEN, Action, Actor, Level, Ticket


def add_word(ticket: Ticket, text: str, at: datetime, policy: Policy, *, files: int = 0) -> Change:
    """More words, files or a place from the citizen. Whoever answers for it is told."""
    words = {"remark": text.strip()} if text.strip() else {}
    return changed(
        ticket,
        move(ticket, Action.NOTE, CITIZEN),
        policy,
        Notice(To.OFFICE, NoticeKind.CITIZEN_ADDED, office_id=ticket.office_id),
        action=Action.NOTE,
        actor=CITIZEN,
        at=at,
        words=words,
        files=files or None,
    )


def no_progress(ticket: Ticket, text: str, at: datetime, policy: Policy) -> Change:
    """The citizen says that nothing has happened: the office and the level that has it now are reminded, and it
    stays in the history. It moves no deadline; what is late goes up by itself (core.casework.timed)."""
    words = {"remark": text.strip()} if text.strip() else {}
    notices = [Notice(To.OFFICE, NoticeKind.CITIZEN_REMINDS, office_id=ticket.office_id)]
    if ticket.level is not Level.OFFICE:
        above = policy.ladder(ticket, ticket.level, at)
        notices.append(Notice(To.LEVEL, NoticeKind.CITIZEN_REMINDS, office_id=above))
    after = move(ticket, Action.REMIND, CITIZEN)
    return changed(ticket, after, policy, *notices, action=Action.REMIND, actor=CITIZEN, at=at, words=words)


def go_nameless(ticket: Ticket, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The citizen wishes not to be named: from now on nothing that says who they are is shown, of before either."""
    after = move(ticket, Action.GO_NAMELESS, actor).with_(anonymous=True)
    return changed(ticket, after, policy, action=Action.GO_NAMELESS, actor=actor, at=at)

"""Closing: an office says that it is solved, and the citizen decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move, required_text
from core.casework.sla import start_clock, stop_clock
from core.casework.work import next_level
from core.errors import InvalidTransition, NotAllowed
from core.messages import Button
from core.ticket import (
    TOP,
    Action,
    Actor,
    Confirmation,
    Resolution,
    Role,
    Ticket,
    TicketState,
)

YES, NO = "resolved:yes", "resolved:no"
"""What the buttons send back, followed by ``:`` and the ticket's number."""
ONLY_THE_CITIZEN = "Only the citizen can say that it is solved: by their own message, their code, or a recorded call."


def propose_resolution(
    ticket: Ticket, remark: str, actor: Actor, at: datetime, policy: Policy, *, evidence: Sequence[str] = ()
) -> Change:
    """The office says what was done. The citizen is asked; nothing is closed yet."""
    done = required_text(remark, "remark on what was done")
    after = stop_clock(move(ticket, Action.PROPOSE, actor)).with_(
        resolution=Resolution(done, str(actor), at, tuple(evidence)),
        asked_at=at,
        asks=0,
        rejection_reason=None,
        rejection_asked_by=None,
    )
    return changed(
        ticket,
        after,
        policy,
        is_it_solved(after, NoticeKind.IS_IT_SOLVED),
        action=Action.PROPOSE,
        actor=actor,
        at=at,
        words={"remark": done},
        evidence=list(evidence),
        late=ticket.due_at is not None and ticket.paused_at is None and at > ticket.due_at,
    )


def is_it_solved(ticket: Ticket, kind: NoticeKind) -> Notice:
    """The question to the citizen, with its two buttons; their titles come with the words."""
    buttons = (Button("yes", f"{YES}:{ticket.number}"), Button("no", f"{NO}:{ticket.number}"))
    remark = ticket.resolution.remark if ticket.resolution else ""
    return Notice(To.CITIZEN, kind, {"remark": remark}, buttons)


def was_it_you(ticket: Ticket) -> Notice:
    """The question to the citizen whether the word that closed their case was theirs, with the button that opens it."""
    return Notice(To.CITIZEN, NoticeKind.WAS_IT_YOU, {}, (Button("no", f"{NO}:{ticket.number}"),))


def citizen_satisfied(
    ticket: Ticket,
    actor: Actor,
    at: datetime,
    policy: Policy,
    *,
    remark: str = "",
    call: str = "",
    by_code: Actor | None = None,
) -> Change:
    """The citizen says that it is solved: closed. Only their own word counts: from their proven channel, by their code
    (``by_code``: who brought it), or to an agent of the helpline with the recorded ``call``. Whoever else heard it may
    close it as unconfirmed. Where another brought the word, the citizen is asked whether it was theirs.

    Nobody may bring that word about their own work.
    """
    if actor.role is Role.AGENT and not call:
        raise NotAllowed("satisfied without a recorded call", tell=ONLY_THE_CITIZEN)
    _not_the_proposer(ticket, by_code or actor)
    after = _closed(move(ticket, Action.SATISFIED, actor), Confirmation.SATISFIED, at)
    words = {"remark": remark.strip()} if remark.strip() else {}
    return changed(
        ticket,
        after,
        policy,
        Notice(To.CITIZEN, NoticeKind.THANKS) if by_code is None and not call else was_it_you(after),
        action=Action.SATISFIED,
        actor=actor,
        at=at,
        words=words,
        call=call or None,
        by_code=str(by_code) if by_code is not None else None,
    )


def citizen_dissatisfied(ticket: Ticket, actor: Actor, at: datetime, policy: Policy, *, reason: str = "") -> Change:
    """The citizen says that it is not solved: reopened, one level up. Also soon after it was closed.

    Raises InvalidTransition when it was closed too long ago: that is a new complaint.
    """
    if ticket.state is TicketState.CLOSED and not may_object(ticket, at, policy):
        raise InvalidTransition(
            "closed too long ago", tell="This case was closed long ago. Please write a new complaint."
        )
    after = one_level_up(move(ticket, Action.DISSATISFIED, actor), at, policy)
    words = {"reason": reason.strip()} if reason.strip() else {}
    told = NoticeKind.REOPENED if words or actor.role is not Role.CITIZEN else NoticeKind.ASK_WHY
    return changed(
        ticket,
        after,
        policy,
        Notice(To.LEVEL, NoticeKind.REOPENED, words, office_id=policy.ladder(after, after.level, at)),
        Notice(To.CITIZEN, told, {"level": after.level.name.lower()}),
        action=Action.DISSATISFIED,
        actor=actor,
        at=at,
        words=words,
        denied=ticket.resolution.by if ticket.resolution else None,
        after_closing=ticket.state is TicketState.CLOSED or None,
    )


def close_unconfirmed(ticket: Ticket, finding: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """A supervisor could not reach the silent citizen by phone and judged by what there is. Counted apart.

    Only after the citizen was asked as often as the rules say, and never by the one who proposed it.
    """
    if ticket.state is TicketState.PROPOSED and ticket.check_from is None:
        raise NotAllowed("the citizen has not been asked enough", tell="The citizen still has time to answer.")
    _not_the_proposer(ticket, actor)
    after = _closed(move(ticket, Action.UNCONFIRMED, actor), Confirmation.UNCONFIRMED, at)
    return changed(
        ticket,
        after,
        policy,
        Notice(To.CITIZEN, NoticeKind.CLOSED_UNCONFIRMED, {}, (Button("no", f"{NO}:{ticket.number}"),)),
        action=Action.UNCONFIRMED,
        actor=actor,
        at=at,
        words={"finding": required_text(finding, "finding")},
    )


def may_object(ticket: Ticket, at: datetime, policy: Policy) -> bool:
    """May the citizen still say that a closed case is not solved?"""
    return ticket.closed_at is not None and at <= ticket.closed_at + timedelta(days=policy.rules.object_within)


def one_level_up(ticket: Ticket, at: datetime, policy: Policy) -> Ticket:
    """A new round at the next level at which somebody is in post, with nothing left of the last one's end."""
    level = ticket.level if ticket.level is TOP else next_level(ticket, at, policy)
    fresh = ticket.with_(
        level=level,
        rounds=ticket.rounds + 1,
        asked_at=None,
        asks=0,
        confirmation=None,
        closed_at=None,
        merged_into=None,
        owner=None,
    )
    return start_clock(fresh, at, policy.rules, policy.work)


def _closed(ticket: Ticket, confirmation: Confirmation, at: datetime) -> Ticket:
    return stop_clock(ticket).with_(confirmation=confirmation, closed_at=at, asked_at=None, asks=0)


def _not_the_proposer(ticket: Ticket, actor: Actor) -> None:
    if actor.role is not Role.CITIZEN and ticket.resolution and ticket.resolution.by.endswith(f":{actor.id}"):
        raise NotAllowed("judging one's own resolution", tell="Somebody else must ask the citizen about your work.")

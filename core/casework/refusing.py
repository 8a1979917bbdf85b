"""Rejecting a complaint: a reason from a list, two persons, and one appeal."""

from datetime import datetime
from enum import StrEnum

from core.casework.asking import end_of_question
from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move, required_text
from core.casework.closing import one_level_up
from core.casework.sla import stop_clock
from core.errors import InvalidTransition, NotAllowed, Rejected
from core.ticket import Action, Actor, Ticket


class RejectionReason(StrEnum):
    """The only reasons for which a complaint may be rejected."""

    IN_COURT = "in_court"
    ALREADY_DECIDED = "already_decided"
    NOT_GOVERNMENT = "not_government"
    NO_COMPLAINT = "no_complaint"
    ABUSIVE = "abusive"
    TOO_LITTLE_KNOWN = "too_little_known"
    SERVICE_MATTER = "service_matter"


MAX_APPEALS = 1


def ask_rejection(ticket: Ticket, reason: str, finding: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The first person's word. Nothing changes for the citizen yet, and the clock runs on."""
    try:
        listed = RejectionReason(reason)
    except ValueError:
        raise Rejected("no such reason", tell="Please choose a reason from the list.") from None
    after = move(ticket, Action.ASK_REJECTION, actor).with_(
        rejection_reason=listed.value, rejection_asked_by=str(actor)
    )
    return changed(
        ticket,
        after,
        policy,
        Notice(To.OFFICE, NoticeKind.REJECTION_TO_APPROVE, office_id=ticket.office_id),
        action=Action.ASK_REJECTION,
        actor=actor,
        at=at,
        words={"finding": required_text(finding, "finding")},
        reason=listed.value,
    )


def refuse_rejection(ticket: Ticket, why: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The second person says no: the work goes on."""
    after = move(ticket, Action.REFUSE_REJECTION, actor)
    _asked(ticket)
    after = after.with_(rejection_reason=None, rejection_asked_by=None)
    words = {"why": required_text(why, "reason")}
    return changed(ticket, after, policy, action=Action.REFUSE_REJECTION, actor=actor, at=at, words=words)


def approve_rejection(ticket: Ticket, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The second person's word. Raises NotAllowed when it is the first one's again."""
    after = move(ticket, Action.APPROVE_REJECTION, actor)
    asked_by = _asked(ticket)
    if asked_by.partition(":")[2] == actor.id:
        raise NotAllowed("approving one's own rejection", tell="A second person must approve this.")
    after = stop_clock(end_of_question(after, at, policy)).with_(closed_at=at)
    told = {"reason": ticket.rejection_reason or "", "appeal": "yes" if ticket.appeals < MAX_APPEALS else "no"}
    return changed(
        ticket,
        after,
        policy,
        Notice(To.CITIZEN, NoticeKind.REJECTED, told),
        action=Action.APPROVE_REJECTION,
        actor=actor,
        at=at,
        reason=ticket.rejection_reason,
        asked_by=asked_by,
    )


def appeal(ticket: Ticket, reason: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """The citizen does not accept it: reopened one level up, once."""
    if ticket.appeals >= MAX_APPEALS:
        raise NotAllowed("appealed already", tell="This decision was already looked at again after your appeal.")
    after = one_level_up(move(ticket, Action.APPEAL, actor), at, policy).with_(
        appeals=ticket.appeals + 1, rejection_reason=None, rejection_asked_by=None
    )
    words = {"reason": reason.strip()} if reason.strip() else {}
    return changed(
        ticket,
        after,
        policy,
        Notice(To.LEVEL, NoticeKind.APPEALED, {"reason": reason}, office_id=policy.ladder(after, after.level, at)),
        Notice(To.CITIZEN, NoticeKind.APPEALED, {"level": after.level.name.lower()}),
        action=Action.APPEAL,
        actor=actor,
        at=at,
        words=words,
    )


def _asked(ticket: Ticket) -> str:
    if ticket.rejection_asked_by is None:
        raise InvalidTransition("no rejection was asked for", tell="Nobody has asked to reject this.")
    return ticket.rejection_asked_by

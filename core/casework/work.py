"""An office's work on a ticket: register, assign, start, note, forward, remind, escalate by hand."""

from datetime import datetime

from core.casework.asking import end_of_question
from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move, required_text
from core.casework.sla import start_clock
from core.errors import NotAllowed
from core.ticket import CITIZEN, SYSTEM, TOP, Action, Actor, Level, Ticket


def register(ticket: Ticket, at: datetime, policy: Policy) -> Change:
    """A new ticket: its clock starts at once, whether or not an office has it yet."""
    after = start_clock(ticket, at, policy.rules, policy.work)
    return changed(
        ticket,
        after,
        policy,
        action="registered",
        actor=SYSTEM,
        at=at,
        channel=ticket.channel,
        category=ticket.category,
        district=ticket.district,
        severity=ticket.severity.value,
        against_office=ticket.against_office,
    )


def assign(
    ticket: Ticket,
    office_id: int,
    why: str,
    actor: Actor,
    at: datetime,
    policy: Policy,
    *,
    owner: str | None = None,
    office_name: str = "",
) -> Change:
    """Give it to an office (and a person there). ``why`` is core.casework.routing's explanation. The clock goes on."""
    _not_against(ticket, office_id, owner, policy)
    after = move(ticket, Action.ASSIGN, actor).with_(office_id=office_id, owner=owner)
    notices = [Notice(To.OFFICE, NoticeKind.NEW_CASE, office_id=office_id)]
    if ticket.office_id != office_id:
        told = {"office": office_name, "why": why}
        notices.append(Notice(To.CITIZEN, NoticeKind.SENT_TO_OFFICE, told))
    return changed(
        ticket, after, policy, *notices, action=Action.ASSIGN, actor=actor, at=at, words={"why": why}, owner=owner
    )


def start(ticket: Ticket, actor: Actor, at: datetime, policy: Policy) -> Change:
    """Somebody takes it in hand."""
    after = move(ticket, Action.START, actor).with_(owner=actor.id or ticket.owner)
    return changed(ticket, after, policy, action=Action.START, actor=actor, at=at)


def note(ticket: Ticket, remark: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """A remark kept in the history that changes nothing (the citizen's "thanks" too)."""
    after = move(ticket, Action.NOTE, actor)
    words = {"remark": required_text(remark, "remark")}
    return changed(ticket, after, policy, action=Action.NOTE, actor=actor, at=at, words=words)


def let_go(ticket: Ticket, why: str, at: datetime, policy: Policy) -> Change:
    """Whoever had it in hand is gone; its state stays."""
    after = move(ticket, Action.NOTE, SYSTEM).with_(owner=None)
    return changed(ticket, after, policy, action=Action.NOTE, actor=SYSTEM, at=at, words={"remark": why})


def reveal(ticket: Ticket, name: str, reason: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """Somebody sees a personal field unmasked, for a reason that is kept. Never of a citizen who is not to be named."""
    if ticket.anonymous:
        raise NotAllowed("reveal an anonymous citizen", tell="This citizen wishes not to be named.")
    after = move(ticket, Action.REVEAL, actor)
    words = {"reason": required_text(reason, "reason")}
    return changed(ticket, after, policy, action=Action.REVEAL, actor=actor, at=at, words=words, field=name)


def move_on(ticket: Ticket, channel: str, at: datetime, policy: Policy) -> Change:
    """The citizen proved who they are on another channel, and goes on with the case there."""
    after = move(ticket, Action.MOVE_ON, CITIZEN).with_(channel=channel)
    return changed(ticket, after, policy, action=Action.MOVE_ON, actor=CITIZEN, at=at, channel=channel)


def give_reason(ticket: Ticket, reason: str, at: datetime, policy: Policy) -> Change:
    """The citizen says why it is not solved, after they said that it is not."""
    after = move(ticket, Action.NOTE, CITIZEN)
    office = policy.ladder(ticket, ticket.level, at)
    return changed(
        ticket,
        after,
        policy,
        Notice(To.LEVEL, NoticeKind.CITIZEN_ANSWERED, office_id=office),
        Notice(To.CITIZEN, NoticeKind.REASON_KEPT),
        action=Action.NOTE,
        actor=CITIZEN,
        at=at,
        words={"reason": required_text(reason, "reason")},
    )


def forward(
    ticket: Ticket,
    office_id: int,
    why: str,
    actor: Actor,
    at: datetime,
    policy: Policy,
    *,
    office_name: str = "",
) -> Change:
    """A wrong office sends it on. The clock keeps running, and each forward counts."""
    if office_id == ticket.office_id:
        raise NotAllowed("forward to the same office", tell="It is with this office already.")
    _not_against(ticket, office_id, None, policy)
    reason = required_text(why, "reason")
    after = move(ticket, Action.FORWARD, actor).with_(
        office_id=office_id, owner=None, forwards=ticket.forwards + 1, rejection_reason=None, rejection_asked_by=None
    )
    if ticket.asked_at is not None:
        after = end_of_question(after, at, policy)
    return changed(
        ticket,
        after,
        policy,
        Notice(To.OFFICE, NoticeKind.NEW_CASE, office_id=office_id),
        Notice(To.CITIZEN, NoticeKind.FORWARDED, {"office": office_name}),
        action=Action.FORWARD,
        actor=actor,
        at=at,
        words={"why": reason},
        forwards=after.forwards,
        from_office=ticket.office_id,
    )


def remind(ticket: Ticket, actor: Actor, at: datetime, policy: Policy, *, remark: str = "") -> Change:
    """Somebody (the citizen too) asks the office to hurry. It changes no deadline."""
    after = move(ticket, Action.REMIND, actor)
    notice = Notice(To.OFFICE, NoticeKind.DUE_SOON, office_id=ticket.office_id)
    words = {"remark": remark.strip()} if remark.strip() else {}
    return changed(ticket, after, policy, notice, action=Action.REMIND, actor=actor, at=at, words=words)


def escalate(ticket: Ticket, actor: Actor, at: datetime, policy: Policy, *, why: str) -> Change:
    """One level up before the time, by a head who gives a reason. Raises NotAllowed at the top."""
    if ticket.level is TOP:
        raise NotAllowed("escalate from the top", tell="It is at the highest level already.")
    after = start_clock(
        move(ticket, Action.ESCALATE, actor).with_(level=next_level(ticket, at, policy)), at, policy.rules, policy.work
    )
    return changed(
        ticket,
        after,
        policy,
        *level_notices(after, at, policy),
        action=Action.ESCALATE,
        actor=actor,
        at=at,
        words={"why": required_text(why, "reason")},
    )


def next_level(ticket: Ticket, at: datetime, policy: Policy) -> Level:
    """The next level up at which somebody is in post; the top in any case."""
    for level in Level:
        if level > ticket.level and (level is TOP or policy.ladder(ticket, level, at) is not None):
            return level
    return TOP


def level_notices(ticket: Ticket, at: datetime, policy: Policy) -> tuple[Notice, ...]:
    """The level that now answers for it, and the citizen, are told."""
    office = policy.ladder(ticket, ticket.level, at)
    return (
        Notice(To.LEVEL, NoticeKind.OVERDUE, {"level": ticket.level.name.lower()}, office_id=office),
        Notice(To.CITIZEN, NoticeKind.ESCALATED, {"level": ticket.level.name.lower()}),
    )


def _not_against(ticket: Ticket, office_id: int, owner: str | None, policy: Policy) -> None:
    if ticket.against_office is not None and policy.within(office_id, ticket.against_office):
        raise NotAllowed("to the office complained about", tell="The complaint is about this office.")
    if owner is not None and owner == ticket.against_person:
        raise NotAllowed("to the person complained about", tell="The complaint is about this person.")

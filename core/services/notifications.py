"""Staging casework's notices: the citizen's into the outbox or on a slip, the offices' onto their desks."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import Change, Notice, NoticeKind, To
from core.casework.notices import in_words
from core.casework.reach import ON_PAPER, SLIP, Channels, Way, ways
from core.casework.sla import SlaRules
from core.messages import OutboundMessage
from core.outbox import OutboxState
from core.services.next_way import stage_next
from core.store.casework import slips, tickets
from core.store.casework.tables import OfficeNoticeRow, TicketRow
from core.store.once import insert_once
from core.store.pipeline import outbox
from core.store.pipeline.tables import ConversationRow, OutboxRow
from core.ticket import Ticket

_CAUSE = re.compile(r"case:(?P<number>[^:]+):\d+:\d+:(?P<kind>\w+)")


def stage(
    session: Session,
    change: Change,
    ticket: Ticket,
    rules: SlaRules,
    now: datetime,
    channels: Channels | None = None,
) -> None:
    """Stage all of a change's notices. ``ticket`` is as it was kept: its version makes each notice staged once.
    ``channels`` are those that are switched on (core.casework.reach).

    What the citizen would be told several times at once, after downtime, they are told as it is at the end.
    """
    last = {notice.kind: n for n, notice in enumerate(change.notices) if notice.to is To.CITIZEN}
    for n, notice in enumerate(change.notices):
        cause = f"case:{ticket.number}:{ticket.version}:{n}:{notice.kind}"
        if notice.to is To.CITIZEN:
            if last[notice.kind] == n:
                _to_citizen(session, notice, ticket, cause, rules, now, channels)
        else:
            to_office(session, notice, ticket, cause, now)


def stage_new(session: Session, change: Change, rules: SlaRules, now: datetime) -> str:
    """A new ticket's notices. The citizen's is not staged: its words go into the answer that has the number."""
    told = ""
    for n, notice in enumerate(change.notices):
        if notice.to is not To.CITIZEN:
            to_office(session, notice, change.ticket, f"case:{change.ticket.number}:0:{n}", now)
        elif notice.kind is NoticeKind.SENT_TO_OFFICE:
            told = in_words(notice, change.ticket, object_within=rules.object_within)[0]
    return told


def citizen_added(session: Session, ticket: Ticket, what: str, now: datetime) -> None:
    """The office must know that the citizen added something to the case. ``what`` names the addition: told once."""
    notice = Notice(To.OFFICE, NoticeKind.CITIZEN_ADDED, office_id=ticket.office_id)
    to_office(session, notice, ticket, f"added:{ticket.number}:{what}", now)


def withdraw(session: Session, number: str, whose: Callable[[int], bool]) -> None:
    """Take a ticket's notices away from offices that may not have it any more."""
    for row in session.scalars(select(OfficeNoticeRow).where(OfficeNoticeRow.ticket == number)):
        if row.office_id is not None and whose(row.office_id):
            session.delete(row)
    session.flush()


def fall_back(
    session: Session, row: OutboxRow, channels: Channels | None, now: datetime, *, stopped: bool = False
) -> bool:
    """A citizen's notice could not be delivered: stage it on their next way, at last as a slip; was it one, and is
    there a way left? The first message with the number of their case counts as one: without it they are lost to us.

    ``stopped``: they want no messages on this address; then none of the channels to that phone is tried. Doing it again
    for the same row changes nothing.
    """
    named = _CAUSE.fullmatch(row.cause.partition("~")[0])
    message = outbox.message_of(row)
    ticket = tickets.get(session, named["number"]) if named is not None else _first_told(session, row, message)
    if ticket is None:
        return False
    kind = NoticeKind(named["kind"]) if named is not None else NoticeKind.SENT_TO_OFFICE
    ways = [way for way in ways_to(session, ticket, channels) if not (stopped and way.address == message.to)]
    following = stage_next(session, row, ways, now)
    if following is None:
        return False
    if following.way.channel == SLIP and (named is None or kind in ON_PAPER):
        slips.add(session, kind, message.text, ticket, following.cause, now)
    return True


def _first_told(session: Session, row: OutboxRow, message: OutboundMessage) -> Ticket | None:
    """The case of which this message would have been the first to tell its number."""
    if row.conversation_id is None:
        return None
    ticket = tickets.of_conversation(session, row.conversation_id)
    if ticket is None or ticket.number not in message.text:
        return None
    arrived = OutboxRow.state.in_(
        [state.value for state in (OutboxState.SENT, OutboxState.DELIVERED, OutboxState.READ)]
    )
    others = select(OutboxRow).where(OutboxRow.conversation_id == row.conversation_id, OutboxRow.id != row.id, arrived)
    told = any(ticket.number in outbox.message_of(one).text for one in session.scalars(others))
    return None if told else ticket


def _to_citizen(
    session: Session,
    notice: Notice,
    ticket: Ticket,
    cause: str,
    rules: SlaRules,
    now: datetime,
    channels: Channels | None,
) -> None:
    way = ways_to(session, ticket, channels)[0]
    if way.channel == SLIP:
        if notice.kind in ON_PAPER:
            slips.stage(session, notice, ticket, cause, now, object_within=rules.object_within)
        return
    conversation_id, subject = session.execute(
        select(TicketRow.conversation_id, ConversationRow.subject)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(TicketRow.number == ticket.number)
    ).one()
    text, buttons = in_words(notice, ticket, object_within=rules.object_within)
    message = OutboundMessage(
        id="",
        channel=way.channel,
        to=way.address,
        text=text,
        language=ticket.language,
        subject=subject,
        buttons=buttons,
    )
    outbox.stage(session, message, cause=cause, person=ticket.person, conversation_id=conversation_id, now=now)


def ways_to(session: Session, ticket: Ticket, channels: Channels | None) -> tuple[Way, ...]:
    """The ways to a ticket's citizen (core.casework.reach)."""
    address = session.scalars(select(TicketRow.address).where(TicketRow.number == ticket.number)).one()
    return ways(ticket.channel, address, tickets.record(session, ticket.number), channels)


def to_office(session: Session, notice: Notice, ticket: Ticket, cause: str, now: datetime) -> None:
    """Put a notice on an office's desk, once for its cause."""
    row = {
        "cause": cause,
        "ticket": ticket.number,
        "office_id": notice.office_id,
        "level": int(ticket.level),
        "kind": notice.kind.value,
        "variables": dict(notice.variables),
        "at": now,
    }
    insert_once(session, OfficeNoticeRow, row, key=("cause",))

"""Staging casework's notices: the citizen's into the outbox or on a slip, the offices' onto their desks."""

import dataclasses
import re
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import Change, Notice, NoticeKind, To
from core.messages import OutboundMessage
from core.notices import in_words
from core.reach import ON_PAPER, SLIP, Way, ways
from core.sla import SlaRules
from core.store.casework import slips, tickets
from core.store.casework.case_tables import OfficeNoticeRow
from core.store.once import insert_once
from core.store.road import outbox
from core.store.tables import ConversationRow, OutboxRow, TicketRow
from core.ticket import Ticket

_CAUSE = re.compile(r"case:(?P<number>[^:]+):\d+:\d+:(?P<kind>\w+)")


def stage(
    session: Session,
    change: Change,
    ticket: Ticket,
    rules: SlaRules,
    now: datetime,
    channels: Collection[str] | None = None,
) -> None:
    """Stage all of a change's notices. ``ticket`` is as it was kept: its version makes each notice staged once.
    ``channels`` are those that are switched on (core.reach).

    What the citizen would be told several times at once, after downtime, they are told as it is at the end.
    """
    last = {notice.kind: n for n, notice in enumerate(change.notices) if notice.to is To.CITIZEN}
    for n, notice in enumerate(change.notices):
        cause = f"case:{ticket.number}:{ticket.version}:{n}:{notice.kind}"
        if notice.to is To.CITIZEN:
            if last[notice.kind] == n:
                _to_citizen(session, notice, ticket, cause, rules, now, channels)
        else:
            _to_office(session, notice, ticket, cause, now)


def stage_new(session: Session, change: Change, rules: SlaRules, now: datetime) -> str:
    """A new ticket's notices. The citizen's is not staged: its words go into the answer that has the number."""
    told = ""
    for n, notice in enumerate(change.notices):
        if notice.to is not To.CITIZEN:
            _to_office(session, notice, change.ticket, f"case:{change.ticket.number}:0:{n}", now)
        elif notice.kind is NoticeKind.SENT_TO_OFFICE:
            told = in_words(notice, change.ticket, object_within=rules.object_within)[0]
    return told


def citizen_added(session: Session, ticket: Ticket, what: str, now: datetime) -> None:
    """The office must know that the citizen added something to the case. ``what`` names the addition: told once."""
    notice = Notice(To.OFFICE, NoticeKind.CITIZEN_ADDED, office_id=ticket.office_id)
    _to_office(session, notice, ticket, f"added:{ticket.number}:{what}", now)


def withdraw(session: Session, number: str, whose: Callable[[int], bool]) -> None:
    """Take a ticket's notices away from offices that may not have it any more."""
    for row in session.scalars(select(OfficeNoticeRow).where(OfficeNoticeRow.ticket == number)):
        if row.office_id is not None and whose(row.office_id):
            session.delete(row)
    session.flush()


def fall_back(
    session: Session, row: OutboxRow, channels: Collection[str] | None, now: datetime, *, stopped: bool = False
) -> bool:
    """A citizen's notice could not be delivered: stage it on their next way, at last as a slip; was it one, and is
    there a way left?

    ``stopped``: they want no messages on this address; then none of the channels to that phone is tried. Doing it again
    for the same row changes nothing.
    """
    cause, _, tried = row.cause.partition("~")
    named = _CAUSE.fullmatch(cause)
    if named is None:
        return False
    ticket, message = tickets.get(session, named["number"]), outbox.message_of(row)
    session.flush()
    before = [f"{cause}{suffix}" for suffix in ("", *(f"~{n}" for n in range(1, int(tried or 0) + 1)))]
    done = {
        (one.channel, outbox.message_of(one).to)
        for one in session.scalars(select(OutboxRow).where(OutboxRow.cause.in_(before)))
    }
    left = [way for way in ways_to(session, ticket, channels) if (way.channel, way.address) not in done]
    if stopped:
        left = [way for way in left if way.address != message.to]
    if not left:
        return False
    way, next_cause = left[0], f"{cause}~{int(tried or 0) + 1}"
    kind = NoticeKind(named["kind"])
    if way.channel != SLIP:
        again = dataclasses.replace(message, id="", channel=way.channel, to=way.address, template=None, variables={})
        outbox.stage(session, again, cause=next_cause, person=row.person, conversation_id=row.conversation_id, now=now)
    elif kind in ON_PAPER:
        slips.add(session, kind, message.text, ticket, next_cause, now)
    return True


def _to_citizen(
    session: Session,
    notice: Notice,
    ticket: Ticket,
    cause: str,
    rules: SlaRules,
    now: datetime,
    channels: Collection[str] | None,
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


def ways_to(session: Session, ticket: Ticket, channels: Collection[str] | None) -> tuple[Way, ...]:
    """The ways to a ticket's citizen (core.reach)."""
    address = session.scalars(select(TicketRow.address).where(TicketRow.number == ticket.number)).one()
    return ways(ticket.channel, address, tickets.record(session, ticket.number), channels)


def _to_office(session: Session, notice: Notice, ticket: Ticket, cause: str, now: datetime) -> None:
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

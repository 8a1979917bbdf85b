"""Staging casework's notices: the citizen's into the outbox, the offices' onto their desks."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import Change, Notice, NoticeKind, To
from core.messages import OutboundMessage
from core.notices import in_words
from core.sla import SlaRules
from core.store import outbox
from core.store.case_tables import OfficeNoticeRow
from core.store.once import insert_once
from core.store.tables import ConversationRow, TicketRow
from core.ticket import Ticket


def stage(session: Session, change: Change, ticket: Ticket, rules: SlaRules, now: datetime) -> None:
    """Stage all of a change's notices. ``ticket`` is as it was kept: its version makes each notice staged once.

    What the citizen would be told several times at once, after downtime, they are told as it is at the end.
    """
    last = {notice.kind: n for n, notice in enumerate(change.notices) if notice.to is To.CITIZEN}
    for n, notice in enumerate(change.notices):
        cause = f"case:{ticket.number}:{ticket.version}:{n}"
        if notice.to is To.CITIZEN:
            if last[notice.kind] == n:
                _to_citizen(session, notice, ticket, cause, rules, now)
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


def _to_citizen(session: Session, notice: Notice, ticket: Ticket, cause: str, rules: SlaRules, now: datetime) -> None:
    found = session.execute(
        select(TicketRow.address, TicketRow.conversation_id, ConversationRow.subject)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(TicketRow.number == ticket.number)
    ).one()
    address, conversation_id, subject = found
    if not address:
        return  # an unsigned letter: its slip has the number, and the tracking page the rest
    text, buttons = in_words(notice, ticket, object_within=rules.object_within)
    message = OutboundMessage(
        id="",
        channel=ticket.channel,
        to=address,
        text=text,
        language=ticket.language,
        subject=subject,
        buttons=buttons,
    )
    outbox.stage(session, message, cause=cause, person=ticket.person, conversation_id=conversation_id, now=now)


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

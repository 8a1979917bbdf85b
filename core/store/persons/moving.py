"""What was told by one person becomes another's: when two turn out to be one, or are parted again."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.store.casework.tables import TicketPersonRow, TicketRow
from core.store.helpline.tables import CallRow, HelplineTaskRow
from core.store.once import insert_once
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow

_OF_CONVERSATIONS = (TicketRow, CallRow, HelplineTaskRow, OutboxRow)


def move(session: Session, before: str, after: str, *, told_from: str | None = None) -> None:
    """All of ``before``'s is ``after``'s; with ``told_from`` only what was told from that address. A conversation that
    somebody is at gets a new version, so that they look again."""
    if told_from is None:
        for table in (*_OF_CONVERSATIONS, EnvelopeRow):
            _set(session, table, table.person == before, after)
        _set(session, ConversationRow, ConversationRow.person == before, after)
        _proven(session, before, after)
        return
    conversations = _told_from(session, before, told_from)
    envelopes = select(MessageRow.envelope_id).where(MessageRow.conversation_id.in_(conversations))
    for table in _OF_CONVERSATIONS:
        mine = table.person == before
        _set(session, table, mine & table.conversation_id.in_(conversations), after)
    _set(session, EnvelopeRow, (EnvelopeRow.person == before) & EnvelopeRow.id.in_(envelopes), after)
    _set(session, ConversationRow, ConversationRow.id.in_(conversations), after)


def cases_told_from(session: Session, person: str, address: str) -> list[str]:
    """The numbers of a person's cases that were told from this address alone."""
    told = _told_from(session, person, address)
    found = select(TicketRow.number).where(TicketRow.conversation_id.in_(told), TicketRow.person == person)
    return list(session.scalars(found.order_by(TicketRow.number)))


def _told_from(session: Session, person: str, address: str) -> list[str]:
    """Conversations in which every message came from this address: what both had a part in stays where it is."""
    found = session.execute(
        select(ConversationRow.id, MessageRow.sender)
        .join(MessageRow, ConversationRow.id == MessageRow.conversation_id)
        .where(ConversationRow.person == person)
    )
    senders: dict[str, set[str]] = {}
    for conversation, sender in found:
        senders.setdefault(conversation, set()).add(sender)
    return [conversation for conversation, theirs in senders.items() if theirs == {address}]


def _set(session: Session, table: Any, which: Any, person: str) -> None:
    values: dict[str, Any] = {"person": person}
    if table is ConversationRow:
        values["version"] = ConversationRow.version + 1
    changed = update(table).where(which).values(**values)
    session.execute(changed, execution_options={"synchronize_session": False})


def _proven(session: Session, before: str, after: str) -> None:
    for row in session.scalars(select(TicketPersonRow).where(TicketPersonRow.person == before)).all():
        new = {"ticket": row.ticket, "person": after, "since": row.since}
        insert_once(session, TicketPersonRow, new, key=("ticket", "person"))
        session.delete(row)
    session.flush()

"""A message that its sender took back (unsent): its words, files and raw bytes go, here and from backups.

Of a complaint that is not registered yet what was told in it goes too. A registered one keeps its record, with which an
office works; its history says that a message was taken back.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import note
from core.casework.own_notes import TAKEN_BACK
from core.conversation import FINISHED
from core.services.cases import Cases
from core.store.casework import erasing, tickets
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from core.ticket import SYSTEM


def erase(session: Session, cases: Cases, channel: str, provider_id: str, by: int, now: datetime) -> None:
    """Erase the message that came as ``provider_id``; nothing where there is none, or it was somebody else's. ``by`` is
    the envelope that asks for it."""
    mine = select(EnvelopeRow.person).where(EnvelopeRow.id == by).scalar_subquery()
    theirs = (EnvelopeRow.channel == channel, EnvelopeRow.provider_id == provider_id, EnvelopeRow.person == mine)
    envelope = session.scalars(select(EnvelopeRow.id).where(*theirs)).first()
    if envelope is None:
        return
    rows = session.execute(
        select(MessageRow.conversation_id, MessageRow.text).where(MessageRow.envelope_id == envelope)
    ).all()
    erasing.erase_envelopes(session, [envelope], now)
    for conversation, text in rows:
        if conversation is not None:
            _taken_out(session, cases, conversation, text, now)


def _taken_out(session: Session, cases: Cases, conversation: str, text: str, now: datetime) -> None:
    ticket = tickets.of_conversation(session, conversation)
    if ticket is not None:
        cases.do(session, ticket.number, lambda one, at, policy: note(one, TAKEN_BACK, SYSTEM, at, policy), now)
        return
    found = conversations.get(session, conversation)
    if found is None or found.state == FINISHED:
        return
    told = found.complaint.get("description") or ""
    left = "\n".join(line for line in told.splitlines() if line.strip() and line.strip() not in text)
    if left == told or not text.strip():
        return
    complaint = found.complaint.forget("description")
    if left:
        field = found.complaint.fields["description"]
        complaint = complaint.learn({"description": replace(field, value=left)})
    conversations.save(session, found.with_(complaint=complaint))

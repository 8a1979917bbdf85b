"""An agent writes what a caller said: the conversation goes on as if the caller had said it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import intake
from core.casework import give_reason
from core.complaint import Complaint
from core.errors import Conflict, Malformed
from core.helpline import Kind, Outcome
from core.intake_write import write
from core.messages import Address, InboundMessage
from core.registration import register
from core.store.once import insert_once
from core.store.road import conversations
from core.store.road.conversations import Conversation
from core.store.road.envelopes import HANDLED
from core.store.tables import EnvelopeRow
from core.store.voice import helpline, recordings
from core.store.voice.heard import write_down
from core.store.voice.helpline_tables import HelplineTaskRow
from core.ticket import Actor, Ticket
from gateway.calls.effects import stage_number
from gateway.house import House

OPEN_KINDS = (Kind.HEAR, Kind.LIVE, Kind.CALL_BACK)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who writes, and as which version they saw the task."""

    staff_id: int
    actor: Actor
    version: int


def save(house: House, task_id: int, told: Conversation, agent: Agent) -> None:
    """Keep what was written so far; the task stays theirs. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        helpline.change(session, task_id, agent.version, agent.staff_id, now)
        conversations.save(session, told)
        helpline.lock(session, task_id, agent.staff_id, now)


def make_ticket(house: House, task_id: int, told: Conversation, agent: Agent) -> Ticket:
    """The caller's complaint becomes a ticket, and they are sent its number. Raises Conflict, Malformed."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.REGISTERED, agent, now)
        done = told.with_(state=conversations.FINISHED, needs_person=False, asking=None, last_at=now, channel="ivr")
        conversations.save(session, done)
        session.flush()
        ticket, sent_to = register(session, done, now, house.cases)
        _keep_words(session, row, done, now)
        stage_number(session, house, done, ticket.number, sent_to, now)
    house.queue.deliver(told.person)
    return ticket


def ask_on(house: House, task_id: int, told: Conversation, agent: Agent) -> None:
    """The agent's words through the same intake as the caller's own: what is still missing is asked by SMS.

    Raises Conflict, and Malformed where there is no telephone to ask.
    """
    if not told.address.startswith("+"):
        raise Malformed("no telephone", tell="There is no telephone number to send an SMS to.")
    now = house.clock.now()
    message = _message(f"agent-{task_id}-{agent.version}", told)
    asked = told.with_(asking="description", channel="ivr")
    result = intake.talk(house.engine, asked, message, message.id)
    with house.store.write() as session:
        heard = intake.conclude(
            session, asked, message, result, house.engine, house.channel("ivr"), now, house.track_link
        )
        _ended(session, task_id, Outcome.ASKED, agent, now)
        envelope = _envelope(session, message.id, told, now)
        if envelope is None:
            raise Conflict("said before")
        if heard.conversation is not None:
            calm = heard.conversation.with_(needs_person=False)
            heard = dataclasses.replace(heard, conversation=calm)
        write(session, heard, message, envelope, 0, now, house.track_link, house.cases)
    house.queue.deliver(told.person)


def write_into_ticket(house: House, task_id: int, number: str, complaint: Complaint, agent: Agent) -> Ticket:
    """What a recording says, put into the ticket that was registered before anybody heard it. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.WRITTEN, agent, now)
        ticket = write_down(session, house.cases, number, complaint, agent.actor, now)
        told = conversations.get(session, row.conversation_id)
        if told is not None:
            _keep_words(session, row, told, now)
    house.queue.deliver(ticket.person)
    return ticket


def write_reason(house: House, task_id: int, number: str, words: str, agent: Agent) -> None:
    """Why a case is not solved, as its citizen recorded it. Raises Conflict, and Rejected where nothing is written."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.WRITTEN, agent, now)
        house.cases.do(session, number, lambda t, at, p: give_reason(t, words, at, p), now)
    house.queue.deliver(row.person)


def end(house: House, task_id: int, outcome: Outcome, agent: Agent, note: str | None) -> None:
    """Another end of a task. What was no complaint ends its conversation, too. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        values = helpline.ending(outcome, now, agent.staff_id)
        helpline.change(session, task_id, agent.version, agent.staff_id, now, **values, note=note)
        row = helpline.get(session, task_id)
        found = conversations.get(session, row.conversation_id)
        if found is not None and found.state == conversations.OPEN:
            over = {"state": conversations.FINISHED, "asking": None} if outcome is Outcome.NO_COMPLAINT else {}
            conversations.save(session, found.with_(needs_person=False, **over))


def _ended(session: Session, task_id: int, outcome: Outcome, agent: Agent, now: datetime) -> HelplineTaskRow:
    """The task is done, and with it whatever else waited for this conversation."""
    values = helpline.ending(outcome, now, agent.staff_id)
    helpline.change(session, task_id, agent.version, agent.staff_id, now, **values)
    row = helpline.get(session, task_id)
    for kind in OPEN_KINDS:
        other = helpline.open_one(session, kind, row.conversation_id)
        if other is not None and other.id != task_id:
            helpline.finish_if_free(session, other.id, Outcome.OTHERWISE, now)
    return row


def _keep_words(session: Session, row: HelplineTaskRow, told: Conversation, now: datetime) -> None:
    """The words as a message of the caller, beside the recording that they were heard in."""
    files = recordings.of_conversation(session, told.id)
    envelope = files[0][0].envelope_id if files else None
    if envelope is None or conversations.has_message(session, envelope, 0):
        envelope = _envelope(session, f"agent-{row.id}-{row.version}", told, now)
    if envelope is not None:
        conversations.add_message(session, envelope, 0, told.id, _message(f"agent-{row.id}", told), now)


def _message(message_id: str, told: Conversation) -> InboundMessage:
    words = told.complaint.get("description") or ""
    found: Mapping[str, tuple[str, float]] = {}
    sender = Address(told.address)
    return InboundMessage("ivr", message_id, sender, text=words, full_text=words, language=told.language, found=found)


def _envelope(session: Session, message_id: str, told: Conversation, now: datetime) -> int | None:
    values = {
        "channel": "ivr",
        "provider_id": message_id,
        "person": told.person,
        "received_at": now,
        "body": b"",
        "facts": {"written_by": "agent"},
        "state": HANDLED,
        "attempts": 0,
        "handled_at": now,
    }
    made: int | None = insert_once(session, EnvelopeRow, values, key=("channel", "provider_id"))
    return made

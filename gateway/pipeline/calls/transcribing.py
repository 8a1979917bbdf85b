"""An agent writes what a caller said: the conversation goes on as if the caller had said it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.casework import give_reason
from core.complaint import Complaint
from core.conversation import FINISHED, OPEN, Conversation
from core.errors import Conflict, Malformed
from core.helpline import Kind, Outcome
from core.intake import steps
from core.intake.context import Context
from core.intake.write import write
from core.messages import Address, InboundMessage
from core.services.transcribing import write_down
from core.store import worklist
from core.store.helpline import recordings, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.once import insert_once
from core.store.pipeline import conversations
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import EnvelopeRow
from core.ticket import Actor, Ticket
from gateway.house import House
from gateway.pipeline.calls.effects import tell_number
from gateway.pipeline.one_way import cannot_be_answered

OPEN_KINDS = (Kind.HEAR, Kind.LIVE, Kind.CALL_BACK, Kind.CHAT, Kind.UNFINISHED)
BY_PHONE = "ivr"
GIVEN_BACK: Mapping[str, Any] = {"needs_person": False, "held_by": None, "held_until": None}
"""What a conversation is like that no person has any more."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who writes, and as which version they saw the task."""

    staff_id: int
    actor: Actor
    version: int


def save(house: House, task_id: int, conversation: Conversation, agent: Agent) -> None:
    """Keep what was written so far; the task stays theirs. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        worklist.change(session, HelplineTaskRow, task_id, agent.version, agent.staff_id, now)
        conversations.save(session, conversation)
        tasks.lock(session, task_id, agent.staff_id, now)


def make_ticket(house: House, task_id: int, conversation: Conversation, agent: Agent) -> Ticket:
    """The caller's complaint becomes a ticket, and they are sent its number. Raises Conflict, Malformed."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.REGISTERED, agent, now)
        way = way_to(session, row, conversation)
        done = conversation.with_(state=FINISHED, asking=None, last_at=now, channel=way, **GIVEN_BACK)
        conversations.save(session, done)
        session.flush()
        ticket = tell_number(session, house, done, now, way)
        if way == BY_PHONE:
            _keep_words(session, row, done, now)
    house.queue.deliver(conversation.person)
    return ticket


def ask_on(house: House, task_id: int, conversation: Conversation, agent: Agent) -> None:
    """The agent's words through the same intake as the caller's own: what is still missing is asked by SMS.

    Raises Conflict, and Malformed where there is no telephone to ask.
    """
    if not conversation.address.startswith("+"):
        raise Malformed("no telephone", tell="There is no telephone number to send an SMS to.")
    if cannot_be_answered(house, "ivr", conversation.address):
        raise Malformed("one-way SMS", tell="Our SMS cannot be answered. Please call them, and register what they say.")
    now = house.clock.now()
    message = _message(f"agent-{task_id}-{agent.version}", conversation)
    asked = conversation.with_(asking="description", channel="ivr")
    channel = house.channel("ivr")
    context = Context(house.intake, message, conversation.person, channel, message.id, now, conversation, asked)
    result = steps.talk(house.engine, asked, message, message.id)
    with house.store.write() as session:
        heard = steps.conclude(session, context, result)
        _ended(session, task_id, Outcome.ASKED, agent, now)
        envelope = _envelope(session, message.id, conversation, now)
        if envelope is None:
            raise Conflict("said before")
        if heard.conversation is not None:
            calm = heard.conversation.with_(needs_person=False)
            heard = dataclasses.replace(heard, conversation=calm)
        write(session, heard, message, envelope, 0, now, house.track_link, house.cases)
    house.queue.deliver(conversation.person)


def write_into_ticket(house: House, task_id: int, number: str, complaint: Complaint, agent: Agent) -> Ticket:
    """What a recording says, put into the ticket that was registered before anybody heard it. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.WRITTEN, agent, now)
        ticket = write_down(session, house.cases, number, complaint, agent.actor, now)
        conversation = conversations.get(session, row.conversation_id)
        if conversation is not None and way_to(session, row, conversation) == BY_PHONE:
            _keep_words(session, row, conversation, now)
    house.queue.deliver(ticket.person)
    return ticket


def write_reason(house: House, task_id: int, number: str, words: str, agent: Agent) -> None:
    """Why a case is not solved, as its citizen recorded it. Raises Conflict, and Rejected where nothing is written."""
    now = house.clock.now()
    with house.store.write() as session:
        row = _ended(session, task_id, Outcome.WRITTEN, agent, now)
        house.cases.do(session, number, lambda ticket, at, policy: give_reason(ticket, words, at, policy), now)
    house.queue.deliver(row.person)


def end(house: House, task_id: int, outcome: Outcome, agent: Agent, note: str | None) -> None:
    """Another end of a task. What was no complaint ends its conversation, too. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        values = tasks.ending(outcome, now, agent.staff_id)
        worklist.change(session, HelplineTaskRow, task_id, agent.version, agent.staff_id, now, **values, note=note)
        row = tasks.get(session, task_id)
        found = conversations.get(session, row.conversation_id)
        if found is not None and found.state == OPEN:
            over = {"state": FINISHED, "asking": None} if outcome is Outcome.NO_COMPLAINT else {}
            conversations.save(session, found.with_(**over, **GIVEN_BACK))


def way_to(session: Session, row: HelplineTaskRow, conversation: Conversation) -> str:
    """The channel on which they are told what came of it: where they write, or by SMS who telephoned."""
    if row.kind in (Kind.LIVE, Kind.CALL_BACK) or conversation.channel == BY_PHONE:
        return BY_PHONE
    return (
        BY_PHONE
        if row.kind == Kind.HEAR and recordings.by_telephone(session, conversation.id)
        else conversation.channel
    )


def _ended(session: Session, task_id: int, outcome: Outcome, agent: Agent, now: datetime) -> HelplineTaskRow:
    """The task is done, and with it whatever else waited for this conversation."""
    values = tasks.ending(outcome, now, agent.staff_id)
    worklist.change(session, HelplineTaskRow, task_id, agent.version, agent.staff_id, now, **values)
    row = tasks.get(session, task_id)
    for kind in OPEN_KINDS:
        other = tasks.open_one(session, kind, row.conversation_id)
        if other is not None and other.id != task_id:
            tasks.finish_if_free(session, other.id, Outcome.OTHERWISE, now)
    return row


def _keep_words(session: Session, row: HelplineTaskRow, conversation: Conversation, now: datetime) -> None:
    """The words as a message of the caller, beside the recording that they were heard in."""
    files = recordings.of_conversation(session, conversation.id)
    envelope = files[0][0].envelope_id if files else None
    if envelope is None or conversations.has_message(session, envelope, 0):
        envelope = _envelope(session, f"agent-{row.id}-{row.version}", conversation, now)
    if envelope is not None:
        conversations.add_message(session, envelope, 0, conversation.id, _message(f"agent-{row.id}", conversation), now)


def _message(message_id: str, conversation: Conversation) -> InboundMessage:
    words = conversation.complaint.get("description") or ""
    found: Mapping[str, tuple[str, float]] = {}
    sender = Address(conversation.address)
    return InboundMessage(
        "ivr", message_id, sender, text=words, full_text=words, language=conversation.language, found=found
    )


def _envelope(session: Session, message_id: str, conversation: Conversation, now: datetime) -> int | None:
    values = {
        "channel": "ivr",
        "provider_id": message_id,
        "person": conversation.person,
        "received_at": now,
        "body": b"",
        "facts": {"written_by": "agent"},
        "state": HANDLED,
        "attempts": 0,
        "handled_at": now,
    }
    made: int | None = insert_once(session, EnvelopeRow, values, key=("channel", "provider_id"))
    return made

"""Calls that we make: "is it solved?", and call-backs. Each goes through the outbox, so that it is placed once."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from channels.ivr.call import Call, CallInput, Step
from channels.ivr.channel import Ivr
from channels.ivr.placing import call_message
from channels.ivr.prompts import spoken_language
from channels.ivr.webhook import Event
from core.errors import NotFound
from core.helpline import Kind, Outcome
from core.outbox import OutboxState
from core.store import worklist
from core.store.casework import tickets
from core.store.casework.erasing import ERASED
from core.store.engine import Store
from core.store.helpline import calls, feedback, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations, outbox
from core.ticket import TicketState
from gateway.channels import switched_on
from gateway.house import House
from gateway.pipeline.calls.ending import ended
from gateway.pipeline.calls.steps import ENTRY, answer

_log = logging.getLogger(__name__)
_LATER = timedelta(minutes=10)
_OPEN = (OutboxState.STAGED, OutboxState.SENDING, OutboxState.UNKNOWN)
_OVER = ("completed", "busy", "no-answer", "failed", "canceled")


def ask_by_telephone(house: House, channel: Ivr) -> int:
    """Call those who should be asked whether their case is solved; how many calls were staged."""
    if channel.settings.feedback_tries == 0:
        return 0
    now = house.clock.now()
    with house.store.read() as session:
        new = feedback.to_ask(session, switched_on(house.channels).phones, now)
    for asked in new:
        with house.store.write() as session:
            feedback.begin(session, asked, now)
    with house.store.read() as session:
        due = [row.id for row in tasks.due(session, Kind.FEEDBACK, now)]
    persons = [person for task_id in due if (person := _try(house.store, channel, task_id, now)) is not None]
    for person in persons:
        house.queue.deliver(person)
    if persons:
        _log.info("helpline: %d calls to ask whether a case is solved", len(persons))
    return len(persons)


def call_back(session: Session, row: HelplineTaskRow, agent: str, now: datetime) -> None:
    """Ring who waits to be called, and put them through to the agent's telephone."""
    conversation = conversations.get(session, row.conversation_id)
    if conversation is None or not conversation.address.startswith("+"):
        raise NotFound("no telephone", tell="There is no telephone number to call.")
    row.details = {**row.details, "agent": agent, "last": "placed", "at": now.isoformat()}
    _stage(session, row, conversation.address, conversation.language, now, now + _LATER)


def begin(house: House, channel: Ivr, event: Event, task_id: int) -> str:
    """Somebody answers a call of ours; the first document."""
    now = house.clock.now()
    with house.store.write() as session:
        before = calls.answered(session, event.call, ENTRY)
        if before is not None:
            return before
        if calls.get(session, event.call) is not None:  # erased since
            return channel.hung_up()
        call = _first(session, channel, event, task_id)
        row = tasks.get(session, task_id)
        if call is None or row.state != worklist.WAITING:
            return channel.says("wrong_call", spoken_language(calls.language_of(session, row.person)))
        calls.begin(session, event.call, row.person, row.conversation_id, now, task=task_id)
        return answer(session, channel, call, ENTRY, CallInput(), now, channel.settings.max_call_seconds)


def report(house: House, event: Event, task_id: int) -> None:
    """What Twilio says of a call of ours. Who was not reached is tried again when its time comes."""
    if event.status not in _OVER:
        return
    with house.store.write() as session:
        row = tasks.hold(session, task_id)
        if row is not None and _is_of(session, row, event):
            told = {"last": event.status, "at": house.clock.now().isoformat(), "call": event.call}
            row.details = {**row.details, **told}
    ended(house, event.call)


def _is_of(session: Session, row: HelplineTaskRow, event: Event) -> bool:
    """Is it news of the last call that was made for this task?"""
    if row.person == ERASED or row.details.get("call") == event.call:
        return False
    last = outbox.by_cause(session, _cause(row))
    return last is None or last.provider_id in (None, event.call)


def _try(store: Store, channel: Ivr, task_id: int, now: datetime) -> str | None:
    """One call, if it may be made now; whose."""
    settings = channel.settings
    with store.write() as session:
        row = tasks.hold(session, task_id)
        if row is None or row.state != worklist.WAITING or row.due_at is None or row.due_at > now:
            return None
        ticket = tickets.find(session, row.ticket or "")
        if ticket is None or ticket.state is not TicketState.PROPOSED:
            tasks.finish(session, row.id, Outcome.OTHERWISE, now)
            return None
        last = outbox.by_cause(session, _cause(row))
        stopped = last is not None and (last.reason or "").startswith("recipient-stopped")
        phone = feedback.phone_of(session, ticket.number)
        if stopped or phone is None or row.tries >= settings.feedback_tries:
            tasks.finish(session, row.id, Outcome.UNREACHED, now)
            return None
        decent = settings.hours.next(now)
        busy = (last is not None and last.state in _OPEN) or calls.going_on(session, row.person) is not None
        if decent > now or busy:
            row.due_at = max(decent, now + _LATER) if busy else decent
            return None
        until = min(now + timedelta(hours=1), settings.hours.end_of(now))
        row.due_at = now + timedelta(minutes=settings.feedback_wait_minutes)
        _stage(session, row, phone, ticket.language, now, until)
        return row.person


def _stage(session: Session, row: HelplineTaskRow, to: str, language: str, now: datetime, until: datetime) -> None:
    row.tries += 1
    message = call_message(row.id, to, language, until)
    conversation = row.conversation_id
    outbox.stage(session, message, cause=_cause(row), person=row.person, conversation_id=conversation, now=now)


def _cause(row: HelplineTaskRow) -> str:
    """The last try's name in the outbox."""
    return f"call:{row.id}:{row.tries}"


def _first(session: Session, channel: Ivr, event: Event, task_id: int) -> Call | None:
    """Where a call of ours begins; None when there is nothing to talk about any more."""
    row = tasks.get(session, task_id)
    hearing = channel.settings.hearing
    if row.kind == Kind.FEEDBACK:
        ticket = tickets.get(session, row.ticket or "")
        if ticket.state is not TicketState.PROPOSED:
            return None
        language = spoken_language(ticket.language)
        return Call(event.call, event.caller, language, Step.SOLVED, turn=1, number=ticket.number, hearing=hearing)
    conversation = conversations.get(session, row.conversation_id)
    language = spoken_language(conversation.language if conversation else None)
    agent = str(row.details.get("agent", ""))
    return Call(
        event.call, event.caller, language, Step.PERSON, turn=1, note="called_back", agent=agent, hearing=hearing
    )

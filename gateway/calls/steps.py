"""A call's steps: each a short request answered from the state in the database.

What is heard is in the record before the next question is asked, so a caller who hangs up has lost nothing; the
record is the conversation's own, so WhatsApp or another call from that number goes on with it.
"""

import dataclasses
import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from channels.ivr import flow
from channels.ivr.call import Call, Heard, Moved, Step, What
from channels.ivr.channel import Ivr
from channels.ivr.screens import Answer, Screen, say
from channels.ivr.webhook import Event
from core.complaint import Field, Source
from core.errors import DialogueUnavailable
from core.messages import Address, InboundMessage
from core.ports import Turn, Understanding
from core.store import calls, conversations
from core.store.conversations import Conversation
from core.store.recordings import keep_recording
from gateway.calls.effects import do
from gateway.house import House

_log = logging.getLogger(__name__)
_ENTRY = 0


def enter(house: House, channel: Ivr, event: Event) -> str:
    """The call begins; the first document."""
    now = house.clock.now()
    person = _person(event)
    with house.store.write() as session:
        before = calls.answered(session, event.call, _ENTRY)
        if before is not None:
            return before
        if calls.count_since(session, person, now - timedelta(hours=1)) >= channel.settings.calls_an_hour:
            _log.warning("too many calls from one number")
            return channel.twiml(Screen((say("too_many"),), Answer.NOTHING), "ur", "")
        conversation = _conversation(session, house, person, event, now)
        conversations.save(session, conversation)
        session.flush()
        calls.begin(session, event.call, person, conversation.id, now)
        language = calls.language_of(session, person)
        step = Step.MENU if language else Step.LANGUAGE
        call = Call(event.call, event.caller, language, step, turn=1, known=_known(conversation))
        return _answer(session, channel, call, _ENTRY, Heard(), now)


def proceed(house: House, channel: Ivr, event: Event, turn: int) -> str:
    """The answer to question ``turn`` came (or none); the next document. A repeat gets the same one."""
    now = house.clock.now()
    with house.store.read() as session:
        before = calls.answered(session, event.call, turn)
        row = calls.get(session, event.call)
    if before is not None:
        return before
    if row is None or not row.state:
        return enter(house, channel, event)
    call = Call.from_json(row.state)
    if turn != call.turn:
        return channel.twiml(flow.ask(call), call.language or "ur", _action(call))
    if now - row.started_at > timedelta(seconds=channel.settings.max_call_seconds):
        moved = Moved(dataclasses.replace(call.to(Step.GOODBYE, note="kept"), turn=turn + 1))
    else:
        moved = flow.hear(call, _understood(house, event.heard))
    if What.TELL_DIALOGUE in moved.does:
        moved = _tell_dialogue(house, row.conversation_id, moved, event)
    with house.store.write() as session:
        if event.recording and event.recording_url:
            keep_recording(
                session, event.recording, event.recording_url, row.person, row.conversation_id, now, channel.name
            )
        moved = do(session, house, row.person, row.conversation_id, moved, now)
        answer = _answer(session, channel, moved.call, turn, event.heard, now)
    if What.REGISTER in moved.does:
        house.queue.deliver(row.person)
    return answer


def recording_ready(house: House, channel: Ivr, event: Event) -> None:
    """A recording came later than the step that made it."""
    with house.store.write() as session:
        row = calls.get(session, event.call)
        if row is not None and event.recording and event.recording_url:
            keep_recording(
                session,
                event.recording,
                event.recording_url,
                row.person,
                row.conversation_id,
                house.clock.now(),
                channel.name,
            )


def ended(house: House, event: Event) -> None:
    """The line is dead. What was said is in the record already; an unfinished complaint is somebody's to look at."""
    now = house.clock.now()
    with house.store.write() as session:
        row = calls.get(session, event.call)
        calls.end(session, event.call, now)
        found = conversations.get(session, row.conversation_id) if row else None
        if found is not None and found.state == conversations.OPEN and found.complaint.get("description"):
            conversations.save(session, found.with_(needs_person=True, last_at=now))


def _answer(session: Session, channel: Ivr, call: Call, turn: int, heard: Heard, now: datetime) -> str:
    document = channel.twiml(flow.ask(call), call.language or "ur", _action(call))
    said = {"keys": heard.keys, "speech": heard.speech, "confidence": heard.confidence, "seconds": heard.seconds}
    if not calls.step(session, call.sid, turn, document, said, call.as_json(), call.language, now):
        return calls.answered(session, call.sid, turn) or document
    return document


def _action(call: Call) -> str:
    return f"/in/ivr/step?turn={call.turn}"


def _person(event: Event) -> str:
    return f"tel:{event.caller}" if event.caller else f"call:{event.call}"


def _conversation(session: Session, house: House, person: str, event: Event, now: datetime) -> Conversation:
    found = conversations.open_one(session, person, since=now - house.limits.idle)
    if found is None:
        caller = InboundMessage("ivr", event.call, Address(event.caller))
        found = conversations.begin(person, caller, now)
    if event.caller:
        phone = {"phone": Field(event.caller, 1.0, Source.CHANNEL)}
        found = found.with_(complaint=found.complaint.learn(phone))
    return found.with_(channel="ivr", address=event.caller, last_at=now)


def _known(conversation: Conversation) -> dict[str, str]:
    names = ("category", "district", "description", "address")
    return {name: value for name in names if (value := conversation.complaint.get(name))}


def _understood(house: House, heard: Heard) -> Heard:
    if not heard.speech:
        return heard
    try:
        understood = house.engine.understand([heard.speech])[0]
    except DialogueUnavailable:
        understood = Understanding()
    return dataclasses.replace(heard, understood=understood)


def _tell_dialogue(house: House, conversation_id: str, moved: Moved, event: Event) -> Moved:
    """The caller's words through the same dialogue as elsewhere: what it hears in them is not asked again."""
    call = moved.call
    try:
        result = house.engine.turn(
            Turn(
                conversation=conversation_id,
                id=f"{event.call}:{call.turn}",
                text=moved.words,
                language=call.language or "ur",
                known={**call.known, **({"phone": event.caller} if event.caller else {})},
                asking="description",
            )
        )
    except DialogueUnavailable:
        return moved
    heard = {
        name: field.value
        for name, field in result.fields.items()
        if field.believed and name in ("category", "district", "address") and name not in call.known
    }
    return dataclasses.replace(moved, call=call.learnt(**heard), learnt={**moved.learnt, **heard})

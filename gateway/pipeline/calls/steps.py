"""A call's steps: each a short request answered from the state in the database.

What is heard is in the record before the next question is asked, so a caller who hangs up has lost nothing; the
record is the conversation's own, so WhatsApp or another call from that number goes on with it.
"""

import dataclasses
import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from channels.ivr import flow
from channels.ivr.answers import SURE
from channels.ivr.call import Advance, Call, CallInput, Step, What
from channels.ivr.channel import Ivr
from channels.ivr.shared import may_be_shared
from channels.ivr.webhook import Event
from core.asking import Asking
from core.conversation import Conversation, begin
from core.messages import Address, InboundMessage
from core.store.casework import personal
from core.store.casework.erasing import ERASED
from core.store.helpline import calls
from core.store.helpline.recordings import keep_recording
from core.store.helpline.tables import CallRow
from core.store.pipeline import conversations
from gateway.house import House
from gateway.limits import Limits
from gateway.pipeline.calls.commit import Join
from gateway.pipeline.calls.dialogue import AfterDialogue, said_to_house, tell_dialogue, understood, with_danger
from gateway.pipeline.calls.effects import do, phone_field

_log = logging.getLogger(__name__)
ENTRY = 0
_OPTIONAL = ("address", "complainant_name")
_TELLS = {What.REGISTER, What.SATISFIED, What.DISSATISFIED}
_KNOWN = ("category", "district", "description", "address", "complainant_name", "anonymous")


def enter(house: House, channel: Ivr, event: Event, join: Join) -> str:
    """The call begins; the first document."""
    return join(lambda session: _enter(session, house.limits, channel, event, house.clock.now()))


def proceed(house: House, channel: Ivr, event: Event, turn: int, join: Join) -> str:
    """The answer to question ``turn`` came (or none); the next document. A repeat gets the same one."""
    now = house.clock.now()
    heard = _listened(house, channel, event, turn, now) if event.heard.speech else None
    done = join(lambda session: _step(session, house, channel, event, turn, now, heard))
    if done is None:
        return enter(house, channel, event, join)
    for media_id in done.files:
        house.queue.fetch(media_id)
    if done.person:
        house.queue.deliver(done.person)
    return done.document


@dataclasses.dataclass(frozen=True, slots=True)
class _Done:
    """A step that is kept. ``files`` are to be fetched; ``person``: for whom something was staged."""

    document: str
    files: tuple[int, ...] = ()
    person: str | None = None


def _enter(session: Session, limits: Limits, channel: Ivr, event: Event, now: datetime) -> str:
    before = calls.answered(session, event.call, ENTRY)
    if before is not None:
        return before
    if calls.get(session, event.call) is not None:  # erased since: somebody sends an old request again
        return channel.hung_up()
    person = person_of(event)
    shared = may_be_shared(event.caller, channel.settings.shared_numbers)
    language = None if shared else calls.language_of(session, person)
    if calls.count_since(session, person, now - timedelta(hours=1)) >= channel.settings.calls_an_hour:
        _log.warning("too many calls from one number")
        return channel.says("too_many", language or "ur")
    conversation = _conversation(session, limits, person, event, now)
    conversations.save(session, conversation)
    session.flush()
    calls.begin(session, event.call, person, conversation.id, now)
    call = Call(
        event.call,
        event.caller,
        language,
        Step.MENU if language else Step.LANGUAGE,
        turn=1,
        known=_known(conversation, event),
        asked=_asked(conversation),
        hearing=channel.settings.hearing,
        shared=shared and _something_told(session, person, conversation),
    )
    return answer(session, channel, call, ENTRY, CallInput(), now, channel.settings.max_call_seconds)


def _listened(house: House, channel: Ivr, event: Event, turn: int, now: datetime) -> AfterDialogue | None:
    """What words mean, before anything is locked; None where they are not awaited any more."""
    with house.store.read() as session:
        row = calls.get(session, event.call)
    if row is None or not row.state:
        return None
    call = Call.from_json(row.state)
    if turn != call.turn or _left(channel, row, now) <= 0:
        return None
    heard = understood(house, event.heard)
    moved = flow.advance(call, heard)
    if What.TELL_DIALOGUE in moved.does:
        return tell_dialogue(house.engine, row.conversation_id, call, moved, event)
    told = said_to_house(moved)
    asked = call.step is Step.IN_DANGER or heard.confidence < SURE
    return told if asked else with_danger(told, heard.speech, heard.understood)


def _step(
    session: Session, house: House, channel: Ivr, event: Event, turn: int, now: datetime, heard: AfterDialogue | None
) -> _Done | None:
    row = calls.hold(session, event.call)
    if row is None or not row.state:
        return None
    call = Call.from_json(row.state)
    left = _left(channel, row, now)
    if turn != call.turn:  # a repeat; or a question that is not open any more: the one that is, is asked again
        before = calls.answered(session, event.call, turn)
        return _Done(before or channel.twiml(flow.ask(call), call.language or "ur", action(call), left))
    talked = heard or _pressed(row, call, event, left)
    files = _keep(session, channel, row, event, now)
    if What.ANOTHER_CALLER in talked.moved.does:
        _begin_anew(session, row, now)
    moved = do(session, house, row.person, row.conversation_id, call, talked, now, task=row.task)
    document = answer(session, channel, moved.call, turn, event.heard, now, left)
    return _Done(document, files, row.person if _TELLS & set(moved.does) else None)


def _pressed(row: CallRow, call: Call, event: Event, left: int) -> AfterDialogue:
    if left <= 0:
        ours = row.task is not None
        over = dataclasses.replace(call.to(Step.GOODBYE, note="ask_later" if ours else "kept"), turn=call.turn + 1)
        return said_to_house(Advance(over, does=() if ours else (What.CALL_BACK,)))
    return said_to_house(flow.advance(call, event.heard))


def answer(
    session: Session, channel: Ivr, call: Call, turn: int, heard: CallInput, now: datetime, seconds_left: int
) -> str:
    """Keep a step with its document, once."""
    document = channel.twiml(flow.ask(call), call.language or "ur", action(call), seconds_left)
    said = {"keys": heard.keys, "speech": heard.speech, "confidence": heard.confidence, "seconds": heard.seconds}
    if not calls.step(session, call.sid, turn, document, said, call.as_json(), call.language, now):
        return calls.answered(session, call.sid, turn) or document
    return document


def recording_ready(house: House, channel: Ivr, event: Event) -> None:
    """A recording came later than the step that made it."""
    with house.store.write() as session:
        row = calls.get(session, event.call)
        known = row is not None and row.person != ERASED
        files = _keep(session, channel, row, event, house.clock.now()) if row is not None and known else ()
    for media_id in files:
        house.queue.fetch(media_id)


def action(call: Call) -> str:
    """Where the answer to a call's present question is sent."""
    return f"/in/ivr/step?turn={call.turn}"


def person_of(event: Event) -> str:
    return f"tel:{event.caller}" if event.caller else f"call:{event.call}"


def _something_told(session: Session, person: str, conversation: Conversation) -> bool:
    told = any(conversation.complaint.get(name) for name in _KNOWN)
    return told or bool(personal.of_citizen(session, person, limit=1))


def _begin_anew(session: Session, row: CallRow, now: datetime) -> None:
    """The caller is somebody else than who called from this number before: a person of their own."""
    stranger = begin(f"call:{row.sid}", InboundMessage("ivr", row.sid, Address("")), now)
    conversations.save(session, stranger)
    session.flush()
    row.person, row.conversation_id = stranger.person, stranger.id


def _keep(session: Session, channel: Ivr, row: CallRow, event: Event, now: datetime) -> tuple[int, ...]:
    if not event.recording or not event.recording_url:
        return ()
    kept = keep_recording(
        session, event.recording, event.recording_url, row.person, row.conversation_id, now, channel.name
    )
    return () if kept is None else (kept,)


def _left(channel: Ivr, row: CallRow, now: datetime) -> int:
    return channel.settings.max_call_seconds - int((now - row.started_at).total_seconds())


def _conversation(session: Session, limits: Limits, person: str, event: Event, now: datetime) -> Conversation:
    found = conversations.open_one(session, person, since=now - limits.idle)
    if found is None:
        caller = InboundMessage("ivr", event.call, Address(event.caller))
        found = begin(person, caller, now)
    found = found.with_(complaint=found.complaint.learn(phone_field(event.caller)))
    return found.with_(channel="ivr", address=event.caller or found.address, last_at=now)


def _known(conversation: Conversation, event: Event) -> dict[str, str]:
    names = _KNOWN if event.caller else (*_KNOWN, "phone")
    return {name: value for name in names if (value := conversation.complaint.get(name))}


def _asked(conversation: Conversation) -> tuple[str, ...]:
    """Optional questions that were asked before, in another call or elsewhere: they come in this order."""
    question = Asking.read(conversation.asking).question
    return {"complainant_name": _OPTIONAL[:1], "phone": _OPTIONAL, "confirmed": _OPTIONAL}.get(question or "", ())

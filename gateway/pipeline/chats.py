"""An agent in a written conversation: takes it over from the assistant, answers, and gives it back.

Each is one transaction: what the agent says is staged with the proof that the conversation is theirs.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.asking import for_all
from core.casework.attendance import Attendance
from core.conversation import FINISHED, Conversation
from core.errors import NotFound, Rejected
from core.helpline import Kind, Outcome, Why
from core.messages import OutboundMessage
from core.ports import WindowedChannel
from core.reference.phrasebook import say
from core.store import worklist
from core.store.helpline import drafts, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations, outbox, thread
from gateway.house import House
from gateway.pipeline.calls.transcribing import GIVEN_BACK, OPEN_KINDS, Agent

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Window:
    """Whether free text arrives on a conversation's channel now. ``until``: when that ends; None: it does not end.
    ``template``: after that an approved template carries it."""

    open: bool = True
    until: datetime | None = None
    template: bool = False


def window(session: Session, house: House, told: Conversation, now: datetime) -> Window:
    """How a message of ours reaches this citizen just now."""
    channel = house.channels.get(told.channel)
    if not isinstance(channel, WindowedChannel):
        return Window()
    last = thread.last_on(session, told.id, told.channel)
    until = last + channel.window if last is not None else None
    probe = channel.as_template(OutboundMessage("", told.channel, told.address, "…", told.language))
    return Window(until is not None and now < until, until, probe is not None)


def take_over(house: House, task_id: int, agent: Agent) -> None:
    """The thread is this agent's, and the assistant is silent. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        _held(session, house.attendance, task_id, agent, now)


def reply(house: House, task_id: int, agent: Agent, text: str, token: str) -> None:
    """Send an answer; the thread is the agent's from then on. ``token`` is the form's own: sent twice, it goes once.

    Raises Conflict, and Rejected where nothing is written or it could not arrive.
    """
    now = house.clock.now()
    if not text.strip():
        raise Rejected("no words", tell="Please write something.")
    cause = f"{thread.AGENT}{agent.staff_id}:{task_id}:{token}"
    with house.store.write() as session:
        if outbox.by_cause(session, cause) is not None:
            return
        told = _held(session, house.attendance, task_id, agent, now)
        message = _sendable(session, house, told, _message(session, told, text), now)
        outbox.stage(session, message, cause=cause, person=told.person, conversation_id=told.id, now=now)
        drafts.put(session, told.id, agent.staff_id, "", now)
    house.queue.deliver(told.person)


def give_back(house: House, task_id: int, agent: Agent, told: Conversation | None = None) -> None:
    """The assistant goes on, with what is missing. ``told``: the record as the agent wrote it. Raises Conflict."""
    now = house.clock.now()
    with house.store.write() as session:
        values = tasks.ending(Outcome.GIVEN_BACK, now, agent.staff_id)
        worklist.change(session, HelplineTaskRow, task_id, agent.version, agent.staff_id, now, **values)
        row = tasks.get(session, task_id)
        _finish_others(session, row, now)
        told = told or _of(session, row)
        missing = told.complaint.missing() if told.state != FINISHED else ()
        asks = bool(missing) and "description" not in missing
        text = say("person_back", told.language)
        if asks:
            text = f"{text}\n\n{house.engine.ask_all(missing, told.language).text}"
        conversations.save(
            session, told.with_(asking=for_all(tuple(missing)).text if asks else told.asking, last_at=now, **GIVEN_BACK)
        )
        try:
            message = _sendable(session, house, told, _message(session, told, text), now)
        except Rejected:
            return  # they are told with the assistant's next answer
        cause = f"back:{task_id}:{agent.version}"
        outbox.stage(session, message, cause=cause, person=told.person, conversation_id=told.id, now=now)
    house.queue.deliver(told.person)


def open_unfinished(house: House, conversation_id: str) -> int:
    """A complaint that was left half told, on an agent's desk; the task's id. Raises NotFound."""
    with house.store.write() as session:
        told = conversations.get(session, conversation_id)
        if told is None or told.state == FINISHED:
            raise NotFound("no unfinished complaint")
        tasks.add(session, Kind.UNFINISHED, Why.LEFT_OPEN, told, house.clock.now())
        row = tasks.open_one(session, Kind.UNFINISHED, conversation_id)
        if row is None:
            raise NotFound("no unfinished complaint")
        return row.id


def _held(session: Session, attendance: Attendance, task_id: int, agent: Agent, now: datetime) -> Conversation:
    worklist.change(session, HelplineTaskRow, task_id, agent.version, agent.staff_id, now)
    tasks.lock(session, task_id, agent.staff_id, now)
    told = _of(session, tasks.get(session, task_id))
    until = attendance.hold_until(now)
    held = told.with_(held_by=agent.staff_id, held_until=until, needs_person=True, last_at=max(now, told.last_at))
    return conversations.save(session, held)


def _of(session: Session, row: HelplineTaskRow) -> Conversation:
    told = conversations.get(session, row.conversation_id)
    if told is None:
        raise NotFound("the conversation is gone")
    return told


def _finish_others(session: Session, row: HelplineTaskRow, now: datetime) -> None:
    for kind in OPEN_KINDS:
        other = tasks.open_one(session, kind, row.conversation_id)
        if other is not None and other.id != row.id and kind in (Kind.CHAT, Kind.UNFINISHED):
            tasks.finish_if_free(session, other.id, Outcome.OTHERWISE, now)


def _message(session: Session, told: Conversation, text: str) -> OutboundMessage:
    last = thread.last_heard(session, told.id) if told.subject is not None else None
    named = last.provider_id if last is not None and last.channel == told.channel else None
    return OutboundMessage(
        id="",
        channel=told.channel,
        to=told.address,
        text=text.strip()[:LONGEST],
        language=told.language,
        subject=told.subject,
        in_reply_to=named,
        references=(named,) if named else (),
    )


def _sendable(
    session: Session, house: House, told: Conversation, message: OutboundMessage, now: datetime
) -> OutboundMessage:
    """As it can arrive now: itself, or as a template. Raises Rejected with what to tell the agent."""
    if told.channel not in house.channels or not told.address:
        raise Rejected("no way", tell="There is no way to write to this citizen. Call them, if there is a number.")
    if outbox.stopped(session, told.channel, told.address):
        raise Rejected("stopped", tell="They asked for no more messages. Call them, if it is needed.")
    now_open = window(session, house, told, now)
    if now_open.open:
        return message
    channel = house.channels[told.channel]
    template = channel.as_template(message) if isinstance(channel, WindowedChannel) else None
    if template is None:
        raise Rejected(
            "the window is closed",
            tell="They wrote too long ago: free text does not arrive any more, and no template is set up. Call them.",
        )
    return template

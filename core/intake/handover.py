"""Handing over: somebody waits for a person, a person has the thread, and is told when a person answers.

While a person of ours has the thread the assistant is silent: what the citizen writes is kept, and shown on the desk.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework.attendance import Attendance
from core.conversation import Conversation
from core.helpline import Kind, Why
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.intake.steps import learn
from core.ports import PAKISTAN, Outcome, Reply
from core.reference.phrasebook import date_in_words, say
from core.store.helpline import tasks
from core.store.mailroom.letters import CHANNEL as LETTERS
from core.store.pipeline import conversations
from core.text.urgent import danger


def while_held(session: Session, context: Context) -> IntakeResult | None:
    """What comes of a message while a person has the thread: the assistant is silent.

    A button of ours that names a case goes its own way. Out of hours they are told once when somebody is there again.
    """
    message, found, now = context.message, context.found, context.now
    if message.choice is not None:
        return None
    after = learn(found, message, now).with_(
        needs_person=True, urgent=found.urgent or bool(message.text and danger(message.text))
    )
    return IntakeResult(after, _away(session, after, context.means.attendance, now))


def announce(context: Context, handled: IntakeResult) -> IntakeResult:
    """That a person answers, with when. Who waits for one and only asks "is anybody there?" hears it again."""
    if handled.result is None or handled.conversation is None:
        return handled
    found, attendance, now = context.found, context.means.attendance, context.now
    if found.needs_person and found.asking is None and handled.result.outcome is Outcome.CHAT and handled.case is None:
        language = handled.conversation.language
        waits = f"{say('person_waiting', language)} {when_answered(language, attendance, now)}"
        return replace(handled, replies=(Reply(waits),))
    if handled.result.outcome is not Outcome.HUMAN:
        return handled
    return replace(
        handled, replies=(*handled.replies, Reply(when_answered(handled.conversation.language, attendance, now)))
    )


def when_answered(language: str, attendance: Attendance, now: datetime) -> str:
    """When a person of ours answers, as the citizen is told."""
    opens = attendance.opens(now)
    if opens == now:
        return say("person_soon", language, minutes=str(attendance.answer_minutes))
    return say("person_later", language, date=date_in_words(opens), time=f"{opens.astimezone(PAKISTAN):%H:%M}")


def enqueue(session: Session, conversation: Conversation, now: datetime) -> None:
    """On the desk's list, where it is not there yet; letters have a desk of their own."""
    before = conversation.kept
    if not conversation.needs_person or conversation.channel == LETTERS:
        return
    if before is None or not before.needs_person or conversation.held(now):
        tasks.add(session, Kind.CHAT, Why.WANTS_A_PERSON, conversation, now)
    if conversation.urgent and before is not None and not before.urgent:
        tasks.hurry(session, conversation.id)


def _away(session: Session, told: Conversation, attendance: Attendance, now: datetime) -> tuple[Reply, ...]:
    if attendance.there(now):
        return ()
    last = conversations.last_message(session, told.id)
    if last is not None and attendance.opens(last.received_at) == attendance.opens(now):
        return ()  # said already, when the one before came out of the same hours
    return (Reply(when_answered(told.language, attendance, now)),)

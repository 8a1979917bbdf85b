"""Intake's last step: what was heard is written in one transaction, with the answers staged."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.conversation import OPEN, Conversation
from core.errors import Conflict
from core.intake import follow_ups, own_addresses, taken_back
from core.intake.handover import enqueue
from core.intake.proving import send_code
from core.intake.registration import number_in_words, register
from core.intake.result import IntakeResult
from core.intake.unfinished import is_serious
from core.intake.voice import list_to_hear
from core.messages import InboundMessage, OutboundMessage
from core.ports import Reply
from core.services.cases import Cases
from core.store.evidence import media
from core.store.pipeline import conversations, outbox, unfinished

LONGEST = 350
"""Signs that a small telephone shows at once."""


def write(
    session: Session,
    handled: IntakeResult,
    message: InboundMessage,
    envelope_id: int,
    position: int,
    now: datetime,
    track_link: str,
    cases: Cases,
    *,
    as_it_came: InboundMessage | None = None,
) -> None:
    """Keep the message, the conversation, the ticket where there is one now, and the answers. ``as_it_came``: the
    message itself, where ``message`` is several that were read together.

    Raises Conflict where a person took the thread while the assistant was thinking: then it is heard again, in silence.
    """
    conversation = handled.conversation
    kept = as_it_came or message
    _keep_conversations(session, handled, envelope_id, now, files=bool(kept.attachments or kept.pages))
    conversations.add_message(session, envelope_id, position, conversation.id if conversation else None, kept, now)
    replies = list(handled.replies)
    if handled.register and conversation is not None:
        replies = _registered(session, conversation, handled, replies, track_link, cases, now)
    if handled.case is not None:
        replies += follow_ups.apply(session, cases, handled.case, now)
    if handled.own is not None and conversation is not None:
        replies.append(own_addresses.apply(session, cases, handled.own, conversation, message, now))
    _act(session, cases, handled, message, envelope_id, now)
    reached = bool(message.sender.address) and message.automatic is None and message.device is None
    if conversation is not None and reached:
        outbox.resume(session, message.channel, message.sender.address)
        stage_replies(session, conversation, message, replies, f"envelope:{envelope_id}:{position}", now)
    if conversation is not None and conversation.state == OPEN and is_serious(conversation):
        unfinished.note_serious(session, conversation.id, now)
    if handled.next_matter is not None:
        _turn_to(session, handled.next_matter, message, f"envelope:{envelope_id}:{position}:next", now)


def _act(
    session: Session, cases: Cases, handled: IntakeResult, message: InboundMessage, envelope_id: int, now: datetime
) -> None:
    """What a message does besides being kept and answered."""
    if message.takes_back is not None:
        taken_back.erase(session, cases, message.channel, message.takes_back, envelope_id, now)
    if handled.claimed is not None:
        send_code(session, cases, handled.claimed, now)
    if handled.stop and message.sender.address:
        outbox.stop(session, message.channel, message.sender.address, now)


def _turn_to(session: Session, following: IntakeResult, message: InboundMessage, cause: str, now: datetime) -> None:
    """The next matter, asked about in the same breath."""
    if following.conversation is not None:
        conversations.save(session, following.conversation)
        stage_replies(session, following.conversation, message, following.replies, cause, now)


def _keep_conversations(
    session: Session, handled: IntakeResult, envelope_id: int, now: datetime, *, files: bool
) -> None:
    if handled.conversation is not None:
        kept = conversations.save(session, handled.conversation)
        if handled.result is not None and kept.held(now) and not handled.conversation.held(now):
            raise Conflict("a person has this thread now")
        if handled.conversation.needs_person:
            enqueue(session, handled.conversation, now)
        if handled.spoken:
            list_to_hear(session, handled, now)
        if files:
            media.join(session, envelope_id, handled.conversation.id)
    for other in (handled.next_conversation, handled.kept_for_later):
        if other is not None:
            conversations.save(session, other)


def _registered(
    session: Session,
    conversation: Conversation,
    handled: IntakeResult,
    replies: list[Reply],
    track_link: str,
    cases: Cases,
    now: datetime,
) -> list[Reply]:
    """What is told with the number. Of an emergency it is one message, the numbers to call, the case's number, and what
    is asked; or two, where one would be too long to be read in haste."""
    ticket, sent_to = register(session, conversation, now, cases)
    told = number_in_words(conversation, ticket, sent_to, track_link, asked_below=handled.last)
    if handled.last:
        first = "\n\n".join(reply.text for reply in replies)
        both = f"{first}\n\n{told}".strip()
        return [Reply(both)] if len(both) <= LONGEST or not first else [Reply(first), Reply(told)]
    return [*replies, Reply(told)]


def note(
    session: Session, handled: IntakeResult, message: InboundMessage, envelope_id: int, position: int, now: datetime
) -> None:
    """Keep a message that was read together with a later one, and is answered with it. Call it before ``write``."""
    conversation = handled.conversation
    if conversation is not None:
        conversations.save(session, conversation)
        media.join(session, envelope_id, conversation.id)
    conversations.add_message(session, envelope_id, position, conversation.id if conversation else None, message, now)


def stage_replies(
    session: Session,
    conversation: Conversation,
    message: InboundMessage,
    replies: Sequence[Reply],
    cause: str,
    now: datetime,
) -> None:
    """Stage the answers to a message, in their order; none to who hides where they can be reached."""
    if not message.sender.address:
        return
    for n, reply in enumerate(replies):
        asks = conversation.asking if n == len(replies) - 1 and conversation.asking == "phone" else None
        answer = OutboundMessage(
            id="",
            channel=message.channel,
            to=message.sender.address,
            text=reply.text,
            language=conversation.language,
            subject=message.subject,
            buttons=reply.buttons,
            menu=reply.menu,
            recording=reply.recording,
            in_reply_to=message.id if message.subject is not None else None,
            references=(*message.references, message.id) if message.subject is not None else (),
            asks=asks,
        )
        outbox.stage(
            session, answer, cause=f"{cause}:{n}", person=conversation.person, conversation_id=conversation.id, now=now
        )

"""Intake's last step: what was heard is written in one transaction, with the answers staged."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core import case_words
from core.intake import Heard
from core.messages import InboundMessage, OutboundMessage
from core.phrases import say
from core.ports import Reply
from core.proving import send_code
from core.registration import register
from core.store.casework.cases import Cases
from core.store.evidence import media
from core.store.road import conversations, outbox
from core.store.road.conversations import Conversation


def write(
    session: Session,
    heard: Heard,
    message: InboundMessage,
    envelope_id: int,
    position: int,
    now: datetime,
    track_link: str,
    cases: Cases,
) -> None:
    """Keep the message, the conversation, the ticket where there is one now, and the answers."""
    conversation = heard.conversation
    if conversation is not None:
        conversations.save(session, conversation)
        media.join(session, envelope_id, conversation.id)
    if heard.next_conversation is not None:
        conversations.save(session, heard.next_conversation)
    conversations.add_message(session, envelope_id, position, conversation.id if conversation else None, message, now)
    replies = list(heard.replies)
    if heard.register and conversation is not None:
        ticket, sent_to = register(session, conversation, now, cases)
        key = "registered_urgent" if conversation.urgent else "registered"
        told = say(key, conversation.language, number=ticket.number, link=track_link)
        replies.append(Reply("\n".join(filter(None, (told, sent_to)))))
    if heard.claimed is not None:
        send_code(session, cases, heard.claimed, now)
    if heard.case is not None:
        replies += case_words.apply(session, cases, heard.case, now)
    if heard.stop:
        outbox.stop(session, message.channel, message.sender.address, now)
    if conversation is not None and message.automatic is None:
        outbox.resume(session, message.channel, message.sender.address)
        stage_replies(session, conversation, message, replies, f"envelope:{envelope_id}:{position}", now)


def stage_replies(
    session: Session,
    conversation: Conversation,
    message: InboundMessage,
    replies: Sequence[Reply],
    cause: str,
    now: datetime,
) -> None:
    """Stage the answers to a message, in their order."""
    for n, reply in enumerate(replies):
        answer = OutboundMessage(
            id="",
            channel=message.channel,
            to=message.sender.address,
            text=reply.text,
            language=conversation.language,
            subject=message.subject,
            buttons=reply.buttons,
            in_reply_to=message.id if message.subject is not None else None,
            references=(*message.references, message.id) if message.subject is not None else (),
        )
        outbox.stage(
            session, answer, cause=f"{cause}:{n}", person=conversation.person, conversation_id=conversation.id, now=now
        )

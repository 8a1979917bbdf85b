"""What a mail is about: the case of which its subject and its thread speak, or another that it mentions.

Neither opens that case. Such a mail begins a complaint of its own, which has the other's number in its field
``tracking_number``: the officer sees it, and not a word of the other case goes to the sender.
"""

import re

from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.messages import InboundMessage
from core.store.casework import tickets
from core.store.pipeline import conversations, envelopes, outbox
from core.text.file_names import is_file_name, without_file_marks
from core.text.ids import find_ids
from core.text.subject_prefixes import FORWARD, REPLY, peel

_LOOKED_AT = 4000
"""Characters of a mail in which a number is looked for."""


def answered(session: Session, message: InboundMessage, person: str) -> Conversation | None:
    """The conversation that a message answers: by its signed reply address, else by an id of a message of ours.

    In a chat the provider makes the ids, and whoever answers at once may name one that we have not written yet: then it
    is what is being sent to this person. A mail's id is ours, and written before it is sent.
    """
    ids = [one for one in (message.in_reply_to, *reversed(message.references)) if one]
    found = message.thread or outbox.conversation_of(session, ids)
    if found is None and message.subject is None and message.in_reply_to and not _is_theirs(session, message):
        found = outbox.under_way(session, person, message.channel)
    return conversations.get(session, found) if found else None


def _is_theirs(session: Session, message: InboundMessage) -> bool:
    """Is it a message that was sent to us: they quote their own words?"""
    return envelopes.find(session, message.channel, message.in_reply_to or "") is not None


def with_mentioned_case(session: Session, message: InboundMessage, person: str) -> InboundMessage:
    """A message with the case that it mentions in ``found``.

    One that answers what we sent to somebody else may act on no case at all (``trusted`` is off): it was passed on, or
    comes from another address, and who that is cannot be known.
    """
    other = answered(session, message, person)
    if other is not None and other.person != person:
        ticket = tickets.of_conversation(session, other.id)
        number = ticket.number if ticket is not None else None
        message = message.with_(trusted=False, thread=None)
    else:
        number = next((one for one in named(message) if tickets.find(session, one) is not None), None)
    return message.with_(found={**message.found, "tracking_number": (number, 1.0)}) if number else message


def named(message: InboundMessage) -> tuple[str, ...]:
    """The tracking numbers in a mail: its subject and its text. Chats have no subject, and are not looked at."""
    if message.subject is None:
        return ()
    text = f"{message.subject}\n{message.text}"[:_LOOKED_AT]
    return tuple(dict.fromkeys(found.value for found in find_ids(text) if found.kind == "tracking_number"))


_SAYS_NOTHING = re.compile(
    r"(?:(?:my|a|new|urgent|public|citizen'?s?|important|online|the|mail|e-?mail)\s+)*"
    r"(?:complaints?|request|application|petition|help|hi|hello|salam|assalam o alaikum|urgent|test|\(?no subject\)?"
    r"|شکایت|درخواست|عرضی|مدد|فوری|سلام|السلام علیکم|shikayat|darkhwast|arzi|madad|شکایت نامه)[.!۔]*",
    re.IGNORECASE,
)
_LEAST = 3
"""Letters of a subject that is looked for within another."""


def bare(subject: str | None) -> str:
    """A subject without prefixes and tags, folded for comparing."""
    return " ".join(peel(subject).rest.casefold().split())


def same(one: str | None, other: str | None) -> bool:
    """Are they the same subject? No subject at all is the same as any: chats have none, and phones drop them."""
    one, other = bare(one), bare(other)
    return not one or not other or one == other


def answers(asked: str | None, answer: str | None) -> bool:
    """May this be the subject of an answer in a thread that is proven?

    Gateways change subjects on the way and programs cut them: what still has the old subject in it, or a piece of it,
    is one. Only a subject that somebody wrote anew is about something else.
    """
    if same(asked, answer):
        return True
    old, new = bare(asked), bare(answer)
    return len(old) >= _LEAST and (old in new or (len(new) >= _LEAST and new in old))


def words_of(message: InboundMessage, *, begins: bool) -> str:
    """What a message tells: of a mail that begins a conversation with its subject, and without its files' names."""
    if message.subject is None:
        return message.content
    return with_subject(message.subject, message.content) if begins else without_file_marks(message.content)


def with_subject(subject: str | None, text: str) -> str:
    """A text with its subject before it, where that says something more: many mails say in it where and what.

    The subject of an answer or of a mail passed on is not the sender's; "Complaint" and files' names say nothing.
    """
    peeled, text = peel(subject), without_file_marks(text)
    words = peeled.rest
    if not words or {REPLY, FORWARD} & set(peeled.kinds) or _SAYS_NOTHING.fullmatch(bare(words)):
        return text
    if is_file_name(words):
        return text
    if not text.strip():
        return words
    return text if bare(words) in " ".join(text.casefold().split()) else f"{words.rstrip('.:;,!۔ ')}: {text}"

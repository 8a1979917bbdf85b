"""The other case that a mail is about: one whose number it names, or one of somebody else whose mail it answers.

Neither opens that case. Such a mail begins a complaint of its own, which has the other's number in its field
``tracking_number``: the officer sees it, and not a word of the other case goes to the sender.
"""

from sqlalchemy.orm import Session

from core.messages import InboundMessage
from core.store.casework import tickets
from core.store.road import conversations, outbox
from core.store.road.conversations import Conversation
from core.text.ids import find_ids

_LOOKED_AT = 4000
"""Characters of a mail in which a number is looked for."""


def answered(session: Session, message: InboundMessage) -> Conversation | None:
    """The conversation that a message answers: by its signed reply address, else by an id of a message of ours."""
    ids = [one for one in (message.in_reply_to, *reversed(message.references)) if one]
    found = message.thread or outbox.conversation_of(session, ids)
    return conversations.get(session, found) if found else None


def told_of(session: Session, message: InboundMessage, person: str) -> InboundMessage:
    """A message with the case that it mentions in ``found``.

    One that answers what we sent to somebody else may act on no case at all (``trusted`` is off): it was passed on, or
    comes from another address, and who that is cannot be known.
    """
    other = answered(session, message)
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

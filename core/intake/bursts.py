"""Bursts: who writes in several short messages is answered once, when they pause.

The waiting stands in the database (``not_before`` of the envelopes), so that nothing is lost when a worker dies, and
nobody sleeps. What can only be an answer by itself (a button, a number of a list, yes or no) waits hardly at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.asking import Asking
from core.intake.dialogue_acts import Act, is_only
from core.messages import InboundMessage
from core.text.normalise import fold_digits

ANSWERED = 0.2
"""The part of the pause that is left where the question was answered fully."""
LONGEST = 5
"""Pauses after which somebody who goes on writing is answered all the same."""
_CLOSED = frozenset({"category", "district", "confirmed", "correction", "phone"})
"""Questions to which a word or two are the whole answer."""
_WORDS = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits, with when it came."""

    message: InboundMessage
    came_at: datetime


def answer_at(waiting: Sequence[Waiting], asking: str | None, pause: timedelta) -> datetime:
    """When they may be answered, all in one. ``asking`` is what was asked last."""
    last = waiting[-1]
    wait = pause * ANSWERED if answers_fully(last.message, asking) else pause
    return min(last.came_at + wait, waiting[0].came_at + pause * LONGEST)


def answers_fully(message: InboundMessage, asking: str | None) -> bool:
    """Can nothing more be meant to follow it?"""
    text = message.text.strip()
    if message.choice or message.location is not None or message.stop:
        return True
    question = Asking.read(asking).question
    if question not in _CLOSED:
        return False
    return fold_digits(text).isdigit() or is_only(Act.AGREED, text) or 0 < len(text.split()) <= _WORDS


def joinable(message: InboundMessage) -> bool:
    """May it be read together with the one after it? Only words: whatever acts by itself is heard by itself."""
    acts = (
        message.choice
        or message.stop
        or message.unsupported
        or message.automatic
        or message.thread
        or message.takes_back
    )
    return bool(message.text.strip()) and message.trusted and not acts and message.subject is None


def joined(messages: Sequence[InboundMessage]) -> InboundMessage:
    """Messages that follow each other as one, with the words in lines and all their files; the last one's name."""
    last = messages[-1]
    if len(messages) == 1:
        return last
    found = {name: value for message in messages for name, value in message.found.items()}
    location = next((one.location for one in reversed(messages) if one.location is not None), None)
    return last.with_(
        text="\n".join(one.text.strip() for one in messages if one.text.strip()),
        full_text="\n".join(one.full_text.strip() for one in messages if one.full_text.strip()),
        attachments=tuple(file for one in messages for file in one.attachments),
        found=found,
        location=location,
    )


def groups(messages: Sequence[InboundMessage]) -> list[int]:
    """How many messages each answer stands for, in order: words that follow each other are one, a picture or a pin
    with words before it belongs to them."""
    sizes: list[int] = []
    open_group = False
    for message in messages:
        if open_group and (joinable(message) or _beside(message)):
            sizes[-1] += 1
        else:
            sizes.append(1)
        open_group = joinable(message)
    return sizes


def _beside(message: InboundMessage) -> bool:
    """A picture or a pin without words: it may end a group, and nothing follows it there."""
    acts = (
        message.choice
        or message.stop
        or message.unsupported
        or message.automatic
        or message.thread
        or message.takes_back
    )
    return message.trusted and not acts and not message.text.strip() and message.subject is None

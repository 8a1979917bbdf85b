"""The wish not to be named, said in any way and at any time. It holds from then on, for what was said before as well.

What the office does not see then: core/privacy/personal.py. A case that is there already: core/intake/known_case.py.
"""

from collections.abc import Mapping
from dataclasses import replace

from core.complaint import Field, Source
from core.conversation import Conversation
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, wants_to_be_nameless, without
from core.intake.result import IntakeResult
from core.messages import InboundMessage
from core.ports import Reply
from core.reference.phrasebook import LANGUAGES, say
from core.text.language import language

WISH = {"anonymous": Field("yes", 0.95, Source.DIALOGUE)}
_SURE = 0.6
"""How surely the first words must be of a language to be answered in it."""
_LEFT = 3
"""So few words beside the wish tell nothing of their own ("please", "lekin", "sir jee")."""
_WORD: Mapping[str, str] = {"en": "anonymous", "ur": "گمنام", "roman_ur": "gumnaam", "ps": "بې نومه"}
"""As the dialogue's own button says it."""


def learn(conversation: Conversation, message: InboundMessage) -> Conversation:
    """The conversation with the wish, where the message says it: so that no name is asked for any more."""
    if not wants_to_be_nameless(message.text):
        return conversation
    code, sure = language(message.text)
    told_before = conversation.asking is not None or code not in LANGUAGES or sure < _SURE
    tongue = conversation.language if told_before else code
    return conversation.with_(complaint=conversation.complaint.learn(WISH), language=tongue)


def is_the_wish_alone(text: str) -> bool:
    """Is it the wish not to be named, and nothing that tells of anything else?"""
    if not wants_to_be_nameless(text):
        return False
    left = without(Act.NAMELESS, text)
    return len(left.split()) < _LEFT or is_only(Act.POLITE, left)


def without_wish(message: InboundMessage, tongue: str) -> InboundMessage:
    """For the dialogue: a message that is the wish and nothing else is the dialogue's own word for it."""
    return message.with_(text=_WORD.get(tongue, _WORD["en"])) if is_the_wish_alone(message.text) else message


def confirm(context: Context, handled: IntakeResult) -> IntakeResult:
    """What the office will see and what it will not, once, in one sentence."""
    before, after = context.found, handled.conversation
    if after is None or after.id != before.id or handled.case is not None or nameless(before) or not nameless(after):
        return handled
    told = say("nameless", after.language)
    if handled.last:  # of an emergency: numbers to call stand before anything
        return replace(handled, replies=(*handled.replies, Reply(told)))
    return handled.saying_first(told)


def nameless(conversation: Conversation) -> bool:
    """Do they wish not to be named?"""
    return conversation.complaint.get("anonymous") == "yes"

"""The case that a person is in, the language in which they speak of it, and what they say kept with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.complaint import Field
from core.conversation import FINISHED, Conversation
from core.intake import anonymity, steps, voice, withdrawing
from core.intake.context import Context
from core.intake.dialogue_acts import Act, wants_to_be_nameless
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.reference.phrasebook import LANGUAGES
from core.store.casework import tickets
from core.text.asked import tone_of
from core.text.language import language
from core.ticket import Ticket, TicketState

_SURE = 0.7
"""How surely a language must be read from a few words to answer in it."""
SAYS_LANGUAGE = 3
"""Fewer words ("status", "thank you") say nothing of the language in which somebody wants to be answered."""
_SENTENCE = 4
"""Words that say it within one script."""
PLACE = ("latitude", "longitude", "address", "district")


@dataclass(frozen=True, slots=True)
class KnownCase:
    """The case that a person is in, the conversation in which it was told, and whether they spoke of it lately;
    ``asked_about``: one of theirs is said to be solved, and they are asked about it."""

    ticket: Ticket
    told_in: Conversation
    lately: bool
    asked_about: bool = False


def case_of(session: Session, context: Context) -> KnownCase | None:
    """The case that the person is in.

    A mail belongs to a case by its thread only; a chat has but one thread. Nobody is in a case while they tell another.
    """
    found, linked = context.found, context.linked
    if linked is not None and (found.state == FINISHED or found.asking is None):
        return KnownCase(linked, found, lately=True, asked_about=linked.state is TicketState.PROPOSED)
    if context.channel.asks_all_at_once or context.channel.needs_desk or found.complaint.get("description"):
        return None
    if found.asking not in (None, "description") and not withdrawing.asked(found):
        return None
    for ticket in sorted(context.own, key=lambda one: not one.open):
        told_in = tickets.conversation_of(session, ticket.number)
        if told_in is not None:
            since = context.now - context.means.idle
            lately = found.asking != "description" and max(told_in.last_at, ticket.created_at) >= since
            asked = any(one.state is TicketState.PROPOSED for one in context.own)
            return KnownCase(ticket, told_in, lately, asked)
    return None


def added(case: KnownCase, context: Context, *, another: bool = False) -> IntakeResult:
    """More words, files or a pin for the case, told in the tone that fits. ``another``: it may be of something else."""
    kept = word_of(case.ticket, case.told_in, FollowUpKind.ADDED, context)
    assert kept.case is not None
    spoken = voice.has_sound(context.message)
    tone = tone_of(context.message.text)
    if tone != "grief":
        tone = "heard" if case.ticket.urgent else "voice" if spoken else "" if another else tone or "plain"
    elif Act.BEREAVED in context.acts:
        tone = "plain"  # the condolence is said before it: tone.condoling
    told = replace(kept.case, told=f"added_{tone}" if tone else "added")
    return replace(kept, case=told, spoken=spoken)


def word_of(ticket: Ticket, told_in: Conversation, said: FollowUpKind, context: Context) -> IntakeResult:
    message = context.message
    news, tongue = _news(told_in, message, context.now), language_now(message.text, ticket, told_in)
    word = FollowUp(ticket.number, said, message.text, told_in, news, len(message.attachments), language=tongue)
    return steps.about_case(word, context.now)


def _news(told_in: Conversation, message: InboundMessage, now: datetime) -> Mapping[str, Field]:
    """What the message's own pin tells of the place, and its words of who is not to be named."""
    after = steps.learn(told_in, message, now).complaint if message.location is not None else told_in.complaint
    before = told_in.complaint.fields
    place = {name: after.fields[name] for name in PLACE if after.fields.get(name) != before.get(name)}
    return place | (anonymity.WISH if wants_to_be_nameless(message.text) else {})


def language_now(text: str, ticket: Ticket, told_in: Conversation) -> str:
    """The language that they write now, or wished for; of a word or two only the script tells anything."""
    wished = told_in.complaint.get("language")
    if wished in LANGUAGES:
        return wished
    code, sure = language(text)
    if code not in LANGUAGES or code == ticket.language:
        return ticket.language
    other_script = (code in _IN_ARABIC) != (ticket.language in _IN_ARABIC)
    if len(text.split()) < (SAYS_LANGUAGE if other_script else _SENTENCE):
        return code if code in _IN_ARABIC and other_script else ticket.language
    return code if sure >= _SURE else ticket.language


_IN_ARABIC = ("ur", "ps")

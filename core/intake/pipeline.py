"""From a message to what becomes of it: intake's steps, in their order.

``handle`` goes through the four tables below. Each row is a step: when it is concerned, and what it makes of the
message. The first that says what came of it ends its table; one that gives None leaves it to the next. Whether a step
is concerned is a cheap look at the message, its sender's cases or the turn: only then is its module entered.
What was heard is written in one transaction, with the answers staged (core/intake/write.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.conversation import OPEN, Conversation
from core.intake import (
    anonymity,
    at_home,
    correcting,
    destination,
    emergency,
    follow_ups,
    handover,
    in_danger,
    known_case,
    later,
    letter_owner,
    matters,
    mentions,
    other_office,
    other_province,
    own_addresses,
    pins,
    second_complaint,
    steps,
    tone,
    voice,
    withdrawing,
)
from core.intake.concerns import (
    a_person_has_the_thread,
    always,
    asked_if_in_danger,
    asked_of_home,
    asked_to_withdraw,
    asked_where,
    asked_whose_letter,
    asks_after_a_case,
    asks_us_to_stop,
    cannot_be_read,
    comes_back,
    has_a_case,
    has_a_case_or_proves_one,
    is_a_voice_note,
    is_answered,
    is_elsewhere,
    is_for_a_clerk,
    is_nameless,
    is_one_more_picture,
    is_urgent,
    may_be_about_a_case,
    may_be_elsewhere,
    may_be_two_matters,
    may_be_urgent,
    names_an_office_at_summary,
    names_an_own_address,
    puts_off,
    tells_a_second,
    tells_a_second_now,
    tells_of_a_death_or_a_bite,
    waits_for_a_person,
    was_pinned,
    was_spoken,
    was_told_whose_it_is,
)
from core.intake.context import Context, Dependencies
from core.intake.dialogue_acts import Act, acts_in
from core.intake.result import IntakeResult
from core.messages import InboundMessage
from core.ports import Channel, SpeakingChannel, TurnResult
from core.reference.phrasebook import say
from core.store.casework import personal, tickets
from core.store.pipeline import conversations
from core.ticket import Ticket

Asks = Callable[[Context], bool]
Looks = tuple[tuple[Asks, Callable[[Session, Context], IntakeResult | None]], ...]
Answers = tuple[tuple[Asks, Callable[[Context], IntakeResult | None]], ...]
AsksOfTurn = Callable[[Context, TurnResult], bool]
Conclusions = tuple[tuple[AsksOfTurn, Callable[[Session, Context, TurnResult], IntakeResult | None]], ...]
AsksOfResult = Callable[[Context, IntakeResult], bool]
Wordings = tuple[tuple[AsksOfResult, Callable[[Context, IntakeResult], IntakeResult]], ...]


BEFORE_DIALOGUE: Looks = (
    (asks_us_to_stop, steps.stop),
    (a_person_has_the_thread, handover.while_held),
    (names_an_own_address, own_addresses.answer),
    (has_a_case_or_proves_one, follow_ups.certain),
    (is_one_more_picture, steps.album_goes_on),
    (asked_to_withdraw, withdrawing.answer),
    (puts_off, later.wait),
    (tells_a_second, second_complaint.leave),
    (has_a_case, known_case.before_talking),
)
"""First, with the store at hand: what needs no dialogue."""

INSTEAD_OF_DIALOGUE: Answers = (
    (asked_whose_letter, letter_owner.answer),
    (asked_where, emergency.answer),
    (asked_if_in_danger, in_danger.answer),
    (asked_of_home, at_home.answer),
    (was_told_whose_it_is, other_province.answer),
    (names_an_office_at_summary, other_office.at_summary),
    (cannot_be_read, steps.unsupported),
    (is_for_a_clerk, steps.for_desk),
    (is_a_voice_note, voice.take),
)
"""Then without it, as the dialogue engine is asked over the network: what is no turn of the dialogue."""

AFTER_DIALOGUE: Conclusions = (
    (is_urgent, in_danger.is_sure),
    (asks_after_a_case, known_case.asks_after_it),
    (may_be_about_a_case, follow_ups.judges),
    (may_be_urgent, in_danger.may_be),
    (may_be_about_a_case, known_case.after_talking),
    (may_be_elsewhere, other_province.conclude),
    (tells_a_second_now, second_complaint.after_talking),
    (always, steps.conclude),
)
"""After one turn of the dialogue, with the store again: what the turn came to."""

BEFORE_IT_IS_SAID: Wordings = (
    (was_spoken, voice.words_for_it),
    (waits_for_a_person, handover.announce),
    (comes_back, later.remind),
    (is_answered, tone.adjust),
    (is_elsewhere, other_province.announce),
    (is_nameless, anonymity.confirm),
    (was_pinned, pins.announce),
)
"""At last, all of these one after the other: how it is said."""


def handle(
    means: Dependencies, message: InboundMessage, person: str, channel: Channel, turn_id: str, now: datetime
) -> IntakeResult:
    """What becomes of a message. No transaction is open while the engine is asked; raises what it and the store do."""
    if message.subject is not None and message.attachments:
        left = voice.voicemail(message, person, now)
        if left is not None:
            return left
    if message.automatic is not None or message.takes_back is not None:
        return IntakeResult(None)
    with means.store.read() as session:
        context = _context(session, means, message, person, channel, turn_id, now)
        looked = (step(session, context) for concerned, step in BEFORE_DIALOGUE if concerned(context))
        handled = next((handled for handled in looked if handled is not None), None)
    if handled is None:
        answers = (step(context) for concerned, step in INSTEAD_OF_DIALOGUE if concerned(context))
        handled = next((handled for handled in answers if handled is not None), None) or _with_dialogue(context)
    handled = tone.condoling(context, handled) if tells_of_a_death_or_a_bite(context) else handled
    aloud = isinstance(channel, SpeakingChannel) and was_spoken(context, handled)
    return voice.aloud(handled, channel) if aloud else handled


def _context(
    session: Session,
    means: Dependencies,
    message: InboundMessage,
    person: str,
    channel: Channel,
    turn_id: str,
    now: datetime,
) -> Context:
    if message.answers or message.subject is not None:
        message = mentions.with_mentioned_case(session, message, person)
    found = steps.find(session, message, person, channel, now, means.idle)
    heard = steps.learn(found, message, now)
    context = Context(means, message, person, channel, turn_id, now, found, heard, acts=acts_in(message.text))
    if not message.trusted:
        return context
    linked = tickets.of_conversation(session, found.id) if found.kept is not None else None
    own = tuple(personal.of_citizen(session, person))
    return replace(context, conversation=_in_the_threads_language(heard, own), linked=linked, own=own)


def _in_the_threads_language(conversation: Conversation, own: Sequence[Ticket]) -> Conversation:
    """Whoever wrote before goes on in that language, until their words are surely of another."""
    begins = conversation.kept is None and conversation.language == "und"
    return conversation.with_(language=own[0].language) if begins and own else conversation


def _with_dialogue(context: Context) -> IntakeResult:
    """A turn of the dialogue about the message; two turns, where it tells of two matters."""
    if asked_if_in_danger(context):  # they say something else: the dialogue goes on, and a clerk looks at it
        found, conversation = in_danger.going_on(context.found), in_danger.going_on(context.conversation)
        context = replace(context, found=found, conversation=conversation)
    if asked_to_withdraw(context):
        found, conversation = withdrawing.going_on(context.found), withdrawing.going_on(context.conversation)
        context = replace(context, found=found, conversation=conversation)
    if asked_of_home(context):
        found = at_home.going_on(context.found)
        context = replace(context, found=found, conversation=steps.learn(found, context.message, context.now))
    if was_told_whose_it_is(context):
        found = other_province.going_on(context, context.found)
        context = replace(context, found=found, conversation=steps.learn(found, context.message, context.now))
    if Act.NAMELESS in context.acts:
        context = replace(context, conversation=anonymity.learn(context.conversation, context.message))
    begins = context.found.state == OPEN and not context.found.complaint.get("description")
    handled = _of_two_matters(context) if begins and may_be_two_matters(context) else None
    return _then_the_next(context, handled or _one_turn(context))


def _one_turn(context: Context) -> IntakeResult:
    """A turn of the dialogue, what it came to, and how it is said."""
    told = second_complaint.as_announced(context) if Act.NEW_MATTER in context.acts else context.message
    if Act.NAMELESS in context.acts:
        told = anonymity.without_wish(told, context.conversation.language)
    result = steps.talk(context.means.engine, context.conversation, told, context.turn_id)
    if told.attachments and steps.says_nothing(context.conversation, result):
        bare = told.with_(text="", full_text="")  # "look at this", under a picture
        spoken = context.conversation.with_(language=result.language)
        result = steps.talk(context.means.engine, spoken, bare, f"{context.turn_id}:bare")
    if context.channel.asks_all_at_once and told.attachments:
        context, result = voice.instead_of_words(context, result)
    corrected = correcting.correction(context, result) if has_a_case(context) else None
    handled = corrected or _concluded(context, result)
    if has_a_case(context) and second_complaint.begins(context, handled, result):
        handled = _with_what_is_known(context, told, result) or handled
    for concerned, step in BEFORE_IT_IS_SAID:
        if concerned(context, handled):
            handled = step(context, handled)
    return handled


def _with_what_is_known(context: Context, told: InboundMessage, result: TurnResult) -> IntakeResult | None:
    """The same turn again, of somebody whose name and place are known from their first complaint."""
    known = second_complaint.taken_over(context, result)
    if not known:
        return None
    again = second_complaint.with_known(context, known)
    result = steps.talk(again.means.engine, again.conversation, told, again.turn_id)
    return second_complaint.announced(_concluded(again, result), known)


def _concluded(context: Context, result: TurnResult) -> IntakeResult:
    """What a turn came to, with the store at hand."""
    with context.means.store.read() as session:
        came = (step(session, context, result) for concerned, step in AFTER_DIALOGUE if concerned(context, result))
        handled = next(handled for handled in came if handled is not None)
        if destination.GOES_TO in result.asks:
            handled = destination.name_office(session, context, handled)
        return handled


def _of_two_matters(context: Context) -> IntakeResult | None:
    """The first of two matters, while the second waits; None where it is one."""
    both = matters.told_in(context.message.text, context.means.engine)
    if both is None:
        return None
    handled = _one_turn(_saying(context, context.message.with_(text=both.first, full_text=both.first)))
    if handled.case is not None:
        return handled
    return matters.announced(
        handled, matters.for_later(context.conversation, context.message, both, context.now), both.about
    )


def _then_the_next(context: Context, handled: IntakeResult) -> IntakeResult:
    """When a matter is over and a second one waits, that is turned to in the same breath."""
    over = handled.register and not handled.last
    if not over or handled.conversation is None:
        return handled
    with context.means.store.read() as session:
        later = conversations.later_one(session, context.person, since=context.now - context.means.idle)
    if later is None:
        return handled
    said = later.complaint.get("description") or ""
    opened = matters.opened(later, handled.conversation, context.now)
    plain = context.message.with_(text=said, full_text=said, choice=None, attachments=(), location=None)
    following = replace(
        _saying(context, plain), found=opened, conversation=opened, linked=None, turn_id=f"{context.turn_id}:next"
    )
    announced = _one_turn(following).saying_first(say("next_matter", opened.language, about=said))
    return replace(handled, next_matter=announced)


def _saying(context: Context, message: InboundMessage) -> Context:
    """The same with other words."""
    return replace(context, message=message, acts=acts_in(message.text))

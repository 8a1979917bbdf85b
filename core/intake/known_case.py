"""After the number the case is known: what is said then belongs to it, unless it plainly begins something new.

A picture, a pin, a word go to the case, and the answer says so. "Nothing has happened" and "when?" are answered with
state, office, deadline and what comes next. A second "yes" confirms nothing again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.complaint import Field
from core.conversation import FINISHED, Conversation
from core.intake import anonymity, asked_of_case, case_status, emergency, steps, withdrawing
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, mainly, says, tells_something, wants_to_be_nameless
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.ports import Outcome, Reply, TurnResult
from core.reference.phrasebook import LANGUAGES, say
from core.store.casework import tickets
from core.text.danger.taken_back import takes_back
from core.text.language import language
from core.text.tracking import link_to
from core.ticket import Ticket, TicketState

_SURE = 0.8
"""How surely a language must be read from a few words to answer in it."""
_SAYS_LANGUAGE = 3
"""Fewer words ("status", "thank you") say nothing of the language in which somebody wants to be answered."""
_TALK = frozenset({"greet", "thanks", "affirm", "human_help", "track_status", "switch_language", "abuse"})
"""Intents that tell nothing of the matter itself."""
_TELLING = frozenset({"tells", "adds_to_complaint", "adds_fact", "opens_complaint", "emergency", "corrects"})
"""Acts that the dialogue hears where something is told."""
_FEW = 8
"""Words: of a case spoken of long ago only a short word is about that."""
_BEGINNING, _ASKED = 5, 14
"""Words in which "and one thing" begins a message; words of a question that is about the case."""
_PLACE = ("latitude", "longitude", "address", "district")


@dataclass(frozen=True, slots=True)
class KnownCase:
    """The case that a person is in, the conversation in which it was told, and whether they spoke of it lately;
    ``asked_about``: one of theirs is said to be solved, and they are asked about it."""

    ticket: Ticket
    told_in: Conversation
    lately: bool
    asked_about: bool = False


def before_talking(session: Session, context: Context) -> IntakeResult | None:
    """What certainly is about the case that the person is in, without any dialogue."""
    message, found = context.message, context.found
    text = message.text.strip()
    wish_alone = Act.NAMELESS in context.acts and anonymity.is_the_wish_alone(text)
    if found.asking is not None and wish_alone and context.linked is not None and not context.linked.anonymous:
        return _word(context.linked, found, FollowUpKind.NAMELESS, context)  # of an emergency something is still asked
    case = case_of(session, context)
    if case is None or (Act.NEW_MATTER in context.acts and not is_only(Act.THANKS, text)):
        return None
    ticket, told_in = case.ticket, case.told_in
    if wish_alone and not ticket.anonymous:
        return _word(ticket, told_in, FollowUpKind.NAMELESS, context)
    if not case.lately:
        return None
    if ticket.urgent and ticket.open and takes_back(text):
        return _word(ticket, told_in, FollowUpKind.TAKEN_BACK, context)
    if not text and (message.attachments or message.location is not None):
        if steps.follows_a_picture(session, told_in, message, context.now):
            return IntakeResult(told_in.with_(last_at=context.now))
        return _word(ticket, told_in, FollowUpKind.ADDED, context)
    said = _said_of_it(session, case, context) if ticket.open and not case.asked_about else None
    if said is not None:
        return said
    if is_only(Act.AGREED, text) and not case.asked_about:
        link = link_to(context.means.track_link, ticket.number)
        told = say("already", _language(text, ticket), number=ticket.number, link=link)
        return IntakeResult(told_in.with_(last_at=context.now), (Reply(told),))
    return None


def _said_of_it(session: Session, case: KnownCase, context: Context) -> IntakeResult | None:
    """What plainly is no more of the matter: a threat, a wish to take it back, "it is solved", a question, thanks."""
    ticket, text = case.ticket, context.message.text.strip()
    language = _language(text, ticket)
    if mainly(Act.THREATENED, text) and not says(Act.IF_THREATENED, text):
        return _threatened(case, context, language)
    if is_only(Act.WITHDRAWS, text):
        return withdrawing.ask(context, ticket, language)
    if not ticket.urgent and _is_solved(text):
        return _word(ticket, case.told_in, FollowUpKind.SOLVED, context)
    help_told = emergency.no_help_or_hurt(text, language) if ticket.urgent else ""
    if help_told:
        return replace(_word(ticket, case.told_in, FollowUpKind.KEPT, context), replies=(Reply(help_told),))
    answer = asked_of_case.answered(session, context, ticket, language)
    if answer is None:
        return None
    if Act.NAMELESS in context.acts and not ticket.anonymous and not says(Act.SEES_NAME, text):
        return replace(_word(ticket, case.told_in, FollowUpKind.NAMELESS, context), replies=(answer,))
    return IntakeResult(case.told_in.with_(last_at=context.now), (answer,))


def _threatened(case: KnownCase, context: Context, language: str) -> IntakeResult:
    """Kept with the case; a person of ours is told."""
    kept = _word(case.ticket, case.told_in, FollowUpKind.KEPT, context)
    assert kept.conversation is not None
    told = asked_of_case.threatened(case.ticket, language)
    return replace(kept, conversation=kept.conversation.with_(needs_person=True), replies=(told,))


def _is_solved(text: str) -> bool:
    few = len(text.split()) <= _ASKED
    plain = few and says(Act.SOLVED, text) and not says(Act.NO_PROGRESS, text) and not asked_of_case.asks(text)
    return plain and not says(Act.NOT_SOLVED, text)


def asks_after_it(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """ "Nothing has happened", "when will it be done?": whatever the dialogue took it for."""
    text = context.message.text.strip()
    nothing, when = mainly(Act.NO_PROGRESS, text), mainly(Act.WHEN, text)
    if not (nothing or when) or result.outcome in {Outcome.CONFIRMED, Outcome.HUMAN} or Act.NEW_MATTER in context.acts:
        return None
    case = case_of(session, context)
    if case is None or not case.ticket.open or case.ticket.state is TicketState.PROPOSED:
        return None
    another = not is_only(Act.NO_PROGRESS, text) and is_another_matter(result, case.ticket, text)
    if another or not (case.lately or len(text.split()) <= _FEW):
        return None
    if nothing:
        return _word(case.ticket, case.told_in, FollowUpKind.NO_PROGRESS, context)
    told = case_status.standing(session, context.means.cases, case.ticket, _language(text, case.ticket), context.now)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def after_talking(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """Words that the dialogue would begin a complaint with, or did not understand, and that belong to the case."""
    if result.outcome not in {Outcome.ASKING, Outcome.CHAT, Outcome.CANCELLED, Outcome.CONFIRMED}:
        return None
    case = case_of(session, context)
    if case is None or not case.lately:
        return None
    ticket, message = case.ticket, context.message
    if not ticket.open or Act.NEW_MATTER in context.acts:
        return None
    short = len(message.text.split()) <= _ASKED
    if is_only(Act.POLITE, message.text):
        return _here(case, context)
    if result.outcome is Outcome.CANCELLED or (_cancels(result) and short):
        return withdrawing.ask(context, ticket, _language(message.text, ticket))
    if short and _only_chats(result):
        return _here(case, context)
    if result.outcome is Outcome.CONFIRMED and "description" in result.fields:
        return None  # a whole complaint at once
    if is_another_matter(result, ticket, message.text):
        return None
    if asked_of_case.is_short_question(message.text):
        return _word(ticket, case.told_in, FollowUpKind.ASKED, context)
    told_or_asked = _tells(result, message) or result.asking != "description"
    return _told(case, context, result) if told_or_asked else _here(case, context)


def _told(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    return added(case, context) if _tells(result, context.message) else None


def _here(case: KnownCase, context: Context) -> IntakeResult | None:
    """Nothing was told and nothing asked: no new complaint is begun by it. None where they are asked something."""
    if case.asked_about or context.found.asking is not None:
        return None
    told = asked_of_case.here(case.ticket, _language(context.message.text, case.ticket))
    return IntakeResult(case.told_in.with_(last_at=context.now), (told,))


def _only_chats(result: TurnResult) -> bool:
    """Does the dialogue hear thanks or talk, and nothing told?"""
    acts = result.understanding.acts
    return "thanks_or_chat" in acts and acts.isdisjoint(_TELLING)


def _cancels(result: TurnResult) -> bool:
    return result.understanding.intent == "cancel" and result.understanding.confidence.get("intent", 0.0) >= _SURE


def added(case: KnownCase, context: Context) -> IntakeResult:
    """More words, files or a pin for the case."""
    return _word(case.ticket, case.told_in, FollowUpKind.ADDED, context)


def case_of(session: Session, context: Context) -> KnownCase | None:
    """The case that the person is in.

    A mail belongs to a case by its thread only; a chat has but one thread. Nobody is in a case while they tell another.
    """
    found, linked = context.found, context.linked
    if linked is not None and found.state == FINISHED:
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


def is_another_matter(result: TurnResult, ticket: Ticket, text: str) -> bool:
    """Is it plainly about something else than the case? A question, and what somebody forgot to say, are about it."""
    words = text.split()
    asks = len(words) <= _ASKED and not {"?", "؟"}.isdisjoint(text)
    if "description" not in result.fields or asks or says(Act.GOES_ON, " ".join(words[:_BEGINNING])):
        return False
    field = result.fields.get("category")
    about = field.value if field is not None and field.believed else None
    return about is not None and about not in {ticket.category, "other"} and ticket.category != "other"


def _tells(result: TurnResult, message: InboundMessage) -> bool:
    if set(result.fields) - {"anonymous", "language"}:
        return True
    return result.understanding.intent not in _TALK and tells_something(message.text)


def _word(ticket: Ticket, told_in: Conversation, said: FollowUpKind, context: Context) -> IntakeResult:
    message = context.message
    news = _news(told_in, message, context.now)
    return steps.about_case(
        FollowUp(ticket.number, said, message.text, told_in, news, len(message.attachments)), context.now
    )


def _news(told_in: Conversation, message: InboundMessage, now: datetime) -> Mapping[str, Field]:
    """What the message's own pin tells of the place, and its words of who is not to be named."""
    after = steps.learn(told_in, message, now).complaint if message.location is not None else told_in.complaint
    before = told_in.complaint.fields
    place = {name: after.fields[name] for name in _PLACE if after.fields.get(name) != before.get(name)}
    return place | (anonymity.WISH if wants_to_be_nameless(message.text) else {})


def _language(text: str, ticket: Ticket) -> str:
    if len(text.split()) < _SAYS_LANGUAGE:
        return ticket.language
    code, sure = language(text)
    return code if code in LANGUAGES and sure >= _SURE else ticket.language

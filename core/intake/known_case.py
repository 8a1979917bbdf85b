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
from core.intake import anonymity, asked_of_case, case_status, emergency, other_office, steps, withdrawing
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, mainly, says, wants_to_be_nameless
from core.intake.of_a_case import cancels, is_another_matter, only_chats, reproaches, supposes, tells
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
_FEW = 8
"""Words: of a case spoken of long ago only a short word is about that."""
_GRIEF = 25
"""Words of who tells of a death: it belongs to their case."""
_ASKED = 14
"""Words of a question that is about the case."""
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
    grieves = _grieves(case, context)
    placed = (
        ticket.open
        and not grieves
        and not ticket.district
        and emergency.placed(ticket, told_in, context, _language(text, ticket))
    )
    if grieves or placed:
        return placed or added(case, context)
    said = _said_of_it(session, case, context) if ticket.open and not case.asked_about else None
    if said is not None or case.asked_about:
        return said
    return _agreed(case, context) if is_only(Act.AGREED, text) else None


def _grieves(case: KnownCase, context: Context) -> bool:
    """A death told while they have a case belongs to it."""
    few = len(context.message.text.split()) <= _GRIEF
    return few and Act.BEREAVED in context.acts and case.ticket.open and not case.asked_about


def _agreed(case: KnownCase, context: Context) -> IntakeResult:
    """A second "yes" confirms nothing again; "ok" only says that they have read it."""
    ticket, text = case.ticket, context.message.text
    link = link_to(context.means.track_link, ticket.number)
    key = "already" if says(Act.CONFIRMS, text) else "all_right"
    told = say(key, _language(text, ticket), number=ticket.number, link=link)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


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
    about = case.told_in.complaint.get("description") or ""
    help_told = emergency.no_help_or_hurt(text, language, about) if ticket.urgent else ""
    if help_told:
        return replace(_word(ticket, case.told_in, FollowUpKind.KEPT, context), replies=(Reply(help_told),))
    elsewhere = other_office.of_case(session, context, ticket, case.told_in, language)
    if elsewhere is not None:
        return elsewhere
    answer = asked_of_case.answered(session, context, ticket, language)
    if answer is None:
        return None
    if Act.NAMELESS in context.acts and not ticket.anonymous and not says(Act.SEES_NAME, text):
        return replace(_word(ticket, case.told_in, FollowUpKind.NAMELESS, context), replies=(answer,))
    return IntakeResult(case.told_in.with_(last_at=context.now), (answer,))


def of_its_own(context: Context, result: TurnResult) -> bool:
    """Is what sounds like a threat about this very case: a question ("will they come today?"), or a threat because of
    the complaint? Any other danger is one of its own."""
    text = context.message.text
    asks = asked_of_case.is_short_question(text) and "emergency" not in result.understanding.acts
    return result.understanding.danger == "threat" and (asks or says(Act.OF_THE_CASE, text))


def threat_or_question(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    """What becomes of that: a question is one more question, a threat is kept and a person is told."""
    if says(Act.OF_THE_CASE, context.message.text):
        return _threatened(case, context, _language(context.message.text, case.ticket))
    return _asked(case, context, result)


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
    supposed = supposes(text) and asked_of_case.is_short_question(text) and result.outcome is Outcome.DISSATISFIED
    nothing, when = mainly(Act.NO_PROGRESS, text) or reproaches(result, text), mainly(Act.WHEN, text)
    if (
        not (nothing or when or supposed)
        or result.outcome in {Outcome.CONFIRMED, Outcome.HUMAN}
        or Act.NEW_MATTER in context.acts
    ):
        return None
    case = case_of(session, context)
    if case is None or not case.ticket.open or case.ticket.state is TicketState.PROPOSED:
        return None
    another = not is_only(Act.NO_PROGRESS, text) and is_another_matter(result, case.ticket, text)
    if another or not (case.lately or len(text.split()) <= _FEW):
        return None
    if supposed:
        return _asked(case, context, result)
    if nothing:
        return _word(case.ticket, case.told_in, FollowUpKind.NO_PROGRESS, context)
    told = case_status.standing(session, context.means.cases, case.ticket, _language(text, case.ticket), context.now)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def after_talking(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """Words that the dialogue would begin a complaint with, or did not understand, and that belong to the case."""
    if result.outcome not in {Outcome.ASKING, Outcome.CHAT, Outcome.CANCELLED, Outcome.CONFIRMED}:
        return None
    case = case_of(session, context)
    if case is None or not case.lately or not case.ticket.open or Act.NEW_MATTER in context.acts:
        return None
    said = _talk(case, context, result)
    if said is not None:
        return said
    whole = result.outcome is Outcome.CONFIRMED and "description" in result.fields
    if whole or is_another_matter(result, case.ticket, context.message.text):
        return None
    return _of_this_matter(case, context, result)


def _talk(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    """Greetings, thanks, the wish to take it back: nothing is told by them."""
    message = context.message
    short = len(message.text.split()) <= _ASKED
    if is_only(Act.POLITE, message.text) and not message.attachments:
        return _thanked(case, context) if says(Act.GRATEFUL, message.text) else _here(case, context)
    if result.outcome is Outcome.CANCELLED or (cancels(result) and short):
        return withdrawing.ask(context, case.ticket, _language(message.text, case.ticket))
    if short and only_chats(result) and not message.attachments:
        return _thanked(case, context) if says(Act.GRATEFUL, message.text) else _here(case, context)
    return None


def _of_this_matter(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    """More of it, a question about it, the wish not to be named; None where they are asked something else."""
    message = context.message
    if message.attachments:
        return added(case, context)
    if "wants_anonymity" in result.understanding.acts and not case.ticket.anonymous:
        return _word(case.ticket, case.told_in, FollowUpKind.NAMELESS, context)
    by_acts = len(message.text.split()) <= _ASKED and asked_of_case.asks_by_acts(result)
    if asked_of_case.is_short_question(message.text) or by_acts:
        return _asked(case, context, result)
    told_or_asked = tells(result, message) or result.asking != "description"
    return _told(case, context, result) if told_or_asked else _here(case, context)


def _asked(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult:
    """A question that no words of ours foresaw: the dialogue's answer of the service, or what is known of the case."""
    of_the_service = asked_of_case.of_the_service(result)
    if of_the_service is not None:
        return IntakeResult(case.told_in.with_(last_at=context.now), (of_the_service,))
    return _word(case.ticket, case.told_in, FollowUpKind.ASKED, context)


def _thanked(case: KnownCase, context: Context) -> IntakeResult:
    told = say("welcome", _language(context.message.text, case.ticket), number=case.ticket.number)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def _told(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    return added(case, context) if tells(result, context.message) else None


def _here(case: KnownCase, context: Context) -> IntakeResult | None:
    """Nothing was told and nothing asked: no new complaint is begun by it. None where they are asked something."""
    if case.asked_about or context.found.asking is not None:
        return None
    told = asked_of_case.here(case.ticket, _language(context.message.text, case.ticket))
    return IntakeResult(case.told_in.with_(last_at=context.now), (told,))


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

"""After the number the case is known: what is said then belongs to it, unless it plainly begins something new.

A picture, a pin, a word go to the case, and the answer says so. "Nothing has happened" and "when?" are answered with
state, office, deadline and what comes next. A second "yes" confirms nothing again.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from core.complaint import Field, Source
from core.intake import (
    anonymity,
    asked_of_case,
    case_answers,
    case_questions,
    emergency,
    handing_on,
    held_back,
    other_office,
    steps,
    withdrawing,
)
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, mainly, says
from core.intake.of_a_case import begins_another, cancels, is_another_matter, only_chats, reproaches, supposes, tells
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.intake.the_case import PLACE, SAYS_LANGUAGE, KnownCase, added, case_of, language_now, word_of
from core.ports import Outcome, Reply, TurnResult
from core.reference.phrasebook import say
from core.store.casework import tickets
from core.text.asked import asked_in, leaving, tone_of
from core.text.danger.taken_back import takes_back
from core.text.tracking import link_to
from core.text.urgent import danger
from core.ticket import TicketState

_WISHED = 0.9
"""How surely they wish for the language."""
_FEW = 8
"""Words: of a case spoken of long ago only a short word is about that."""
_GRIEF = 25
"""Words of who tells of a death: it belongs to their case."""
_ASKED = 14
"""Words of a question that is about the case."""


def before_talking(session: Session, context: Context) -> IntakeResult | None:
    """What certainly is about the case that the person is in, without any dialogue."""
    message, found = context.message, context.found
    text = message.text.strip()
    wish_alone = Act.NAMELESS in context.acts and anonymity.is_the_wish_alone(text)
    if found.asking is not None and wish_alone and context.linked is not None and not context.linked.anonymous:
        return word_of(context.linked, found, FollowUpKind.NAMELESS, context)  # it is still asked where it is
    if found.asking in {emergency.WHERE, emergency.WHERE_AGAIN} and context.linked is not None:
        return held_back.while_asked_where(session, context, language_now(text, context.linked, found))
    case = case_of(session, context)
    if case is None or (Act.NEW_MATTER in context.acts and not is_only(Act.THANKS, text)):
        return None
    ticket, told_in = case.ticket, case.told_in
    if wish_alone and not ticket.anonymous:
        return word_of(ticket, told_in, FollowUpKind.NAMELESS, context)
    if not case.lately:
        return None
    if ticket.urgent and ticket.open and takes_back(text):
        return word_of(ticket, told_in, FollowUpKind.TAKEN_BACK, context)
    if not text and (message.attachments or message.location is not None):
        if steps.follows_a_picture(session, told_in, message, context.now):
            return IntakeResult(told_in.with_(last_at=context.now))
        return added(case, context)
    return _in_words(session, case, context)


def _in_words(session: Session, case: KnownCase, context: Context) -> IntakeResult | None:
    said = _place_or_grief(session, case, context)
    if said is None and case.ticket.open and not case.asked_about:
        said = _said_of_it(session, case, context)
        said = case_answers.not_twice(session, case, context, said) if said is not None else None
    if said is not None or case.asked_about:
        return said
    return _agreed(case, context) if is_only(Act.AGREED, context.message.text.strip()) else None


def _place_or_grief(session: Session, case: KnownCase, context: Context) -> IntakeResult | None:
    """A death that is told; the district of a case that has none yet."""
    if _grieves(case, context):
        return case_answers.not_twice(session, case, context, added(case, context))
    if not case.ticket.open or case.ticket.district:
        return None
    language = language_now(context.message.text, case.ticket, case.told_in)
    return emergency.placed(case.ticket, case.told_in, context, language)


def _grieves(case: KnownCase, context: Context) -> bool:
    """A death told while they have a case belongs to it."""
    few = len(context.message.text.split()) <= _GRIEF
    return few and Act.BEREAVED in context.acts and case.ticket.open and not case.asked_about


def _agreed(case: KnownCase, context: Context) -> IntakeResult:
    """A second "yes" confirms nothing again; "ok" only says that they have read it."""
    ticket, text = case.ticket, context.message.text
    link = link_to(context.means.track_link, ticket.number)
    key = "already" if says(Act.CONFIRMS, text) else "all_right"
    told = say(key, language_now(text, ticket, case.told_in), number=ticket.number, link=link)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def _said_of_it(session: Session, case: KnownCase, context: Context) -> IntakeResult | None:
    """What plainly is no more of the matter: a threat, a wish to take it back, "it is solved", a question, thanks."""
    ticket, text = case.ticket, context.message.text.strip()
    language = language_now(text, ticket, case.told_in)
    if mainly(Act.THREATENED, text) and not says(Act.IF_THREATENED, text):
        return _threatened(case, context, language)
    if is_only(Act.WITHDRAWS, text):
        return withdrawing.ask(context, ticket, language)
    if not ticket.urgent and _is_solved(text):
        return word_of(ticket, case.told_in, FollowUpKind.SOLVED, context)
    if ticket.urgent:
        of_danger = _of_danger(session, case, context, language)
        if of_danger is not None:
            return of_danger
    elsewhere = other_office.of_case(session, context, ticket, case.told_in, language)
    if elsewhere is not None:
        return elsewhere
    answer = asked_of_case.answered(session, context, ticket, language)
    if answer is None:
        return _by_ideas(session, case, context, language)
    if Act.NAMELESS in context.acts and not ticket.anonymous and not says(Act.SEES_NAME, text):
        return replace(word_of(ticket, case.told_in, FollowUpKind.NAMELESS, context), replies=(answer,))
    return IntakeResult(case.told_in.with_(last_at=context.now), (answer,))


def _of_danger(session: Session, case: KnownCase, context: Context, language: str) -> IntakeResult | None:
    """In an emergency: the wish that it stays secret, no help, somebody hurt."""
    held = held_back.heard(context, case.ticket, case.told_in, language)
    if held is not None:
        return held
    about = tickets.record(session, case.ticket.number).get("description") or ""
    told = emergency.no_help_or_hurt(context.message.text, language, about)
    if not told:
        return None
    return replace(word_of(case.ticket, case.told_in, FollowUpKind.KEPT, context), replies=(Reply(told),))


def _by_ideas(session: Session, case: KnownCase, context: Context, language: str) -> IntakeResult | None:
    """A question that we know by what it is about, and grief; not what tells of danger."""
    text = context.message.text
    asked = asked_in(text)
    only_asks = asked is not None and not asked.tells_too and set(asked.topics) & case_questions.HARMLESS
    if danger(text) is not None and not only_asks:
        return None
    if leaving(text) == "not_new" or (tone_of(text) == "grief" and len(text.split()) <= _ASKED):
        return added(case, context)
    return case_questions.answered(session, context, case.ticket, case.told_in, language)


def of_its_own(context: Context, result: TurnResult) -> bool:
    """Is what sounds like a threat about this very case: a question ("will they come today?"), or a threat because of
    the complaint? Any other danger is one of its own."""
    text = context.message.text
    asks = asked_of_case.is_short_question(text) and "emergency" not in result.understanding.acts
    return result.understanding.danger == "threat" and (asks or says(Act.OF_THE_CASE, text))


def threat_or_question(session: Session, case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    """What becomes of that: a question is one more question, a threat is kept and a person is told."""
    if says(Act.OF_THE_CASE, context.message.text):
        return _threatened(case, context, language_now(context.message.text, case.ticket, case.told_in))
    return case_answers.asked(session, case, context, result)


def _threatened(case: KnownCase, context: Context, language: str) -> IntakeResult:
    """Kept with the case; a person of ours is told."""
    told = asked_of_case.threatened(case.ticket, language)
    return handing_on.passed_on(context, case.ticket, case.told_in, told.text)


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
        return case_answers.asked(session, case, context, result)
    return case_answers.nothing_yet(session, case, context) if nothing else case_answers.when(session, case, context)


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
    if result.outcome is Outcome.CONFIRMED and "description" in result.fields:
        return None
    another = is_another_matter(result, case.ticket, context.message.text)
    if another and begins_another(result, context.message):
        return None
    return _of_this_matter(session, case, context, result, another=another)


def _talk(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult | None:
    """Greetings, thanks, the wish to take it back: nothing is told by them."""
    message = context.message
    short = len(message.text.split()) <= _ASKED
    if is_only(Act.POLITE, message.text) and not message.attachments:
        return _thanked(case, context) if says(Act.GRATEFUL, message.text) else _here(case, context)
    if result.outcome is Outcome.CANCELLED or (cancels(result) and short):
        return withdrawing.ask(context, case.ticket, language_now(message.text, case.ticket, case.told_in))
    if short and only_chats(result) and not message.attachments:
        return _thanked(case, context) if says(Act.GRATEFUL, message.text) else _here(case, context)
    return None


def _of_this_matter(
    session: Session, case: KnownCase, context: Context, result: TurnResult, *, another: bool
) -> IntakeResult | None:
    """More of it, a question about it, a wish; None where they are asked something else."""
    message = context.message
    if message.attachments:
        return added(case, context)
    if "wants_anonymity" in result.understanding.acts and not case.ticket.anonymous:
        return word_of(case.ticket, case.told_in, FollowUpKind.NAMELESS, context)
    if "language" in result.fields or "switch_language" in result.understanding.acts:
        return _in_their_language(case, context, result)
    district = result.fields.get("district")
    if not case.ticket.district and district is not None and district.believed:
        return _placed(case, context, result)
    if _is_question(result, message.text):
        return case_answers.asked(session, case, context, result)
    told_or_asked = tells(result, message) or result.asking != "description" or _tells_by_length(message.text)
    return _told(case, context, result, another=another) if told_or_asked else _here(case, context)


def _is_question(result: TurnResult, text: str) -> bool:
    asked = asked_in(text)
    by_acts = len(text.split()) <= _ASKED and asked_of_case.asks_by_acts(result)
    return asked_of_case.is_short_question(text) or by_acts or (asked is not None and asked.marked)


def _tells_by_length(text: str) -> bool:
    return len(text.split()) >= SAYS_LANGUAGE


def _in_their_language(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult:
    """The wish for a language holds for what is said of the case from now on."""
    wished = {"language": result.fields.get("language", Field(result.language, _WISHED, Source.DIALOGUE))}
    told = case.told_in.with_(last_at=context.now, complaint=case.told_in.complaint.learn(wished))
    said = result.replies[0].text.partition("\n\n")[0] if result.replies else ""
    return IntakeResult(told, (Reply(said),) if said else ())


def _placed(case: KnownCase, context: Context, result: TurnResult) -> IntakeResult:
    """The district that was still missing: its office gets the case now."""
    news = {name: result.fields[name] for name in PLACE if name in result.fields and result.fields[name].believed}
    language = language_now(context.message.text, case.ticket, case.told_in)
    word = FollowUp(case.ticket.number, FollowUpKind.PLACE, context.message.text, case.told_in, news)
    return replace(steps.about_case(word, context.now), replies=(Reply(say("emergency_thanks", language)),))


def _thanked(case: KnownCase, context: Context) -> IntakeResult:
    told = say("welcome", language_now(context.message.text, case.ticket, case.told_in), number=case.ticket.number)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def _told(case: KnownCase, context: Context, result: TurnResult, *, another: bool) -> IntakeResult | None:
    told = tells(result, context.message) or _tells_by_length(context.message.text)
    return added(case, context, another=another) if told else None


def _here(case: KnownCase, context: Context) -> IntakeResult | None:
    """Nothing was told and nothing asked: no new complaint is begun by it. None where they are asked something."""
    if case.asked_about or context.found.asking is not None:
        return None
    told = asked_of_case.here(case.ticket, language_now(context.message.text, case.ticket, case.told_in))
    return IntakeResult(case.told_in.with_(last_at=context.now), (told,))

"""The answers to what a citizen asks or says of their open case, beside telling more of it: who sees their name, who
reads it, who comes, how to check, thanks, a threat, a number that does not answer. A question that has no answer of its
own is kept with the case, and answered with what is known: state, office, deadline, and what comes next."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from core.intake import case_status, helplines
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, mainly, says
from core.ports import Reply, TurnResult, Understanding
from core.reference.phrasebook import say, state_in_words
from core.text.tracking import link_to
from core.ticket import Ticket

_ASKED = 16
"""Words of a question that is about the case and tells nothing of its own."""
_QUESTION_MARKS = frozenset("?؟")
_OF_THE_SERVICE = frozenset({"topic:fee", "topic:identity", "topic:howto"})
"""Topics of questions that have the same answer for every case: the dialogue's."""
_NO_QUESTIONS = frozenset({"tells", "adds_to_complaint", "corrects", "emergency"})


def answered(session: Session, context: Context, ticket: Ticket, language: str) -> Reply | None:
    """The answer to a question that we can answer; None for all else."""
    text = context.message.text.strip()
    if is_only(Act.STATUS, text):
        return _status(session, context, language)
    if is_only(Act.THANKS, text):
        return Reply(say("welcome", language, number=ticket.number))
    if len(text.split()) > _ASKED:
        return None
    if says(Act.IF_THREATENED, text):
        return Reply(say("if_threatened", language))
    if says(Act.SEES_NAME, text) and asks(text):
        return Reply(who_sees(session, context, ticket, language))
    if mainly(Act.CHECKS, text):
        link = link_to(context.means.track_link, ticket.number)
        return Reply(say("checks", language, number=ticket.number, link=link))
    return _of_the_office(session, context, ticket, language, text)


def _of_the_office(session: Session, context: Context, ticket: Ticket, language: str, text: str) -> Reply | None:
    """Questions about the office that has it: shall I come, who comes, did you add it, who reads it."""
    if is_only(Act.MAY_COME, text):
        return Reply(_of_office("may_come", session, context, ticket, language))
    if mainly(Act.OFFICE_PHONE, text):
        return Reply(_of_office("office_phone", session, context, ticket, language))
    if not asks(text):
        return None
    if says(Act.WHO_COMES, text) and not says(Act.NO_PROGRESS, text):
        return Reply(_of_office("who_comes", session, context, ticket, language))
    if says(Act.IS_IT_ADDED, text):
        return Reply(say("is_added", language, number=ticket.number))
    if says(Act.WHO_READS, text):
        return Reply(_of_office("who_reads", session, context, ticket, language))
    return None


def of_the_service(result: TurnResult) -> Reply | None:
    """The dialogue's own answer to a question that is about the service and not about the case ("is it free?")."""
    acts = result.understanding.acts
    if _OF_THE_SERVICE.isdisjoint(acts) or "out_of_scope" in acts or not asks_by_acts(result) or not result.replies:
        return None
    said, _, question = result.replies[0].text.partition("\n\n")
    return Reply(said) if said and (question or result.asking is None) else None


def asks_by_acts(result: TurnResult) -> bool:
    """Does the dialogue hear a question, and nothing that is told?"""
    acts: Collection[str] = result.understanding.acts
    return not {"asks_status", "asks_service_question"}.isdisjoint(acts) and _NO_QUESTIONS.isdisjoint(acts)


def threatened(ticket: Ticket, language: str) -> Reply:
    """Whom to call, and who is told."""
    return Reply(f"{helplines.numbers('threat', language)}\n\n{say('threat_kept', language, number=ticket.number)}")


def here(ticket: Ticket, language: str) -> Reply:
    """To who says nothing that is of any case: a greeting, "hm"."""
    return Reply(say("here", language, number=ticket.number, state=state_in_words(ticket, language)))


def asks(text: str) -> bool:
    """Is it a question?"""
    return not _QUESTION_MARKS.isdisjoint(text) or is_only(Act.ASKS, text)


def is_short_question(text: str) -> bool:
    """Is it a question that tells nothing of its own?"""
    return len(text.split()) <= _ASKED and asks(text)


def _status(session: Session, context: Context, language: str) -> Reply:
    conversation, message = context.conversation, context.message
    return case_status.status(session, context.means.cases, conversation, message, Understanding(), language, "")


def who_sees(session: Session, context: Context, ticket: Ticket, language: str) -> str:
    """Who sees the name and the number of who complained."""
    if ticket.anonymous:
        return say("seen_nameless", language)
    return _of_office("seen_name", session, context, ticket, language)


def _of_office(key: str, session: Session, context: Context, ticket: Ticket, language: str) -> str:
    office = context.means.cases.office(session, ticket)
    if office is None:
        return say(f"{key}_any", language, number=ticket.number)
    due = case_status.due_in_words(ticket)
    if key == "who_comes" and not due:
        return case_status.standing(session, context.means.cases, ticket, language, context.now)
    return say(key, language, office=office.named(language), number=ticket.number, due=due)

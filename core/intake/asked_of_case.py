"""The answers to what a citizen asks or says of their open case, beside telling more of it: who sees their name, who
reads it, how to check, thanks, a threat, a number that does not answer. What has no answer here is kept with the case,
and they are told so."""

from sqlalchemy.orm import Session

from core.intake import case_status, emergency
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, mainly, says
from core.ports import Reply, Understanding
from core.reference.phrasebook import say, state_in_words
from core.text.tracking import link_to
from core.ticket import Ticket

_ASKED = 16
"""Words of a question that is about the case and tells nothing of its own."""
_QUESTION_MARKS = frozenset("?؟")


def answered(session: Session, context: Context, ticket: Ticket, language: str) -> Reply | None:
    """The answer to a question that we can answer; None for all else."""
    text = context.message.text.strip()
    if is_only(Act.STATUS, text):
        return case_status.status(
            session, context.means.cases, context.conversation, context.message, Understanding(), language, ""
        )
    if is_only(Act.THANKS, text):
        return Reply(say("welcome", language, number=ticket.number))
    if len(text.split()) > _ASKED:
        return None
    if says(Act.IF_THREATENED, text):
        return Reply(say("if_threatened", language))
    if says(Act.SEES_NAME, text) and asks(text):
        return Reply(_who_sees(session, context, ticket, language))
    if mainly(Act.CHECKS, text):
        link = link_to(context.means.track_link, ticket.number)
        return Reply(say("checks", language, number=ticket.number, link=link))
    if says(Act.IS_IT_ADDED, text) and asks(text):
        return Reply(say("is_added", language, number=ticket.number))
    if says(Act.WHO_READS, text) and asks(text):
        return Reply(_of_office("who_reads", session, context, ticket, language))
    return None


def threatened(ticket: Ticket, language: str) -> Reply:
    """Whom to call, and who is told."""
    return Reply(f"{emergency.numbers('threat', language)}\n\n{say('threat_kept', language, number=ticket.number)}")


def here(ticket: Ticket, language: str) -> Reply:
    """To who says nothing that is of any case: a greeting, "hm"."""
    return Reply(say("here", language, number=ticket.number, state=state_in_words(ticket, language)))


def asks(text: str) -> bool:
    """Is it a question?"""
    return not _QUESTION_MARKS.isdisjoint(text) or is_only(Act.ASKS, text)


def is_short_question(text: str) -> bool:
    """Is it a question that tells nothing of its own?"""
    return len(text.split()) <= _ASKED and asks(text)


def _who_sees(session: Session, context: Context, ticket: Ticket, language: str) -> str:
    if ticket.anonymous:
        return say("seen_nameless", language)
    return _of_office("seen_name", session, context, ticket, language)


def _of_office(key: str, session: Session, context: Context, ticket: Ticket, language: str) -> str:
    office = context.means.cases.office(session, ticket)
    if office is None:
        return say(f"{key}_any", language)
    return say(key, language, office=office.named(language))

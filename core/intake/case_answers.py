"""What is answered within a known case where it may have been answered before: nobody is told the same twice in a row,
and what we have no answer to is handed to a person."""

from dataclasses import replace

from sqlalchemy.orm import Session

from core.intake import asked_of_case, case_questions, case_status, handing_on
from core.intake.context import Context
from core.intake.result import FollowUpKind, IntakeResult
from core.intake.the_case import KnownCase, language_now, word_of
from core.ports import Reply, TurnResult
from core.reference.phrasebook import say
from core.store.pipeline import outbox
from core.text.asked import tone_of


def not_twice(session: Session, case: KnownCase, context: Context, said: IntakeResult) -> IntakeResult:
    """Who asks again what was just answered was not helped by the answer: a person answers."""
    language = language_now(context.message.text, case.ticket, case.told_in)
    grief = said.case is not None and tone_of(context.message.text) == "grief"
    key = said.case.told if said.case is not None else ""
    if grief and key and _was_said(say(key, language, number=case.ticket.number), session, case):
        warm = say("grief_again", language)
        return handing_on.handed(context, case.ticket, case.told_in, language, first=warm, alone=True)
    asks = bool(said.replies) and asked_of_case.asks(context.message.text)
    again = asks and _was_said(said.replies[0].text, session, case)
    return handing_on.handed(context, case.ticket, case.told_in, language) if again else said


def nothing_yet(session: Session, case: KnownCase, context: Context) -> IntakeResult:
    """The office is reminded; who says so again is not told the same again: a person looks at it."""
    language = language_now(context.message.text, case.ticket, case.told_in)
    word = word_of(case.ticket, case.told_in, FollowUpKind.NO_PROGRESS, context)
    if not _was_said(say("reminded", language), session, case):
        return word
    assert word.case is not None
    passed = handing_on.passed_on(context, case.ticket, case.told_in, "")
    return replace(passed, case=replace(word.case, told="reminded_again"))


def when(session: Session, case: KnownCase, context: Context) -> IntakeResult:
    """Until when they must act; of an emergency, that we do not see who is on the way."""
    language = language_now(context.message.text, case.ticket, case.told_in)
    if case.ticket.urgent:
        told = case_questions.who_comes(case.ticket, session, language)
    else:
        told = case_status.standing(session, context.means.cases, case.ticket, language, context.now)
    if _was_said(told, session, case):
        return handing_on.handed(context, case.ticket, case.told_in, language)
    return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))


def _was_said(told: str, session: Session, case: KnownCase) -> bool:
    """Did we say this last?"""
    before = outbox.last_said(session, case.told_in.id, 1)
    return bool(before) and before[0].text.startswith(told)


def asked(session: Session, case: KnownCase, context: Context, result: TurnResult) -> IntakeResult:
    """A question: answered from the case or from what we know of the service, or handed to a person."""
    language = language_now(context.message.text, case.ticket, case.told_in)
    own = case_questions.by_service(session, context, case.ticket, result.asks, language)
    of_the_service = asked_of_case.of_the_service(result) if not own else None
    if own or of_the_service is not None:
        reply = Reply(own) if of_the_service is None else of_the_service
        return IntakeResult(case.told_in.with_(last_at=context.now), (reply,))
    return handing_on.handed(context, case.ticket, case.told_in, language)

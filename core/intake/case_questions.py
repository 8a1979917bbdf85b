"""Answers to what is asked of a known case, by what is asked and not by how (core/text/asked.py): from the case's
record, and from what we know of the service. What we cannot answer is handed to a person."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.intake import asked_of_case, case_status, handing_on, helplines, steps
from core.intake.context import Context
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from core.store.casework import tickets
from core.text.asked import Asked, asked_in, sentences_of, topic_of
from core.text.urgent import perhaps_danger
from core.ticket import Ticket

_PLAIN = frozenset({"papers", "delete", "free", "shelter", "bribe", "withdraw_or_not"})
"""Answered in the same words for every case."""
_OF_OFFICE = frozenset({"who_told", "office_where", "officer", "office_right", "other_office"})
"""Answered with the office that has it."""
_NOT_THERE = frozenset({"office_right", "other_office"})
_HANDED = _NOT_THERE | {"woman"}
"""A person looks at these besides."""
_UNASKED = frozenset({"shelter", "delete", "other_office"})
"""Whoever speaks of these asks for them, whatever the sentence is like."""
HARMLESS = frozenset({"papers", "name_seen", "name_written", "office_right", "officer", "delete", "free", "contact"})
"""Asked of no danger, whatever words of death or blows stand in them ("shall I send the death certificate?")."""
_FEW = 12
_BY_SERVICE: Mapping[str, str] = {
    "privacy": "name_seen",
    "contact": "contact",
    "evidence": "papers",
    "goes_to": "officer",
    "fee": "bribe",
}
"""What the dialogue calls them: topics of nlu/dialogue/service.yml."""


def answered(
    session: Session, context: Context, ticket: Ticket, told_in: Conversation, language: str
) -> IntakeResult | None:
    """What is made of a question that we know; None of any other, and of what is none."""
    text = context.message.text
    asked = asked_in(text) or _unasked(text)
    if asked is None:
        return None
    told = [_answer(topic, session, context, ticket, language) for topic in asked.topics]
    told = [one for one in dict.fromkeys(told) if one]
    passed = not _HANDED.isdisjoint(asked.topics)
    if not (told or passed):
        return None
    if asked.when and not ticket.urgent and "next" not in asked.topics:
        told.append(case_status.standing(session, context.means.cases, ticket, language, context.now, briefly=True))
    said = "\n\n".join(told)
    if passed:
        alone = bool(told) and not _NOT_THERE.isdisjoint(asked.topics)
        return handing_on.handed(context, ticket, told_in, language, first=said, key="handed_wish", alone=alone)
    return kept(context, ticket, told_in, said, keeps=asked.tells_too)


def by_service(session: Session, context: Context, ticket: Ticket, asks: frozenset[str], language: str) -> str:
    """The answer to what the dialogue heard as a question about the service; "" where the case has none."""
    topics = [_BY_SERVICE[one] for one in sorted(asks) if one in _BY_SERVICE]
    return "\n\n".join(filter(None, (_answer(topic, session, context, ticket, language) for topic in topics[:2])))


def kept(context: Context, ticket: Ticket, told_in: Conversation, said: str, *, keeps: bool) -> IntakeResult:
    """An answer; ``keeps``: what was told beside the question goes to the case."""
    if not keeps:
        return IntakeResult(told_in.with_(last_at=context.now), (Reply(said),))
    message = context.message
    word = FollowUp(ticket.number, FollowUpKind.KEPT, message.text, told_in, files=len(message.attachments))
    about = steps.about_case(word, context.now)
    return IntakeResult(about.conversation, (Reply(said),), case=about.case)


def _unasked(text: str) -> Asked | None:
    short = [one for one in sentences_of(text) if len(one.split()) <= _FEW]
    topic = next((topic for one in short if (topic := topic_of(one)) in _UNASKED), "")
    return Asked((topic,), when=False, marked=False, tells_too=True) if topic else None


def _answer(topic: str, session: Session, context: Context, ticket: Ticket, language: str) -> str:
    number = ticket.number
    if topic in _PLAIN:
        return say(f"answer.{topic}", language, number=number)
    office = context.means.cases.office(session, ticket)
    named = office.named(language) if office is not None else ""
    if topic in _OF_OFFICE:
        key = "office_right" if topic in _NOT_THERE else topic
        return say(f"answer.{key}" if named else f"answer.{key}_any", language, office=named, number=number)
    match topic:
        case "name_seen":
            return asked_of_case.who_sees(session, context, ticket, language)
        case "name_written":
            return _name_written(session, ticket, named, language)
        case "contact":
            return say("answer.contact_nameless" if ticket.anonymous else "answer.contact", language)
        case "come_home":
            return say("answer.come_home_urgent" if ticket.urgent else "answer.come_home", language)
        case "meet":
            return say("may_come" if named else "may_come_any", language, office=named, number=number)
        case "next" if named and ticket.due_at is not None:
            return say("answer.next", language, office=named, due=case_status.due_in_words(ticket))
        case "come" if ticket.urgent:
            return who_comes(ticket, session, language)
        case _:
            return ""


def _name_written(session: Session, ticket: Ticket, office: str, language: str) -> str:
    if ticket.anonymous:
        return say("seen_nameless", language)
    name = tickets.record(session, ticket.number).get("complainant_name")
    if name is None:
        return say("answer.no_name", language)
    if not office:
        return say("seen_name_any", language)
    return say("answer.name_written", language, name=name, office=office)


def who_comes(ticket: Ticket, session: Session, language: str) -> str:
    """Of an emergency: when somebody comes we do not know, and whom to go on calling."""
    said = tickets.record(session, ticket.number).get("description") or ""
    numbers = helplines.numbers_alone(perhaps_danger(said), said)
    return say("emergency_who_comes", language, numbers=numbers)

"""What a citizen says of their open case without being asked, kept with the case; and what they are told of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework import add_word, go_nameless, no_progress
from core.casework.correcting import Right, correct
from core.errors import InvalidTransition, Rejected
from core.intake import case_status, other_office
from core.intake.result import FollowUp, FollowUpKind
from core.ports import Reply
from core.reference.categories import categories
from core.reference.phrasebook import say
from core.services import learning
from core.services.cases import Cases
from core.store.casework import alarms, personal, tickets
from core.store.pipeline import conversations, outbox
from core.ticket import CITIZEN, Severity, Ticket

_WORDS: Mapping[FollowUpKind, str] = {
    FollowUpKind.SOLVED: "solved_said",
    FollowUpKind.WITHDRAWN: "withdrawn",
    FollowUpKind.HELD_BACK: "held_back",
    FollowUpKind.KEPT: "",
}
"""Words that are kept with the case, and the phrase that tells so."""
_REMARK: Mapping[FollowUpKind, str] = {
    FollowUpKind.SOLVED: "solved_remark",
    FollowUpKind.WITHDRAWN: "withdrawn_remark",
    FollowUpKind.HELD_BACK: "held_back_remark",
}
"""What is written before their words, for whoever reads the case's history."""
KINDS = frozenset(
    {
        FollowUpKind.ADDED,
        FollowUpKind.NO_PROGRESS,
        FollowUpKind.NAMELESS,
        FollowUpKind.PLACE,
        FollowUpKind.TAKEN_BACK,
        FollowUpKind.CORRECTED,
        FollowUpKind.OFFICE,
        *_WORDS,
    }
)


_OFFICE_READS = ("en", "ur")


def store(session: Session, cases: Cases, word: FollowUp, now: datetime) -> Reply | None:
    """Keep a word of these kinds with its case. Raises NotFound, Conflict."""
    if word.said in (FollowUpKind.PLACE, FollowUpKind.OFFICE):
        done = other_office.store if word.said is FollowUpKind.OFFICE else _place
        done(session, cases, word, now)
        return None
    if word.said is FollowUpKind.TAKEN_BACK:
        return _taken_back(session, cases, word, now)
    ticket = tickets.get(session, word.number)
    language = word.language or ticket.language
    told: list[str] = []
    wish = word.news.get("anonymous")
    wished = word.said is FollowUpKind.NAMELESS or (wish is not None and wish.value == "yes")
    if (wished or word.said is FollowUpKind.HELD_BACK) and not ticket.anonymous:
        ticket = _nameless(session, cases, ticket, word.conversation.person, now)
        told += [say("nameless", language)] if wished else []
    if word.news:
        ticket = learning.learn(session, cases, word.number, word.news, now)
    told += _of_kind(session, cases, word, ticket, language, now)
    return _once(session, word, "\n".join(told), language) if told else None


def _of_kind(session: Session, cases: Cases, word: FollowUp, ticket: Ticket, language: str, now: datetime) -> list[str]:
    """What is told of each kind, and kept."""
    if word.said in _WORDS:
        return _kept(session, cases, word, ticket, language, now)
    if word.said is FollowUpKind.CORRECTED:
        return [_corrected(session, cases, word, ticket, language, now)]
    if word.said is FollowUpKind.ADDED and not (ticket.open or word.text.strip()):
        return [say("kept", language)]
    if word.said is FollowUpKind.ADDED:
        _note(session, cases, word, word.text, now)
        again = ticket.urgent and bool(word.text.strip()) and alarms.again(session, word.number, now)
        key = "added_urgent" if again and word.told == "added_heard" else word.told
        return [say(key or "added", language, number=ticket.number)]
    if word.said is FollowUpKind.NO_PROGRESS and ticket.open:
        ticket = cases.do(
            session, word.number, lambda ticket, at, policy: no_progress(ticket, word.text, at, policy), now
        )
        standing = case_status.standing(session, cases, ticket, language, now, briefly=True)
        return [say(word.told or "reminded", language), *([] if word.told else [standing])]
    return []


def _once(session: Session, word: FollowUp, told: str, language: str) -> Reply:
    """Nobody is told the same in the same words twice in a row."""
    before = outbox.last_said(session, word.conversation.id, 1)
    again = bool(before) and before[0].text == told and word.said is FollowUpKind.ADDED
    return Reply(say("added_too", language, number=word.number) if again else told)


def _note(session: Session, cases: Cases, word: FollowUp, said: str, now: datetime) -> None:
    cases.do(session, word.number, lambda ticket, at, policy: add_word(ticket, said, at, policy, files=word.files), now)


def _kept(session: Session, cases: Cases, word: FollowUp, ticket: Ticket, language: str, now: datetime) -> list[str]:
    """Their words in the case's history, with what they come to, in the two languages that offices read."""
    remark = [say(_REMARK[word.said], code) for code in _OFFICE_READS] if word.said in _REMARK else []
    _note(session, cases, word, "\n".join(filter(None, (*remark, word.text.strip()))), now)
    if word.said is FollowUpKind.KEPT and ticket.urgent:
        alarms.again(session, word.number, now)
    key = word.told or _WORDS[word.said]
    return [say(key, language, number=word.number)] if key else []


def _corrected(session: Session, cases: Cases, word: FollowUp, ticket: Ticket, language: str, now: datetime) -> str:
    """What was written wrong is right in the record now, and their words stand in the history."""
    _note(session, cases, word, word.text, now)
    if not word.news:
        return say("corrected_noted", language, number=ticket.number)
    stop = "، " if language in ("ur", "ps") else ", "
    what = stop.join(f"{say(f'field.{name}', language)}: {one.value}" for name, one in word.news.items())
    return say("corrected", language, number=ticket.number, what=what)


def _place(session: Session, cases: Cases, word: FollowUp, now: datetime) -> None:
    """Where an emergency is: what is told to the citizen was said with it."""
    ticket = tickets.of_conversation(session, word.conversation.id)
    if ticket is None:
        return
    learning.learn(session, cases, ticket.number, word.news, now)
    if word.text.strip() or word.files:
        _note(session, cases, replace(word, number=ticket.number), word.text, now)


def _taken_back(session: Session, cases: Cases, word: FollowUp, now: datetime) -> Reply | None:
    """Nobody is in danger after all: no emergency any more, with their words in the history; nobody is alarmed again.
    The case stays."""
    about = tickets.of_conversation(session, word.conversation.id)
    if about is None:
        return None
    category = categories().get(about.category)
    usual = category.severity if category is not None else Severity.NORMAL
    right = Right(about.category, about.district, usual, urgent=False)
    try:
        cases.do(
            session,
            about.number,
            lambda ticket, at, policy: correct(ticket, right, word.text, CITIZEN, at, policy),
            now,
        )
    except (Rejected, InvalidTransition):  # an officer was faster
        return Reply(say("kept", about.language))
    alarms.end(session, about.number, now)
    told_in = tickets.conversation_of(session, about.number)
    if told_in is not None:
        conversations.save(session, told_in.with_(urgent=False))
    return Reply(say("danger_taken_back", about.language, number=about.number))


def _nameless(session: Session, cases: Cases, ticket: Ticket, person: str, now: datetime) -> Ticket:
    """This case, and every other of theirs that is open: the wish is about the person."""
    own = personal.of_citizen(session, person)
    for number in dict.fromkeys([ticket.number, *(one.number for one in own if one.open)]):
        if not tickets.get(session, number).anonymous:
            cases.do(session, number, lambda ticket, at, policy: go_nameless(ticket, CITIZEN, at, policy), now)
    return tickets.get(session, ticket.number)

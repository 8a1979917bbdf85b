"""What a citizen says of their open case without being asked, kept with the case; and what they are told of it."""

from collections.abc import Mapping
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
from core.store.pipeline import conversations
from core.ticket import CITIZEN, Severity, Ticket

_WORDS: Mapping[FollowUpKind, str] = {
    FollowUpKind.SOLVED: "solved_said",
    FollowUpKind.WITHDRAWN: "withdrawn",
    FollowUpKind.ASKED: "question_kept",
    FollowUpKind.KEPT: "",
}
"""Words that are kept with the case, and the phrase that tells so."""
_REMARK: Mapping[FollowUpKind, str] = {
    FollowUpKind.SOLVED: "solved_remark",
    FollowUpKind.WITHDRAWN: "withdrawn_remark",
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
    told: list[str] = []
    wish = word.news.get("anonymous")
    if word.said is FollowUpKind.NAMELESS or (wish is not None and wish.value == "yes" and not ticket.anonymous):
        ticket = _nameless(session, cases, ticket, word.conversation.person, now)
        told.append(say("nameless", ticket.language))
    if word.news:
        ticket = learning.learn(session, cases, word.number, word.news, now)
    if word.said is FollowUpKind.ADDED and not (ticket.open or word.text.strip()):
        told.append(say("kept", ticket.language))
    elif word.said in _WORDS:
        told += _kept(session, cases, word, ticket, now)
    elif word.said is FollowUpKind.CORRECTED:
        told.append(_corrected(session, cases, word, ticket, now))
    elif word.said is FollowUpKind.ADDED:
        ticket = cases.do(
            session,
            word.number,
            lambda ticket, at, policy: add_word(ticket, word.text, at, policy, files=word.files),
            now,
        )
        again = ticket.urgent and bool(word.text.strip()) and alarms.again(session, word.number, now)
        told.append(say("added_urgent" if again else "added", ticket.language, number=ticket.number))
    elif word.said is FollowUpKind.NO_PROGRESS and ticket.open:
        ticket = cases.do(
            session, word.number, lambda ticket, at, policy: no_progress(ticket, word.text, at, policy), now
        )
        told += [say("reminded", ticket.language), _standing(session, cases, ticket, now)]
    return Reply("\n".join(told)) if told else None


def _kept(session: Session, cases: Cases, word: FollowUp, ticket: Ticket, now: datetime) -> list[str]:
    """Their words in the case's history, with what they come to, in the two languages that offices read."""
    remark = [say(_REMARK[word.said], code) for code in _OFFICE_READS] if word.said in _REMARK else []
    said = "\n".join(filter(None, (*remark, word.text.strip())))
    cases.do(
        session,
        word.number,
        lambda ticket, at, policy: add_word(ticket, said, at, policy, files=word.files),
        now,
    )
    if word.said is FollowUpKind.KEPT and ticket.urgent:
        alarms.again(session, word.number, now)
    key = _WORDS[word.said]
    answer = [_standing(session, cases, ticket, now)] if word.said is FollowUpKind.ASKED else []
    return [say(key, ticket.language, number=ticket.number), *answer] if key else []


def _standing(session: Session, cases: Cases, ticket: Ticket, now: datetime) -> str:
    return case_status.standing(session, cases, ticket, ticket.language, now, briefly=True)


def _corrected(session: Session, cases: Cases, word: FollowUp, ticket: Ticket, now: datetime) -> str:
    """What was written wrong is right in the record now, and their words stand in the history."""
    cases.do(
        session, word.number, lambda ticket, at, policy: add_word(ticket, word.text, at, policy, files=word.files), now
    )
    if not word.news:
        return say("corrected_noted", ticket.language, number=ticket.number)
    stop = "، " if ticket.language in ("ur", "ps") else ", "
    what = stop.join(f"{say(f'field.{name}', ticket.language)}: {one.value}" for name, one in word.news.items())
    return say("corrected", ticket.language, number=ticket.number, what=what)


def _place(session: Session, cases: Cases, word: FollowUp, now: datetime) -> None:
    """Where an emergency is: what is told to the citizen was said with it."""
    ticket = tickets.of_conversation(session, word.conversation.id)
    if ticket is None:
        return
    learning.learn(session, cases, ticket.number, word.news, now)
    if word.text.strip() or word.files:
        cases.do(
            session,
            ticket.number,
            lambda ticket, at, policy: add_word(ticket, word.text, at, policy, files=word.files),
            now,
        )


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

"""What a citizen says about a case that they have already: is it solved, an answer that the office asked for, why not.

Found before the dialogue where it is certain (a button, an answer that is awaited), after it where the words say so.
"Thanks" is neither: it changes nothing.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from core import mentions, subjects
from core.casework import (
    NO,
    YES,
    Notice,
    NoticeKind,
    To,
    appeal,
    citizen_answered,
    citizen_dissatisfied,
    citizen_satisfied,
    give_reason,
    remind,
)
from core.casework.closing import is_it_solved
from core.errors import InvalidTransition, NotAllowed
from core.messages import InboundMessage
from core.notices import in_words, tell
from core.phrases import LANGUAGES
from core.ports import Outcome, Reply, TurnResult
from core.proof import read_proof
from core.proving import prove
from core.store.casework import personal, tickets
from core.store.casework.cases import Cases, Command
from core.store.road import conversations
from core.store.road.conversations import Conversation
from core.text.normalise import fold_digits
from core.ticket import CITIZEN, Action, Role, Ticket, TicketState

REASON_WITHIN = timedelta(days=2)
"""So long after "not solved" the next message is why."""
_MANY = 50
_FEW_WORDS = 4
_PRESSED = re.compile(rf"({re.escape(YES)}|{re.escape(NO)}):(\S+)")
_ENDED = {TicketState.CLOSED, TicketState.REJECTED}


class Said(StrEnum):
    """What they say."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    ANSWER = "answer"
    REASON = "reason"
    PROOF = "proof"


_LINES = {"1": Said.SATISFIED, "2": Said.DISSATISFIED}
"""Where buttons cannot be shown they are numbered lines."""
_PLAIN = {"affirm": Said.SATISFIED, "deny": Said.DISSATISFIED}


@dataclass(frozen=True, slots=True)
class CaseWord:
    """Something said about one ticket. ``conversation`` is the ticket's own: the message and its files belong there. Of
    a proof (``text`` is the code) it is the sender's: whether the case is theirs is still to be seen."""

    number: str
    said: Said
    text: str
    conversation: Conversation


def hear(session: Session, message: InboundMessage, found: Conversation, person: str, now: datetime) -> CaseWord | None:
    """What is certain without any dialogue; None for all else. Whose address is not proven is not heard."""
    proof = read_proof(message.text)
    if not message.trusted or (_telling_something(found) and proof is None and not _may_be_pressed(message)):
        return None
    about = _about(session, found, person, message)
    if proof is not None and all(ticket.number != proof[0] for ticket in about):
        claimant = found.with_(channel=message.channel, address=message.sender.address)
        return CaseWord(proof[0], Said.PROOF, proof[1], claimant)
    pressed = _pressed(message, about, busy=found.last_at if _telling_something(found) else None)
    if pressed is not None:
        ticket, said = pressed
        return _word(session, ticket, said, "")
    if _telling_something(found) or not (message.text.strip() or message.attachments):
        return None
    waiting = [ticket for ticket in about if ticket.state is TicketState.WAITING]
    if len(waiting) == 1:
        return _word(session, waiting[0], Said.ANSWER, message.text)
    for ticket in about:
        if message.text.strip() and _owes_a_reason(session, ticket, now):
            return _word(session, ticket, Said.REASON, message.text)
    return None


def conclude(
    session: Session, result: TurnResult, message: InboundMessage, found: Conversation, person: str
) -> CaseWord | tuple[Reply, ...] | None:
    """What the dialogue took for "solved" or "not solved": about which case? A question back where it may be several.

    A bare "yes" or "no" counts too while we are asking about a case and about nothing else. None where it is about no
    case: then nothing is changed.
    """
    said = _judged(result)
    plain = _plain(result, message) if not _telling_something(found) else None
    if not message.trusted or (said or plain) is None:
        return None
    about = _about(session, found, person, message)
    asked = [ticket for ticket in about if ticket.state is TicketState.PROPOSED]
    if len(asked) > 1:
        return tuple(_ask_again(ticket) for ticket in asked)
    if asked and said is not None:
        return _word(session, asked[0], said, message.text if said is Said.DISSATISFIED else "")
    if asked and plain is not None:
        return _word(session, asked[0], plain, "")
    if said is not Said.DISSATISFIED or _telling_something(found):
        return None
    last = next((ticket for ticket in about if ticket.open or ticket.state in _ENDED), None)
    return _word(session, last, said, message.text) if last is not None else None


def _judged(result: TurnResult) -> Said | None:
    return {Outcome.SATISFIED: Said.SATISFIED, Outcome.DISSATISFIED: Said.DISSATISFIED}.get(result.outcome)


def _plain(result: TurnResult, message: InboundMessage) -> Said | None:
    """A short "yes" or "no" that the dialogue itself had no use for."""
    if result.outcome not in {Outcome.ASKING, Outcome.CHAT} or len(message.text.split()) > _FEW_WORDS:
        return None
    return _PLAIN.get(result.understanding.intent)


def apply(session: Session, cases: Cases, word: CaseWord, now: datetime) -> tuple[Reply, ...]:
    """Do what was said. What they are told of it is staged with the change; the replies are for what cannot be done."""
    if word.said is Said.PROOF:
        return (prove(session, cases, word.number, word.text, word.conversation, now),)
    ticket = tickets.get(session, word.number)
    try:
        cases.do(session, word.number, _command(ticket, word), now)
    except (InvalidTransition, NotAllowed):
        key = "already_open" if ticket.open else "already_closed"
        if ticket.state is TicketState.CLOSED and word.said is Said.DISSATISFIED:
            key = "too_late"
        days = str(cases.rules.object_within)
        return (Reply(tell(key, ticket.language, number=ticket.number, days=days)),)
    return ()


def _command(ticket: Ticket, word: CaseWord) -> Command:
    match word.said:
        case Said.SATISFIED:
            return lambda t, at, p: citizen_satisfied(t, CITIZEN, at, p, remark=word.text)
        case Said.ANSWER:
            return lambda t, at, p: citizen_answered(t, word.text, CITIZEN, at, p)
        case Said.REASON:
            return lambda t, at, p: give_reason(t, word.text, at, p)
        case _ if ticket.state is TicketState.REJECTED:
            return lambda t, at, p: appeal(t, word.text, CITIZEN, at, p)
        case _ if ticket.open and ticket.state is not TicketState.PROPOSED:
            return lambda t, at, p: remind(t, CITIZEN, at, p, remark=word.text)
        case _:
            return lambda t, at, p: citizen_dissatisfied(t, CITIZEN, at, p, reason=word.text)


def _about(session: Session, found: Conversation, person: str, message: InboundMessage) -> Sequence[Ticket]:
    """The one ticket whose thread was answered; else all of the person's, the latest first: of a mail, those whose
    number it names, or that have its subject."""
    linked = tickets.of_conversation(session, found.id)
    if linked is not None:
        return [linked]
    own = personal.of_citizen(session, person, limit=_MANY)
    named = mentions.named(message)
    if any(ticket.number in named for ticket in own):
        return [ticket for ticket in own if ticket.number in named]
    if not subjects.bare(message.subject):
        return own
    return [ticket for ticket in own if _has_subject(session, ticket, message.subject)]


def _has_subject(session: Session, ticket: Ticket, subject: str | None) -> bool:
    told_in = tickets.conversation_of(session, ticket.number)
    return told_in is not None and told_in.subject is not None and subjects.same(told_in.subject, subject)


def _pressed(message: InboundMessage, about: Sequence[Ticket], *, busy: datetime | None) -> tuple[Ticket, Said] | None:
    """A button's payload names the ticket; its title alone is enough while one only is asked about, and so is the
    number of its line where buttons cannot be shown, unless they were ``busy`` telling something else since it was
    asked."""
    match = _PRESSED.fullmatch(message.choice or message.text.strip())
    if match is not None:
        ticket = next((ticket for ticket in about if ticket.number == match[2]), None)
        return (ticket, Said.SATISFIED if match[1] == YES else Said.DISSATISFIED) if ticket else None
    asked = [ticket for ticket in about if ticket.state is TicketState.PROPOSED]
    said_of_title = _titles().get(_title(message))
    if busy and asked and _title(message) in _LINES and (asked[0].asked_at is None or asked[0].asked_at <= busy):
        return None
    return (asked[0], said_of_title) if len(asked) == 1 and said_of_title is not None else None


def _may_be_pressed(message: InboundMessage) -> bool:
    """Does it look like one of our buttons, whatever it is about?"""
    return _title(message) in _titles() or _PRESSED.fullmatch(message.choice or message.text.strip()) is not None


def _title(message: InboundMessage) -> str:
    return fold_digits(message.choice or message.text).strip(" .\n").casefold()


@functools.cache
def _titles() -> Mapping[str, Said]:
    """What our buttons say, in every language, and the numbers of their lines."""
    keys = (("yes", Said.SATISFIED), ("no", Said.DISSATISFIED))
    return {tell(key, language).casefold(): said for key, said in keys for language in LANGUAGES} | _LINES


def _telling_something(found: Conversation) -> bool:
    """Are they in the middle of telling a new complaint?"""
    return found.state == conversations.OPEN and found.asking is not None


def _owes_a_reason(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Did they say that it is not solved, just now and without a word?"""
    if ticket.state is not TicketState.REOPENED:
        return False
    by_them = [event for event in tickets.events(session, ticket.number) if event.actor == str(Role.CITIZEN)]
    last = by_them[-1] if by_them else None
    return (
        last is not None
        and last.kind == Action.DISSATISFIED
        and "sealed" not in last.data
        and now - last.at <= REASON_WITHIN
    )


def _ask_again(ticket: Ticket) -> Reply:
    asked: Notice = is_it_solved(ticket, NoticeKind.IS_IT_SOLVED_AGAIN)
    assert asked.to is To.CITIZEN
    text, buttons = in_words(asked, ticket, object_within=0)
    return Reply(text, buttons)


def _word(session: Session, ticket: Ticket, said: Said, text: str) -> CaseWord | None:
    conversation = tickets.conversation_of(session, ticket.number)
    return CaseWord(ticket.number, said, text, conversation) if conversation is not None else None

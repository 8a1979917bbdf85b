"""What a citizen says about a case that they have already: is it solved, an answer that the office asked for, why not.

Found before the dialogue where it is certain (a button, an answer that is awaited), after it where the words say so.
"Thanks" is neither: it changes nothing.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

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
)
from core.casework.closing import is_it_solved
from core.casework.notices import in_words, phrase
from core.casework.proof import read_proof
from core.conversation import OPEN, Conversation
from core.errors import InvalidTransition, NotAllowed
from core.intake import mentions, steps, unsolicited
from core.intake.context import Context
from core.intake.dialogue_acts import Act, says
from core.intake.proving import prove
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.ports import Outcome, Reply, TurnResult
from core.reference.phrasebook import LANGUAGES
from core.services.cases import Cases, Command
from core.store.casework import tickets
from core.text.normalise import fold_digits
from core.ticket import CITIZEN, Action, Role, Ticket, TicketState

REASON_WITHIN = timedelta(days=2)
"""So long after "not solved" the next message is why."""
_FEW_WORDS = 4
_PRESSED = re.compile(rf"({re.escape(YES)}|{re.escape(NO)}):(\S+)")
_ENDED = {TicketState.CLOSED, TicketState.REJECTED}


_LINES = {"1": FollowUpKind.SATISFIED, "2": FollowUpKind.DISSATISFIED}
"""Where buttons cannot be shown they are numbered lines."""
_PLAIN = {"affirm": FollowUpKind.SATISFIED, "deny": FollowUpKind.DISSATISFIED}


def certain(session: Session, context: Context) -> IntakeResult | None:
    """A button under a question about a case, an answer that its office waits for, a code that proves whose it is; None
    for all else."""
    word = _certain(session, context)
    return steps.about_case(word, context.now) if word is not None else None


def _certain(session: Session, context: Context) -> FollowUp | None:
    message, found = context.message, context.found
    proof = read_proof(message.text)
    telling = _telling_something(found)
    if not message.trusted or (telling and proof is None and not _may_be_pressed(message)):
        return None
    about = _about(session, context)
    if proof is not None and all(ticket.number != proof[0] for ticket in about):
        claimant = found.with_(channel=message.channel, address=message.sender.address)
        return FollowUp(proof[0], FollowUpKind.PROOF, proof[1], claimant)
    pressed = _pressed(message, about, busy=found.last_at if telling else None)
    if pressed is not None:
        ticket, said = pressed
        return _word(session, ticket, said, "")
    if telling or not (message.text.strip() or message.attachments):
        return None
    waiting = [ticket for ticket in about if ticket.state is TicketState.WAITING]
    if len(waiting) == 1:
        return _word(session, waiting[0], FollowUpKind.ANSWER, message.text)
    for ticket in about:
        if message.text.strip() and _owes_a_reason(session, ticket, context.now):
            return _word(session, ticket, FollowUpKind.REASON, message.text)
    return None


def judges(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """What the dialogue took for "solved" or "not solved": about which case? A question back where it may be several.

    A bare "yes" or "no" counts too while we are asking about a case and about nothing else. None where it is about no
    case: then nothing is changed.
    """
    telling = _telling_something(context.conversation)
    said = _judged(result)
    plain = _plain(result, context.message) if not telling else None
    if (said or plain) is None:
        return None
    about = _about(session, context)
    asked = [ticket for ticket in about if ticket.state is TicketState.PROPOSED]
    if len(asked) > 1:
        again = tuple(_ask_again(ticket) for ticket in asked)
        return replace(steps.after_turn(context.conversation, result), replies=again)
    if asked:
        word = _of_the_one_asked(session, asked[0], said, plain, context.message)
    else:
        word = None if telling else _of_none_asked(session, about, said, context.message)
    return steps.about_case(word, context.now) if word is not None else None


def _of_the_one_asked(
    session: Session, ticket: Ticket, said: FollowUpKind | None, plain: FollowUpKind | None, message: InboundMessage
) -> FollowUp | None:
    if said is not None:
        return _word(session, ticket, said, message.text if said is FollowUpKind.DISSATISFIED else "")
    return _word(session, ticket, plain, "") if plain is not None else None


def _of_none_asked(
    session: Session, about: Sequence[Ticket], said: FollowUpKind | None, message: InboundMessage
) -> FollowUp | None:
    if said is FollowUpKind.SATISFIED:  # before anybody asked: the office sees it, and asks when it is its turn
        still_open = next((ticket for ticket in about if ticket.open), None)
        kind = FollowUpKind.ADDED if says(Act.NOT_SOLVED, message.text) else FollowUpKind.SOLVED
        return _word(session, still_open, kind, message.text) if still_open is not None else None
    if said is not FollowUpKind.DISSATISFIED:
        return None
    last = next((ticket for ticket in about if ticket.open or ticket.state in _ENDED), None)
    return _word(session, last, said, message.text) if last is not None else None


def _judged(result: TurnResult) -> FollowUpKind | None:
    if result.understanding.intent == "feedback_satisfied" and result.outcome in {
        Outcome.DISSATISFIED,
        Outcome.CANCELLED,
    }:
        return FollowUpKind.SATISFIED  # "it is solved": neither a reproach nor a wish to be forgotten
    return {Outcome.SATISFIED: FollowUpKind.SATISFIED, Outcome.DISSATISFIED: FollowUpKind.DISSATISFIED}.get(
        result.outcome
    )


def _plain(result: TurnResult, message: InboundMessage) -> FollowUpKind | None:
    """A short "yes" or "no" that the dialogue itself had no use for."""
    if result.outcome not in {Outcome.ASKING, Outcome.CHAT} or len(message.text.split()) > _FEW_WORDS:
        return None
    return _PLAIN.get(result.understanding.intent)


def apply(session: Session, cases: Cases, word: FollowUp, now: datetime) -> tuple[Reply, ...]:
    """Do what was said. What they are told of it is staged with the change; the replies are for what cannot be done."""
    if word.said is FollowUpKind.PROOF:
        return (prove(session, cases, word.number, word.text, word.conversation, now),)
    if word.said in unsolicited.KINDS:
        told = unsolicited.store(session, cases, word, now)
        return (told,) if told is not None else ()
    ticket = tickets.get(session, word.number)
    if word.said is FollowUpKind.DISSATISFIED and ticket.open and ticket.state is not TicketState.PROPOSED:
        told = unsolicited.store(session, cases, replace(word, said=FollowUpKind.NO_PROGRESS), now)
        return (told,) if told is not None else ()
    try:
        cases.do(session, word.number, _command(ticket, word), now)
    except (InvalidTransition, NotAllowed):
        key = "already_open" if ticket.open else "already_closed"
        if ticket.state is TicketState.CLOSED and word.said is FollowUpKind.DISSATISFIED:
            key = "too_late"
        days = str(cases.rules.object_within)
        return (Reply(phrase(key, ticket.language, number=ticket.number, days=days)),)
    return ()


def _command(ticket: Ticket, word: FollowUp) -> Command:
    match word.said:
        case FollowUpKind.SATISFIED:
            return lambda ticket, at, policy: citizen_satisfied(ticket, CITIZEN, at, policy, remark=word.text)
        case FollowUpKind.ANSWER:
            return lambda ticket, at, policy: citizen_answered(ticket, word.text, CITIZEN, at, policy)
        case FollowUpKind.REASON:
            return lambda ticket, at, policy: give_reason(ticket, word.text, at, policy)
        case _ if ticket.state is TicketState.REJECTED:
            return lambda ticket, at, policy: appeal(ticket, word.text, CITIZEN, at, policy)
        case _:
            return lambda ticket, at, policy: citizen_dissatisfied(ticket, CITIZEN, at, policy, reason=word.text)


def _about(session: Session, context: Context) -> Sequence[Ticket]:
    """The one ticket whose thread was answered; else all of the person's, the latest first: of a mail, those whose
    number it names, or that have its subject."""
    if context.linked is not None:
        return [context.linked]
    subject = context.message.subject
    if subject is None:
        return context.own
    named = mentions.named(context.message)
    if any(ticket.number in named for ticket in context.own):
        return [ticket for ticket in context.own if ticket.number in named]
    if not mentions.bare(subject):
        return context.own
    return [ticket for ticket in context.own if _has_subject(session, ticket, subject)]


def _has_subject(session: Session, ticket: Ticket, subject: str | None) -> bool:
    told_in = tickets.conversation_of(session, ticket.number)
    return told_in is not None and told_in.subject is not None and mentions.same(told_in.subject, subject)


def _pressed(
    message: InboundMessage, about: Sequence[Ticket], *, busy: datetime | None
) -> tuple[Ticket, FollowUpKind] | None:
    """A button's payload names the ticket; its title alone is enough while one only is asked about, and so is the
    number of its line where buttons cannot be shown, unless they were ``busy`` telling something else since it was
    asked."""
    match = _PRESSED.fullmatch(message.choice or message.text.strip())
    if match is not None:
        ticket = next((ticket for ticket in about if ticket.number == match[2]), None)
        return (ticket, FollowUpKind.SATISFIED if match[1] == YES else FollowUpKind.DISSATISFIED) if ticket else None
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
def _titles() -> Mapping[str, FollowUpKind]:
    """What our buttons say, in every language, and the numbers of their lines."""
    keys = (("yes", FollowUpKind.SATISFIED), ("no", FollowUpKind.DISSATISFIED))
    return {phrase(key, language).casefold(): said for key, said in keys for language in LANGUAGES} | _LINES


def _telling_something(found: Conversation) -> bool:
    """Are they in the middle of telling a new complaint?"""
    return found.state == OPEN and found.asking is not None


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


def _word(session: Session, ticket: Ticket, said: FollowUpKind, text: str) -> FollowUp | None:
    conversation = tickets.conversation_of(session, ticket.number)
    return FollowUp(ticket.number, said, text, conversation) if conversation is not None else None

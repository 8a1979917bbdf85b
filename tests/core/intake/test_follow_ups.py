"""What a citizen says of a case that they have: certain without a dialogue, or judged by it; and what is done."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.casework import NO, YES
from core.intake import follow_ups
from core.intake.result import FollowUp, FollowUpKind
from core.ports import Outcome, Understanding
from core.services.cases import Cases
from core.store.pipeline import conversations
from core.ticket import Ticket, TicketState
from tests.core.intake.cases import a_case
from tests.core.intake.given import GUL, NOW, context, heard, told, turn

S, K = TicketState, FollowUpKind


def in_state(ticket: Ticket, *states: TicketState) -> tuple[Ticket, ...]:
    return tuple(ticket.with_(state=state, asked_at=NOW) for state in states)


@pytest.mark.parametrize(
    ("states", "message", "asking", "said"),
    [
        ([S.PROPOSED], {"choice": f"{YES}:NUMBER"}, None, K.SATISFIED),
        ([S.PROPOSED], {"choice": f"{NO}:NUMBER"}, "district", K.DISSATISFIED),
        ([S.PROPOSED], {"choice": f"{YES}:KP-2026-000999-9"}, None, None),
        ([S.PROPOSED], {"text": "1"}, None, K.SATISFIED),
        ([S.PROPOSED], {"text": "۲"}, None, K.DISSATISFIED),
        ([S.PROPOSED], {"text": "1"}, "category", None),  # the number of a category, asked after we asked
        ([S.ASSIGNED], {"text": "1"}, None, None),
        ([S.WAITING], {"text": "The pole is at the mosque"}, None, K.ANSWER),
        ([S.WAITING], {"text": "The pole is at the mosque"}, "district", None),
        ([S.WAITING], {"text": " "}, None, None),
        ([S.WAITING, S.WAITING], {"text": "The pole is at the mosque"}, None, None),
        ([S.ASSIGNED], {"text": "No light"}, None, None),
        ([], {"text": "No light"}, None, None),
    ],
)
def test_what_is_certain(
    session: Session, states: list[TicketState], message: dict[str, str], asking: str | None, said: FollowUpKind | None
) -> None:
    ticket, _ = a_case(session)
    filled = {name: value.replace("NUMBER", ticket.number) for name, value in message.items()}
    found = told().with_(asking=asking, last_at=NOW)
    result = follow_ups.certain(session, context(heard(**filled), found, own=in_state(ticket, *states)))
    word = result.case if result is not None else None
    assert (word.said if word else None) == said
    assert word is None or (word.number, word.conversation.id) == (ticket.number, "C1")


def test_a_number_with_a_code_is_a_proof_of_whoever_sends_it(session: Session) -> None:
    ticket, _ = a_case(session)
    sent = heard(f"{ticket.number} 1234 5678")
    stranger = told().with_(id="C2", person="tel:+923330000000")
    result = follow_ups.certain(session, context(sent, stranger))
    assert result is not None
    assert result.case is not None
    assert (result.case.said, result.case.number, result.case.text) == (K.PROOF, ticket.number, "12345678")
    assert follow_ups.certain(session, context(sent, own=(ticket,))) is None, "it is theirs already"
    assert follow_ups.certain(session, context(heard(sent.text, trusted=False), stranger)) is None


SOLVED = {"understanding": Understanding(intent="feedback_satisfied")}
YES_SAID = {"understanding": Understanding(intent="affirm")}


@pytest.mark.parametrize(
    ("states", "outcome", "more", "said"),
    [
        ([S.PROPOSED], Outcome.SATISFIED, {}, K.SATISFIED),
        ([S.PROPOSED], Outcome.DISSATISFIED, {}, K.DISSATISFIED),
        ([S.PROPOSED], Outcome.CANCELLED, SOLVED, K.SATISFIED),
        ([S.PROPOSED], Outcome.CHAT, YES_SAID, K.SATISFIED),
        ([S.ASSIGNED], Outcome.CHAT, YES_SAID, None),
        ([S.ASSIGNED], Outcome.SATISFIED, {}, K.SOLVED),  # nobody asked yet: the office sees it
        ([S.CLOSED], Outcome.SATISFIED, {}, None),
        ([S.CLOSED], Outcome.DISSATISFIED, {}, K.DISSATISFIED),
        ([S.MERGED], Outcome.DISSATISFIED, {}, None),
        ([S.PROPOSED], Outcome.ASKING, {}, None),
    ],
)
def test_what_is_judged_by_the_dialogue(
    session: Session, states: list[TicketState], outcome: Outcome, more: dict[str, Any], said: FollowUpKind | None
) -> None:
    ticket, _ = a_case(session)
    given = context(heard("so it is"), own=in_state(ticket, *states))
    result = follow_ups.judges(session, given, turn(outcome, **more))
    word = result.case if result is not None else None
    assert (word.said if word else None) == said


def test_of_several_that_are_asked_about_it_is_asked_which(session: Session) -> None:
    ticket, _ = a_case(session)
    both = in_state(ticket, S.PROPOSED, S.PROPOSED)
    result = follow_ups.judges(session, context(heard("solved"), own=both), turn(Outcome.SATISFIED))
    assert result is not None
    assert result.case is None
    assert [len(reply.buttons) for reply in result.replies] == [2, 2]


@pytest.mark.parametrize(
    ("subject", "text", "about"),
    [
        (None, "solved", 1),
        ("Re: No light", "solved", 1),
        ("Another thing", "solved", 0),
        ("Another thing", "It is about NUMBER", 1),
    ],
)
def test_a_mail_is_about_the_case_that_it_names_or_whose_subject_it_has(
    session: Session, subject: str | None, text: str, about: int
) -> None:
    ticket, conversation = a_case(session)
    conversations.save(session, conversation.with_(subject="No light"))
    sent = heard(text.replace("NUMBER", ticket.number), subject=subject)
    own = in_state(ticket, S.PROPOSED)
    result = follow_ups.judges(session, context(sent, own=own), turn(Outcome.SATISFIED))
    assert (result is not None and result.case is not None) is bool(about)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (K.SATISFIED, "being worked on"),
        (K.DISSATISFIED, "We are sorry that nothing has happened"),
        (K.ANSWER, "being worked on"),
    ],
)
def test_what_cannot_be_done_is_told(session: Session, said: FollowUpKind, words: str) -> None:
    ticket, conversation = a_case(session)
    replies = follow_ups.apply(session, Cases(), FollowUp(ticket.number, said, "so", conversation), NOW)
    assert words in replies[0].text


def test_a_persons_own_button_of_another_is_none(session: Session) -> None:
    ticket, _ = a_case(session)
    pressed = heard(choice=f"{YES}:{ticket.number}")
    assert follow_ups.certain(session, context(pressed, told().with_(id="C9", person=f"tel:{GUL}0"))) is None

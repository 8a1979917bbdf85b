"""Asking after a ticket: whose it is, and what is told of it."""

import pytest
from sqlalchemy.orm import Session

from core.intake import case_status
from core.intake.case_status import Problem
from core.ports import Understanding
from core.services.cases import Cases
from core.text.tracking import tracking_number
from core.ticket import Level, Ticket, TicketState
from tests.core.intake.cases import a_case
from tests.core.intake.given import GUL, NOW, heard, told

ME, ANOTHER = f"tel:{GUL}", "tel:+923330000000"
WRONG = "KP-2026-000001-0"
NONE_OF_OURS = tracking_number(2026, 999)


@pytest.mark.parametrize(
    ("person", "written", "trusted", "digits", "problem"),
    [
        (ME, "", True, "", None),
        (ME, "NUMBER", True, "", None),
        (ME, "", False, "", Problem.NONE),
        (ANOTHER, "", True, "", Problem.NONE),
        (ANOTHER, "NUMBER", True, "", Problem.NOT_THEIRS),
        (ANOTHER, "NUMBER", True, GUL[-4:], None),
        (ANOTHER, "NUMBER", True, "0000", Problem.NOT_THEIRS),
        (ME, "NUMBER", False, "", Problem.NOT_THEIRS),
        (ME, NONE_OF_OURS, True, "", Problem.UNKNOWN),
        (ME, WRONG, True, "", Problem.NO_NUMBER),
        (ME, "the light", True, "", Problem.NO_NUMBER),
    ],
)
def test_a_number_alone_opens_nothing(
    session: Session, person: str, written: str, trusted: bool, digits: str, problem: Problem | None
) -> None:
    ticket, _ = a_case(session)
    found = case_status.find(session, person, written.replace("NUMBER", ticket.number), trusted=trusted, digits=digits)
    assert found.problem == problem
    assert [one.number for one in found.tickets] == ([ticket.number] if problem is None else [])


@pytest.mark.parametrize(
    ("written", "mine", "words"),
    [
        ("", True, ["Last change", "About: no light"]),
        ("", False, ["no complaint of yours yet"]),
        ("NUMBER", True, ["NUMBER", "Last change"]),
        ("NUMBER", False, ["do not find NUMBER among"]),
        (WRONG, True, ["one digit seems to be wrong"]),
    ],
)
def test_the_answer(session: Session, written: str, mine: bool, words: list[str]) -> None:
    ticket, conversation = a_case(session)
    asking = conversation if mine else told().with_(person=ANOTHER)
    entities = {"tracking_number": written.replace("NUMBER", ticket.number)} if written else {}
    said = case_status.status(session, Cases(), asking, heard(), Understanding(entities=entities), "en", "https://x")
    assert [part for part in words if part.replace("NUMBER", ticket.number) not in said.text] == []
    assert ("no light" in said.text) is (mine and written != WRONG), "another's words are shown to nobody"


@pytest.mark.parametrize(
    ("person", "written", "trusted", "claimed"),
    [
        (ANOTHER, "NUMBER", True, True),
        (ANOTHER, "NUMBER", False, False),
        (ME, "NUMBER", True, False),
        (ANOTHER, "", True, False),
    ],
)
def test_whose_is_not_proven_may_prove_it(
    session: Session, person: str, written: str, trusted: bool, claimed: bool
) -> None:
    ticket, _ = a_case(session)
    understood = Understanding(entities={"tracking_number": written.replace("NUMBER", ticket.number)})
    asked = case_status.unproven(session, told().with_(person=person), heard(trusted=trusted), understood)
    assert asked == (ticket.number if claimed else None)


@pytest.mark.parametrize(
    ("changes", "has", "lacks"),
    [
        ({}, [], []),
        ({"level": Level.COMMISSIONER}, ["Commissioner"], []),
        ({"state": TicketState.CLOSED}, [], ["Commissioner"]),
    ],
)
def test_where_it_stands(session: Session, changes: dict[str, object], has: list[str], lacks: list[str]) -> None:
    ticket: Ticket = a_case(session)[0].with_(**changes)
    said = case_status.standing(session, Cases(), ticket, "en", NOW)
    assert ticket.number in said
    assert [word for word in has if word not in said] == []
    assert [word for word in lacks if word in said] == []


def test_the_deadline_of_what_is_urgent_has_an_hour(session: Session) -> None:
    ticket = a_case(session)[0].with_(due_at=NOW)
    assert case_status.due_in_words(ticket) == "24/11/2026"
    assert case_status.due_in_words(ticket.with_(urgent=True)) == "24/11/2026 14:00"
    assert case_status.due_in_words(ticket.with_(due_at=None)) == ""

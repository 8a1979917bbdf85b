"""A complaint about an office or an official never goes there, nor below it."""

import pytest

from core import casework as c
from core.errors import NotAllowed, Rejected
from core.ticket import CITIZEN, SYSTEM, Actor, Role
from tests.core.casework.given import AGENT, HEAD, OFFICER, assigned, at, in_progress, policy

BELOW = policy(within=lambda office, other: office == other or (office, other) == (7, 70))
"""Office 7 is under office 70."""


def mark(ticket, office=70, person=None, actor=HEAD, **more):
    return c.mark_against(ticket, office, person, "the caller says so", actor, at(3), policy(**more))


def test_it_is_in_the_history_with_who_said_so_and_why() -> None:
    change = mark(in_progress(), person="4")
    assert (change.ticket.against_office, change.ticket.against_person) == (70, "4")
    assert change.ticket.state is in_progress().state
    [event] = change.events
    assert (event.kind, event.actor, event.data["against_office"], event.data["against_person"]) == (
        "mark_against",
        str(HEAD),
        70,
        "4",
    )
    assert event.words == {"why": "the caller says so"}


def test_the_person_it_is_about_loses_it_and_can_do_nothing_more() -> None:
    change = mark(in_progress(), office=None, person=OFFICER.id, actor=AGENT)
    assert change.ticket.owner is None
    for command in (c.note, c.ask_citizen):
        with pytest.raises(NotAllowed):
            command(change.ticket, "x", OFFICER, at(3), policy())
    with pytest.raises(NotAllowed):
        c.mark_against(change.ticket, None, None, "it is not about me", OFFICER, at(3), policy())


def test_neither_there_nor_below_it_may_anybody_send_it() -> None:
    marked = mark(assigned()).ticket
    for office in (7, 70):
        with pytest.raises(NotAllowed):
            c.assign(marked, office, "x", SYSTEM, at(3), BELOW)
        if office != marked.office_id:
            with pytest.raises(NotAllowed):
                c.forward(marked, office, "x", HEAD, at(3), BELOW)
    assert c.assign(marked, 71, "x", SYSTEM, at(3), BELOW).ticket.office_id == 71


@pytest.mark.parametrize("actor", [CITIZEN, SYSTEM, Actor(Role.AUDITOR, "8")])
def test_only_staff_who_deal_with_it_mark_it(actor) -> None:
    with pytest.raises(NotAllowed):
        mark(assigned(), actor=actor)


def test_marking_the_same_again_or_without_a_reason_is_refused() -> None:
    marked = mark(assigned()).ticket
    with pytest.raises(Rejected):
        mark(marked)
    with pytest.raises(Rejected):
        c.mark_against(marked, None, None, " ", HEAD, at(3), policy())
    assert c.mark_against(marked, None, None, "a mistake", HEAD, at(3), policy()).ticket.against_office is None

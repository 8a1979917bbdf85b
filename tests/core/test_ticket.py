"""The transition table: what it allows, what it does not, and that no state is a trap."""

import pytest

from core.errors import InvalidTransition, NotAllowed
from core.ticket import OPEN, TRANSITIONS, Action, Role, TicketState, next_state

S, A, R = TicketState, Action, Role


@pytest.mark.parametrize(
    ("state", "action", "role", "after"),
    [
        (S.REGISTERED, A.ASSIGN, R.SYSTEM, S.ASSIGNED),
        (S.ASSIGNED, A.START, R.OFFICER, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.ASK_CITIZEN, R.OFFICER, S.WAITING),
        (S.WAITING, A.CITIZEN_ANSWERED, R.CITIZEN, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.PROPOSE, R.OFFICER, S.PROPOSED),
        (S.PROPOSED, A.SATISFIED, R.CITIZEN, S.CLOSED),
        (S.PROPOSED, A.DISSATISFIED, R.CITIZEN, S.REOPENED),
        (S.PROPOSED, A.UNCONFIRMED, R.SUPERVISOR, S.CLOSED),
        (S.PROPOSED, A.SATISFIED, R.AGENT, S.CLOSED),
        (S.CLOSED, A.DISSATISFIED, R.CITIZEN, S.REOPENED),
        (S.ASSIGNED, A.ASK_REJECTION, R.OFFICER, S.ASSIGNED),
        (S.ASSIGNED, A.APPROVE_REJECTION, R.SUPERVISOR, S.REJECTED),
        (S.REJECTED, A.APPEAL, R.CITIZEN, S.REOPENED),
        (S.MERGED, A.FOLLOW, R.SYSTEM, S.PROPOSED),
        (S.PROPOSED, A.ESCALATE, R.SYSTEM, S.PROPOSED),
    ],
)
def test_allowed(state, action, role, after) -> None:
    assert next_state(state, action, role) is after


@pytest.mark.parametrize(
    ("state", "action", "role", "error"),
    [
        (S.IN_PROGRESS, A.SATISFIED, R.CITIZEN, InvalidTransition),
        (S.PROPOSED, A.SATISFIED, R.OFFICER, NotAllowed),
        (S.PROPOSED, A.UNCONFIRMED, R.OFFICER, NotAllowed),
        (S.PROPOSED, A.UNCONFIRMED, R.SYSTEM, NotAllowed),
        (S.PROPOSED, A.PROPOSE, R.OFFICER, InvalidTransition),
        (S.CLOSED, A.PROPOSE, R.OFFICER, InvalidTransition),
        (S.CLOSED, A.SATISFIED, R.CITIZEN, InvalidTransition),
        (S.ASSIGNED, A.APPROVE_REJECTION, R.OFFICER, NotAllowed),
        (S.REGISTERED, A.PROPOSE, R.OFFICER, InvalidTransition),
        (S.MERGED, A.SATISFIED, R.CITIZEN, InvalidTransition),
        (S.REJECTED, A.START, R.OFFICER, InvalidTransition),
        (S.ASSIGNED, A.START, R.AUDITOR, NotAllowed),
    ],
)
def test_refused(state, action, role, error) -> None:
    with pytest.raises(error):
        next_state(state, action, role)


def test_nobody_in_an_office_closes_alone() -> None:
    closing = {key for key, t in TRANSITIONS.items() if t.to is S.CLOSED}
    assert {action for _, action in closing} == {A.SATISFIED, A.UNCONFIRMED}
    assert all(R.OFFICER not in TRANSITIONS[key].who for key in closing)


def test_every_state_is_reached_and_every_open_one_can_end() -> None:
    assert {t.to for t in TRANSITIONS.values() if t.to} | {S.REGISTERED} == set(S)
    ends = {S.CLOSED, S.REJECTED}
    for state in OPEN | {S.MERGED}:
        seen, front = {state}, {state}
        while front:
            front = {t.to for (start, _), t in TRANSITIONS.items() if start in front and t.to} - seen
            seen |= front
        assert ends <= seen, state


def test_whoever_is_in_the_table_can_do_something_and_every_action_is_in_it() -> None:
    assert {action for _, action in TRANSITIONS} == set(A)
    assert {role for t in TRANSITIONS.values() for role in t.who} == set(R)

"""Sums of changes: whatever happens to a ticket, they add up to what it counts for in the end."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import casework
from core.casework import Change
from core.dashboards.sums import COUNTED_EVENTS, SPANS, Dim, Measure, Sums, add_up, day_of, difference, span_of
from core.errors import ArziError
from core.ticket import OPEN, TicketState
from tests.core.casework.given import OFFICER, assigned, at, policy, registered, ticket
from tests.core.casework.given_lives import commands

ONE, OTHER = 7, 8
COMMANDS = commands((ONE, OTHER))
steps = st.lists(st.tuples(st.integers(0, len(COMMANDS) - 1), st.integers(1, 30 * 24)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_differences_add_up_to_a_recount(life: list[tuple[int, int]]) -> None:
    change = registered()
    running = difference(None, change.ticket, change.events)
    now = change.ticket.created_at
    for number, hours in life:
        now += timedelta(hours=hours)
        before = change.ticket
        done = _do(change, number, now)
        add_up(running, difference(before, done.ticket, done.events[len(change.events) :]))
        change = done
    counted = [event for event in change.events if event.kind in COUNTED_EVENTS]
    assert _bare(running) == _bare(difference(None, change.ticket, counted))
    _holds_together(running, change)


def _do(change: Change, number: int, now: datetime) -> Change:
    change = change.then(casework.catch_up(change.ticket, now, policy()))
    try:
        return change.then(COMMANDS[number](change.ticket, now, policy()))
    except ArziError:
        return change


def _holds_together(sums: Sums, change: Change) -> None:
    """A ticket is one ticket by whatever it is counted."""
    for dim in (Dim.ALL, Dim.CATEGORY, Dim.CHANNEL, Dim.WEEK, Dim.CATEGORY_WEEK, Dim.CHANNEL_WEEK):
        assert _total(sums, dim, Measure.CAME) == 1, dim
    assert sum(_total(sums, Dim.CAME, m) for m in Measure) == (change.ticket.state in OPEN)
    stands = (m for m in Measure if m not in {Measure.SAID_SOLVED, Measure.DENIED, Measure.FORWARDED})
    assert all(_total(sums, Dim.ALL, measure) in (0, 1) for measure in stands if measure is not Measure.ESCALATED)


def _total(sums: Sums, dim: Dim, measure: Measure) -> int:
    return sum(counts.get(measure, 0) for (_, one, _), counts in sums.items() if one is dim)


def _bare(sums: Sums) -> Sums:
    kept = {key: {m: n for m, n in counts.items() if n} for key, counts in sums.items()}
    return {key: counts for key, counts in kept.items() if counts}


def test_a_ticket_is_counted_where_it_stands_and_flows_where_they_happened() -> None:
    moved = casework.forward(assigned(), OTHER, "wrong", OFFICER, at(3), policy())
    found = difference(assigned(), moved.ticket, moved.events)
    assert found[ONE, Dim.ALL, ""] == {Measure.CAME: -1, Measure.WORKING: -1, Measure.FORWARDED: 1}
    assert found[OTHER, Dim.ALL, ""] == {Measure.CAME: 1, Measure.WORKING: 1}


def test_a_note_changes_no_sums() -> None:
    noted = casework.note(assigned(), "seen", OFFICER, at(3), policy())
    assert difference(assigned(), noted.ticket, noted.events) == {}


def test_unconfirmed_is_never_counted_as_satisfied() -> None:
    closed = ticket(state=TicketState.CLOSED, confirmation=None, office_id=ONE)
    assert Measure.SATISFIED not in difference(None, closed, ())[ONE, Dim.ALL, ""]


@pytest.mark.parametrize(("seconds", "span"), [(0, 0), (3599, 0), (3600, 1), (400 * 86400, len(SPANS) - 1)])
def test_spans(seconds: int, span: int) -> None:
    assert span_of(seconds) == span


def test_days_are_days_in_pakistan() -> None:
    assert day_of(datetime.fromisoformat("2026-03-01T20:00:00+00:00")).isoformat() == "2026-03-02"

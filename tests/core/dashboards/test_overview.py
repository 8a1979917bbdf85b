"""What a dashboard says of sums: ages and deadlines by the day on which it is asked, medians from spans."""

from datetime import UTC, datetime, timedelta

import pytest

from core.dashboards.overview import overview
from core.dashboards.sums import SPANS, Dim, Measure, Span, day_of
from core.ticket import Level

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = day_of(NOW)
Given = dict[tuple[str, Dim, str], dict[Measure, int]]


def _day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


@pytest.mark.parametrize(("ago", "band"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 3), (91, 4), (900, 4)])
def test_ages_are_counted_by_the_day_on_which_it_is_asked(ago: int, band: int) -> None:
    view = overview({("", Dim.CAME, _day(ago)): {Measure.WORKING: 2, Measure.PROPOSED: 1}}, "", NOW)
    assert [one.open for one in view.bands] == [3 * (number == band) for number in range(5)]
    assert view.figures.old == (3 if band == 4 else 0)


def test_what_is_past_its_day_is_overdue_beside_what_went_up() -> None:
    sums: Given = {
        ("", Dim.ALL, ""): {Measure.CAME: 9, Measure.WORKING: 6, Measure.LATE: 2},
        ("", Dim.DUE, _day(1)): {Measure.WORKING: 3, Measure.LATE: 1},
        ("", Dim.DUE, _day(0)): {Measure.WORKING: 4},
        ("", Dim.LEVEL, "1"): {Measure.WORKING: 2},
    }
    view = overview(sums, "", NOW)
    assert view.figures.late == 5  # two went up, three are past their day and still at their office
    assert [(one.day, one.count) for one in view.due if one.count] == [(None, 4), (TODAY, 4)]
    assert view.levels == {Level.DEPUTY_COMMISSIONER: 2}


def test_what_the_office_says_and_what_citizens_say_are_apart() -> None:
    counts = {Measure.CAME: 100, Measure.PROPOSED: 10, Measure.SATISFIED: 30, Measure.UNCONFIRMED: 50}
    figures = overview({("", Dim.ALL, ""): counts}, "", NOW).figures
    assert figures.resolved_share == 0.9
    assert figures.satisfied_share == 0.3


def test_the_median_lies_within_its_span() -> None:
    day = SPANS.index(86400)
    sums: Given = {
        ("", Dim.STEP, f"{Span.SAID_SOLVED}/{day:02d}"): {Measure.CAME: 6, Measure.SECONDS: 6 * 100_000},
        ("", Dim.STEP, f"{Span.SAID_SOLVED}/{len(SPANS) - 1:02d}"): {Measure.CAME: 2, Measure.SECONDS: 2 * 400 * 86400},
    }
    solved = next(one for one in overview(sums, "", NOW).taken if one.span is Span.SAID_SOLVED)
    assert solved.count == 8
    assert solved.median == pytest.approx(1 + 4 / 6)
    assert solved.mean is not None
    assert solved.mean > 100


def test_other_nodes_do_not_count() -> None:
    assert overview({("o7", Dim.ALL, ""): {Measure.CAME: 5}}, "", NOW).figures.came == 0

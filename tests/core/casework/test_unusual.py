"""What is unusual in how somebody opens cases."""

from datetime import date, datetime

import pytest

from core.casework.unusual import Opening, Unusual, UnusualKind, unusual
from core.ports import PAKISTAN


def openings(count: int, at: str, *, unmasked: bool = False, outside: bool = False) -> list[Opening]:
    when = datetime.fromisoformat(at).replace(tzinfo=PAKISTAN)
    return [Opening(7, when, f"case {number}", unmasked, outside) for number in range(count)]


def a_list(lines: int, at: str) -> Opening:
    return Opening(7, datetime.fromisoformat(at).replace(tzinfo=PAKISTAN), f"list {at}", False, False, lines)


def taken(day: int, count: int) -> tuple[UnusualKind, date, int]:
    return UnusualKind.TAKEN, date(2026, 11, day), count


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (openings(200, "2026-11-30T11:00"), []),
        (openings(9, "2026-11-30T11:00", unmasked=True), []),
        (openings(10, "2026-11-30T11:00", unmasked=True), [(UnusualKind.UNMASKED, date(2026, 11, 30), 10)]),
        (openings(4, "2026-11-30T11:00", unmasked=True) * 5, []),
        (openings(12, "2026-11-30T11:00", outside=True), [(UnusualKind.OUTSIDE, date(2026, 11, 30), 12)]),
        (openings(4, "2026-11-30T23:30"), []),
        (openings(5, "2026-11-30T21:59"), []),
        (openings(5, "2026-11-30T23:30"), [(UnusualKind.AT_NIGHT, date(2026, 11, 30), 5)]),
        (openings(5, "2026-12-01T04:59"), [(UnusualKind.AT_NIGHT, date(2026, 11, 30), 5)]),
        (openings(5, "2026-12-01T05:00"), []),
        ([a_list(499, "2026-11-30T11:00")], []),
        ([a_list(300, "2026-11-30T11:00"), a_list(200, "2026-11-30T16:00")], [taken(30, 500)]),
        ([a_list(5000, "2026-11-30T11:00")], [taken(30, 5000)]),
        ([a_list(4, "2026-11-30T23:30")], []),
        ([a_list(40, "2026-11-30T23:30")], [(UnusualKind.AT_NIGHT, date(2026, 11, 30), 40)]),
    ],
)
def test_what_stands_out(seen: list[Opening], found: list[tuple[UnusualKind, date, int]]) -> None:
    assert unusual(seen) == [Unusual(7, *one) for one in found]


def test_a_night_is_one_and_people_are_counted_apart() -> None:
    night = openings(3, "2026-11-30T23:30") + [
        Opening(7, datetime(2026, 12, 1, 2, tzinfo=PAKISTAN), f"later {number}", False, False) for number in range(3)
    ]
    other = [Opening(8, one.at, one.thing, False, False) for one in night[:4]]
    assert unusual(night + other) == [Unusual(7, UnusualKind.AT_NIGHT, date(2026, 11, 30), 6)]

"""Suspicious closings: seen where they are, and not where they are not."""

from datetime import timedelta

import pytest

from core.casework.flags import FlagKind, Proposal, suspicious
from tests.core.casework.given import at


def proposal(number: int = 1, **changes: object) -> Proposal:
    values = {
        "ticket": f"T{number}",
        "office_id": 7,
        "by": "officer:3",
        "remark": f"work {chr(97 + number)} done",
        "came_at": at(2),
        "at": at(3),
        "person": f"tel:+9230000000{number:02d}",
        "denied": False,
    }
    return Proposal(**(values | changes))  # type: ignore[arg-type]


def kinds(proposals, own=()) -> dict[FlagKind, int]:
    found: dict[FlagKind, int] = {}
    for flag in suspicious(proposals, own):
        found[flag.kind] = found.get(flag.kind, 0) + 1
    return found


@pytest.mark.parametrize(
    ("proposals", "own", "flags"),
    [
        ([proposal(n) for n in range(9)], (), {}),
        ([proposal(n, remark=f"Resolved. {n}") for n in range(5)], (), {FlagKind.SAME_REMARK: 5}),
        ([proposal(n, remark="resolved") for n in range(4)], (), {}),
        ([proposal(n, remark="حل ہو گیا۔" if n % 2 else "حل ہو گیا") for n in range(6)], (), {FlagKind.SAME_REMARK: 6}),
        ([proposal(n, remark="resolved", by=f"officer:{n}") for n in range(9)], (), {}),
        ([proposal(at=at(2) + timedelta(minutes=14))], (), {FlagKind.WITHIN_MINUTES: 1}),
        ([proposal(at=at(2) + timedelta(minutes=15))], (), {}),
        ([proposal(n, denied=n < 3) for n in range(10)], (), {FlagKind.OFTEN_DENIED: 3}),
        ([proposal(n, denied=n < 2) for n in range(10)], (), {}),
        ([proposal(n, denied=True) for n in range(9)], (), {}),
        ([proposal(1), proposal(2)], {"tel:+923000000002"}, {FlagKind.OWN_NUMBER: 1}),
    ],
)
def test_flags(proposals, own, flags) -> None:
    assert kinds(proposals, own) == flags


def test_a_flag_says_how_much_was_seen() -> None:
    flag = next(suspicious([proposal(n, denied=n < 4) for n in range(12)], ()))
    assert (flag.kind, flag.count, flag.of) == (FlagKind.OFTEN_DENIED, 4, 12)

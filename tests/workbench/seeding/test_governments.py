"""The proportions of made-up years."""

import pytest

from workbench.seeding.governments import GOVERNMENTS, TOTAL, Government, arrived, when

REPORTED_OLD = 37_029


def test_the_numbers_are_those_that_were_reported() -> None:
    assert TOTAL == 1_200_000
    assert sum(one.old for one in GOVERNMENTS) == REPORTED_OLD


@pytest.mark.parametrize("share", [0.0, 0.25, 0.7, 1.0])
def test_when_is_arrived_backwards(share: float) -> None:
    assert when(arrived(share)) == pytest.approx(share)


@pytest.mark.parametrize("government", GOVERNMENTS, ids=lambda one: one.name)
def test_what_stays_pending_adds_up_to_the_reported_share(government: Government) -> None:
    days = 365
    came = [arrived((day + 1) / days) - arrived(day / days) for day in range(days)]
    ages = [days - day - 0.5 for day in range(days)]
    pending = sum(part * government.pending(age) for part, age in zip(came, ages, strict=True))
    old = sum(part * government.pending(age) for part, age in zip(came, ages, strict=True) if age > 90)
    assert pending + government.rejected == pytest.approx(1 - government.resolved, abs=0.03)
    assert old * government.received == pytest.approx(government.old, rel=0.02)

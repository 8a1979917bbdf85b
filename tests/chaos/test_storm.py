"""A short storm on what comes with the house: SQLite and the embedded Redis. The long one is ``make chaos``."""

import pytest

from tests.chaos.plan import Plan
from tests.chaos.storm import storm


@pytest.mark.timeout(300)
@pytest.mark.xdist_group("storm")
def test_nothing_acknowledged_is_lost_and_nothing_is_twice() -> None:
    said: list[str] = []
    plan = Plan(
        messages=40,
        minutes=0.25,
        kills=4,
        database="sqlite",
        citizens=5,
        letters=1,
        calls_at_once=1,
        mails_at_once=1,
        workers=1,
        every=(2.0, 3.0),
        settle_s=120,
    )
    made = storm(plan, said.append)
    assert made.wrong == [], (said, made.rows)
    found = dict(made.rows)
    assert int(found["acknowledged in all"]) > 0
    assert int(found["kill -9"].partition(":")[0]) > 0

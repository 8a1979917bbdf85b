"""One citizen with very many messages does not keep another waiting."""

import dataclasses

import pytest

from core.errors import Overloaded
from core.store.engine import Store
from tests.fakes.house import TestHouse, make_house

THEIRS, OURS = "+923000000001", "+923000000002"


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    limits = dataclasses.replace(made.house.limits, queue_depth=10_000, person_depth=5_000)
    made.house = dataclasses.replace(made.house, limits=limits)
    return made


def test_another_is_answered_after_a_few_of_theirs(house: TestHouse) -> None:
    for n in range(40):
        house.hear("no light", id=f"A{n}", sender=THEIRS)
    assert len(house.queue.jobs) < 30, "their jobs do not fill the queue"
    house.hear("no water", id="B", sender=OURS)
    for _ in range(200):
        if "you said no water" in house.said:
            break
        house.work_one()
    assert "you said no water" in house.said
    assert len(house.said) < 30, "it stands behind a few of theirs, not behind all"
    house.work()
    house.sweep()
    house.work()
    assert len(house.said) == 41, "and all of theirs are, in the end"


def test_of_one_person_only_so_many_may_wait(house: TestHouse) -> None:
    house.house = dataclasses.replace(house.house, limits=dataclasses.replace(house.house.limits, person_depth=20))
    for n in range(21):
        house.hear("no light", id=f"A{n}", sender=THEIRS)
    with pytest.raises(Overloaded):
        house.hear("no light", id="A21", sender=THEIRS)
    assert house.hear("no water", id="B", sender=OURS).new

"""Two answers of the same words to one person: the provider, asked for the second, must not mean the first."""

from dataclasses import replace

import pytest

from core.store.engine import Store
from tests.fakes.house import TestHouse, make_house
from tests.gateway.pipeline.test_protocol_stateful import Asked, Killed


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    made.channel = Asked(clock=made.clock)
    made.house = replace(made.house, channels={"string": made.channel})
    return made


@pytest.mark.parametrize("fault", ["killed before", "killed after"])
def test_the_second_is_found_or_sent(house: TestHouse, fault: str) -> None:
    assert isinstance(house.channel, Asked)
    house.hear("no light", id="M1")
    house.work()
    house.hear("no light", id="M2")
    house.channel.weather.append(fault)
    with pytest.raises(Killed):
        house.work()
    house.clock.pass_(minutes=1)
    house.sweep()
    house.work()
    took = [message.id for _, message, _ in house.channel.taken]
    assert len(took) == len(set(took)) == 2

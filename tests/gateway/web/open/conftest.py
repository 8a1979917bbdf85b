"""A house in which one day was published: for all tests of the room, for nothing here changes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services import publishing
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.publishing import days
from gateway.config.sections import OpenData
from tests.core.store.given import Desk
from tests.fakes.house import TestHouse, make_house

PERSONS = 33


def with_open_data(store: Store) -> TestHouse:
    """A house that publishes."""
    house = make_house(store)
    object.__setattr__(house.house, "open_data", OpenData())
    return house


@pytest.fixture(scope="session")
def published(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestHouse]:
    here = tmp_path_factory.mktemp("published")
    shutil.copy(_sqlite_template, here / "arzi.db")
    store = open_store(f"sqlite:///{here / 'arzi.db'}", FileBlobs(here / "blobs"))
    desk = Desk(store)
    for n in range(PERSONS):
        desk.open("electricity" if n % 3 else "roads", person=f"tel:+92300{n:07d}", text=f"my secret words {n}")
    for n in range(4):
        desk.open("electricity", "Swabi", person=f"tel:+92301{n:07d}")
    house = with_open_data(store)
    with store.read() as session:
        directory = house.house.cases.book.directory(session)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(days, "salt", lambda _: b"one secret, so that each run rounds alike")
        assert publishing.publish(store, directory, house.clock.now, 10) is not None
    yield house
    store.close()

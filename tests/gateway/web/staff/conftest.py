"""A case in an office, and people of every role there and elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.sqlite import sqlite_store
from tests.gateway.web.staff.case_in_an_office import World, make_world


@pytest.fixture
def world(migrated_sqlite: str, tmp_path: Path) -> Iterator[World]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        yield make_world(store)

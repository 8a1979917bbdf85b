from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.helpline import Line, helpline
from tests.fakes.sqlite import sqlite_store


@pytest.fixture
def line(migrated_sqlite: str, tmp_path: Path) -> Iterator[Line]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        yield helpline(store, agent_number="+92911234567")

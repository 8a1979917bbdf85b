"""A unit of work of a store in which the database makes no difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.fakes.sqlite import sqlite_store


@pytest.fixture
def session(migrated_sqlite: str, tmp_path: Path) -> Iterator[Session]:
    with sqlite_store(migrated_sqlite, tmp_path) as store, store.write() as session:
        yield session

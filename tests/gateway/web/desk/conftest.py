"""The room. On SQLite: what differs between the databases is tried with the stores' own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.vault import Vault
from tests.gateway.web.desk.room import Room, make_room


@pytest.fixture
def room(migrated_sqlite: str, tmp_path: Path) -> Iterator[Room]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"), vault=Vault(["the secret of the tests"]))
    yield make_room(store)
    store.close()

"""A store on each database that we promise: every test that asks for ``store`` runs on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store.blobs import FileBlobs
from core.store.engine import Store, open_store
from core.store.migrate import migrate
from core.store.vault import Vault


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store with the present tables."""
    url = f"sqlite:///{tmp_path}/arzi.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = open_store(url, FileBlobs(tmp_path / "blobs"), vault=Vault(["the secret of the tests"]))
    migrate(opened.engine)
    yield opened
    opened.close()

"""A store on SQLite alone, for tests in which the database makes no difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.vault import Vault


@contextmanager
def sqlite_store(url: str, folder: Path) -> Iterator[Store]:
    """The store at ``url``, which is migrated."""
    store = open_store(url, FileBlobs(folder / "blobs"), vault=Vault(["the secret of the tests"]))
    yield store
    store.close()

"""A backup goes into an empty place and is whole there: every row, every blob, every history."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from core.errors import Conflict, Malformed, NotFound
from core.store.casework import audit, tickets
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.sealing.vault import Vault
from gateway.backup.folder import MANIFEST, back_up, restore
from tests.fakes.house import make_house

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = "a key for the tests of backups"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """URLs of places where there is nothing yet."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name}.db"
    url = make_url(request.getfixturevalue("postgres_url"))

    def make(name: str) -> str:
        made = url.set(database=f"{url.database}_{name}")
        store = open_store(url.render_as_string(hide_password=False), FileBlobs(tmp_path / "none"))
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'CREATE DATABASE "{made.database}"'))
        store.close()
        return made.render_as_string(hide_password=False)

    return make


def opened(url: str, blobs: Path) -> Store:
    return open_store(url, FileBlobs(blobs), vault=Vault([KEY]))


def fill(store: Store, letter: str) -> None:
    house = make_house(store)
    house.hear("done", id=f"M{letter}", sender=f"+92300123456{letter}")
    house.work()
    store.blobs.put(f"evidence {letter}".encode())


def numbers(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(ticket.number for n in "12" for ticket in tickets.of_person(session, f"tel:+92300123456{n}"))


def test_there_and_back(new_url: Callable[[str], str], tmp_path: Path) -> None:
    url, folder = new_url("here"), tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    fill(store, "1")
    first, new = back_up(url, FileBlobs(tmp_path / "blobs"), folder, NOW)
    assert (first.blobs, new) == (1, 1)
    fill(store, "2")
    second, new = back_up(url, FileBlobs(tmp_path / "blobs"), folder, NOW)
    assert (second.blobs, new) == (2, 1), "only what is new is copied"
    there = new_url("there")
    restore(there, FileBlobs(tmp_path / "there"), folder)
    copy = opened(there, tmp_path / "there")
    assert numbers(copy) == numbers(store) != []
    assert [link for _, link in audit.verify(copy)] == [None, None]
    assert copy.blobs.get(store.blobs.put(b"evidence 2")) == b"evidence 2"
    migrate(copy.engine)
    with pytest.raises(Conflict, match="not empty"):
        restore(there, FileBlobs(tmp_path / "there"), folder)
    copy.close()
    store.close()


def test_nothing_of_a_person_is_readable_in_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'here.db'}"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    fill(store, "1")
    back_up(url, FileBlobs(tmp_path / "blobs"), tmp_path / "backup", NOW)
    kept = b"".join(file.read_bytes() for file in (tmp_path / "backup").rglob("*") if file.is_file())
    assert b"3001234561" not in kept
    assert b"evidence 1" not in kept
    store.close()


def test_what_is_damaged_or_unfinished_is_not_put_back(tmp_path: Path) -> None:
    url, there = f"sqlite:///{tmp_path / 'here.db'}", f"sqlite:///{tmp_path / 'there.db'}"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    manifest, _ = back_up(url, FileBlobs(tmp_path / "blobs"), tmp_path / "backup", NOW)
    file = tmp_path / "backup" / manifest.database
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(Malformed, match="damaged"):
        restore(there, FileBlobs(tmp_path / "there"), tmp_path / "backup")
    (tmp_path / "backup" / MANIFEST).unlink()
    with pytest.raises(NotFound, match="no finished backup"):
        restore(there, FileBlobs(tmp_path / "there"), tmp_path / "backup")
    assert not (tmp_path / "there.db").exists()
    store.close()

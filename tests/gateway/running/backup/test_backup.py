"""A backup goes into an empty place and is whole there: every row, every blob, every history. It is encrypted, has
generations, can be tried, and what comes from the past does no harm."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text, update

from core.errors import ConfigInvalid, Conflict, Malformed, NotFound, StoreUnavailable
from core.store.casework import audit, erasing, erasures, tickets
from core.store.casework.tables import SerialRow
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.pipeline.tables import ConversationRow, OutboxRow
from core.store.sealing.reseal import sealing
from core.store.sealing.vault import Vault
from gateway.running.backup import database
from gateway.running.backup.envelope import Envelope, identities_in, new_identity, recipients_of
from gateway.running.backup.evidence import Copied
from gateway.running.backup.folder import MANIFEST, Manifest, Source, back_up, generation, generations
from gateway.running.backup.rehearsal import rehearse
from gateway.running.backup.restoring import NOTE, Restored, Target, restore
from tests.fakes.house import make_house
from tests.fakes.parts import START

NOW = START + timedelta(hours=1)
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


@pytest.fixture
def key(tmp_path: Path) -> tuple[Envelope, Envelope]:
    """Who writes a backup, and who may read it."""
    public = new_identity(tmp_path / "key.txt")
    return Envelope(recipients_of([public])), Envelope(identities=identities_in(tmp_path / "key.txt"))


def opened(url: str, blobs: Path) -> Store:
    return open_store(url, FileBlobs(blobs), vault=Vault([KEY]))


def take(store: Store, url: str, folder: Path, envelope: Envelope, days: int = 0) -> tuple[Manifest, Copied]:
    with store.read() as session:
        source = Source(url, store, sealing(session), erasures.every(session))
    return back_up(source, folder, NOW + timedelta(days=days), envelope, keep=2)


def put_back(store: Store, url: str, folder: Path, envelope: Envelope, **more: object) -> Restored:
    target = Target(store, url, folder.parent / "var")
    return restore(target, folder, envelope, NOW + timedelta(days=1), **more)  # type: ignore[arg-type]


def fill(store: Store, letter: str) -> None:
    house = make_house(store)
    house.hear("done", id=f"M{letter}", sender=f"+92300123456{letter}")
    house.work()
    store.blobs.put(f"evidence {letter}".encode())


def numbers(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(ticket.number for n in "12" for ticket in tickets.of_person(session, f"tel:+92300123456{n}"))


def test_there_and_back(new_url: Callable[[str], str], tmp_path: Path, key: tuple[Envelope, Envelope]) -> None:
    url, folder, (writing, reading) = new_url("here"), tmp_path / "backup", key
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    fill(store, "1")
    first, copied = take(store, url, folder, writing)
    assert (first.blobs, copied.new) == (1, 1)
    fill(store, "2")
    with store.write() as session:  # one was just being sent, one was not yet
        session.execute(update(OutboxRow).values(state="staged"))
        last = session.scalars(select(SerialRow.last)).one()
    second, copied = take(store, url, folder, writing, days=1)
    assert (second.blobs, copied.new) == (2, 1), "only what is new is copied"
    there = new_url("there")
    copy = opened(there, tmp_path / "there")
    with pytest.raises(ConfigInvalid, match="--identity"):
        put_back(copy, there, folder, Envelope())
    done = put_back(copy, there, folder, reading)
    assert done.copied.broken == []
    assert numbers(copy) == numbers(store) != []
    assert [link for _, link in audit.verify(copy)] == [None, None]
    assert copy.blobs.get(store.blobs.put(b"evidence 2")) == b"evidence 2"
    with copy.read() as session:
        assert session.scalars(select(SerialRow.last)).one() >= last + 1000, "no number is told twice"
        assert set(session.scalars(select(OutboxRow.state))) == {"unknown"}, "the provider is asked first"
        assert all("restored" in (why or "") for why in session.scalars(select(OutboxRow.reason)))
    with pytest.raises(Conflict, match="not empty"):
        put_back(copy, there, folder, reading)
    copy.close()
    store.close()


def test_it_is_tried_beside_what_runs(
    new_url: Callable[[str], str], tmp_path: Path, key: tuple[Envelope, Envelope]
) -> None:
    url, folder, (writing, reading) = new_url("here"), tmp_path / "backup", key
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    fill(store, "1")
    take(store, url, folder, writing)
    done = rehearse(url, store, folder, reading, NOW)
    assert (done.histories, done.evidence, done.broken) == (1, 1, ())
    [piece] = (folder / "evidence").rglob("*.age")
    piece.unlink()
    assert [why for _, why in rehearse(url, store, folder, reading, NOW).broken] == ["is missing from the backup"]
    store.close()


def small(tmp_path: Path, *letters: str) -> tuple[Store, str]:
    url = f"sqlite:///{tmp_path / 'here.db'}"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    for letter in letters:
        fill(store, letter)
    return store, url


def test_nothing_but_age_is_in_it(tmp_path: Path, key: tuple[Envelope, Envelope]) -> None:
    store, url = small(tmp_path, "1")
    take(store, url, tmp_path / "backup", key[0])
    files = [file for file in (tmp_path / "backup").rglob("*") if file.is_file()]
    closed = [file for file in files if file.suffix == ".age"]
    assert len(closed) == 3
    assert all(file.read_bytes().startswith(b"age-encryption.org/v1\n") for file in closed)
    plain = {file.name for file in files if file not in closed}
    assert plain == {MANIFEST, "evidence.txt", "erased.json", ".lock"}
    assert (tmp_path / "backup" / ".lock").read_bytes() == b""
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert list(tmp_path.glob(".new-*")) == []


def test_old_generations_go_with_the_evidence_that_only_they_had(
    tmp_path: Path, key: tuple[Envelope, Envelope]
) -> None:
    store, url = small(tmp_path, "1")
    folder = tmp_path / "backup"
    take(store, url, folder, key[0])
    [gone] = store.blobs.shelf.names()
    store.blobs.shelf.delete(gone)
    fill(store, "2")
    for day in (1, 2):
        assert any(gone in file.name for file in (folder / "evidence").rglob("*")), "an older one has it"
        take(store, url, folder, key[0], days=day)
    assert len(generations(folder)) == 2
    assert not any(gone in file.name for file in (folder / "evidence").rglob("*"))


def test_what_was_erased_since_does_not_come_back(tmp_path: Path, key: tuple[Envelope, Envelope]) -> None:
    store, url = small(tmp_path, "1", "2")
    folder = tmp_path / "backup"
    take(store, url, folder, key[0])
    oldest = generation(folder).name
    number = numbers(store)[0]
    with store.write() as session:
        erasing.erase(session, number, NOW)
        erasures.note(session, erasures.BLOB, list(store.blobs.shelf.names())[:1], NOW)
    [blob, _] = store.blobs.shelf.names()
    store.blobs.shelf.delete(blob)
    take(store, url, folder, key[0], days=1)
    assert not any(blob in file.name for file in (folder / "evidence").rglob("*")), "in no generation"
    there = f"sqlite:///{tmp_path / 'there.db'}"
    copy = opened(there, tmp_path / "there")
    done = put_back(copy, there, folder, key[1], name=oldest)
    assert done.aftermath.erased >= 1
    assert len(numbers(copy)) == 1, "the older generation knows them, and they are erased again"
    with copy.read() as session:
        assert tickets.record(session, number).get("description") is None
        assert "erased" in set(session.scalars(select(ConversationRow.person)))


def test_a_restore_that_was_broken_off_is_repeated(
    tmp_path: Path, key: tuple[Envelope, Envelope], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, url = small(tmp_path, "1")
    folder, there = tmp_path / "backup", f"sqlite:///{tmp_path / 'there.db'}"
    take(store, url, folder, key[0])
    copy = opened(there, tmp_path / "there")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("gateway.running.backup.restoring.settle", killed)
        with pytest.raises(KeyboardInterrupt):
            put_back(copy, there, folder, key[1])
    assert (tmp_path / "var" / NOTE).exists()
    put_back(copy, there, folder, key[1])
    assert not (tmp_path / "var" / NOTE).exists()
    assert numbers(copy) == numbers(store)


def test_the_shelf_is_looked_at_before_the_database_is_filled(tmp_path: Path, key: tuple[Envelope, Envelope]) -> None:
    store, url = small(tmp_path, "1")
    take(store, url, tmp_path / "backup", key[0])
    there = f"sqlite:///{tmp_path / 'there.db'}"
    (tmp_path / "no folder").touch()
    copy = opened(there, tmp_path / "no folder")
    with pytest.raises(StoreUnavailable):
        put_back(copy, there, tmp_path / "backup", key[1])
    assert not (tmp_path / "there.db").exists()


def test_what_is_damaged_or_unfinished_is_not_put_back(tmp_path: Path, key: tuple[Envelope, Envelope]) -> None:
    store, url = small(tmp_path)
    there = f"sqlite:///{tmp_path / 'there.db'}"
    manifest, _ = take(store, url, tmp_path / "backup", key[0])
    one = generation(tmp_path / "backup")
    file = one / manifest.database
    file.write_bytes(file.read_bytes()[:-1])
    copy = opened(there, tmp_path / "there")
    with pytest.raises(Malformed, match="damaged"):
        put_back(copy, there, tmp_path / "backup", key[1])
    (one / MANIFEST).unlink()
    with pytest.raises(NotFound, match="no finished backup"):
        put_back(copy, there, tmp_path / "backup", key[1])
    assert not (tmp_path / "there.db").exists()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://u:hush@h:5/d?sslmode=require&pgbouncer=0", "postgresql://u@h:5/d?sslmode=require"),
        ("postgresql+psycopg://u@/d?host=/run/pg", "postgresql://u@/d?host=%2Frun%2Fpg"),
    ],
)
def test_the_whole_url_is_handed_on_but_the_password(url: str, told: str) -> None:
    assert database._at(make_url(url)) == told


def test_postgresqls_programs_do_not_go_through_a_pooler() -> None:
    with pytest.raises(ConfigInvalid, match="PostgreSQL's own address"):
        database._at(make_url("postgresql+psycopg://u:hush@h:6432/d?pgbouncer=1"))


def test_a_backup_of_the_first_version_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder, whose evidence lies two levels deep, nothing encrypted."""
    store, url = small(tmp_path, "1")
    folder, there = tmp_path / "backup", f"sqlite:///{tmp_path / 'there.db'}"
    with monkeypatch.context() as patched:
        before_there_were_keys(patched)
        take(store, url, folder, Envelope())
    one = generation(folder)
    as_then(one, url)
    for file in one.iterdir():
        if file.name != "evidence.txt":
            file.rename(folder / file.name)
    [piece] = [file for file in (folder / "evidence").rglob("*") if file.is_file()]
    name = piece.name.partition("-")[0]
    (folder / "evidence" / name[:2] / name[2:4]).mkdir()
    piece.rename(folder / "evidence" / name[:2] / name[2:4] / name)
    copy = opened(there, tmp_path / "there")
    assert put_back(copy, there, folder, Envelope()).copied.new == 1
    assert numbers(copy) == numbers(store)


def test_a_backup_of_the_version_before_is_put_back(
    new_url: Callable[[str], str], tmp_path: Path, key: tuple[Envelope, Envelope], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without keys of cases, PostgreSQL's in its own format, Rasa's memory beside it."""
    url, folder = new_url("here"), tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    fill(store, "1")
    with monkeypatch.context() as patched:
        before_there_were_keys(patched)
        take(store, url, folder, Envelope())
    one, rasa = generation(folder), f"sqlite:///{tmp_path / 'rasa.db'}"
    other = open_store(rasa, FileBlobs(tmp_path / "none"))
    with other.write() as session:
        session.execute(text("CREATE TABLE events (id integer)"))
    other.close()
    (one / "rasa.sqlite").write_bytes((tmp_path / "rasa.db").read_bytes())
    as_then(one, url)
    there, mind = new_url("there"), f"sqlite:///{tmp_path / 'mind.db'}"
    copy = opened(there, tmp_path / "there")
    done = restore(Target(copy, there, tmp_path / "var", mind), folder, Envelope(), NOW)
    assert (done.copied.new, done.copied.broken) == (1, [])
    assert numbers(copy) == numbers(store) != []
    with open_store(mind, FileBlobs(tmp_path / "none")).read() as session:
        assert session.execute(text("SELECT * FROM events")).all() == []


def before_there_were_keys(patched: pytest.MonkeyPatch) -> None:
    as_it_is = lambda given, *_: given  # noqa: E731
    patched.setattr("gateway.running.backup.sqlite_rows.seal", as_it_is)
    patched.setattr("gateway.running.backup.pg_rows.seal", as_it_is)
    patched.setattr("gateway.running.backup.evidence.seal_piece", lambda _keys, _owner, content: content)


def as_then(one: Path, url: str) -> None:
    """Turn a generation without keys into one of the version before."""
    manifest = json.loads((one / MANIFEST).read_text())
    del manifest["own_keys"]
    manifest["rasa"] = "rasa.sqlite"
    if database.kind(url) != database.SQLITE:
        (one / manifest["database"]).unlink()
        manifest["database"] = "database.pgdump"
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        dump = ["pg_dump", "--format=custom", f"--file={one / 'database.pgdump'}", plain]
        subprocess.run(dump, check=True)
        manifest["sha256"] = hashlib.sha256((one / "database.pgdump").read_bytes()).hexdigest()
    (one / MANIFEST).write_text(json.dumps(manifest))
    shutil.rmtree(one.parent / "keys")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    new_identity(tmp_path / "key.txt")
    with pytest.raises(ConfigInvalid, match="never written over"):
        new_identity(tmp_path / "key.txt")
    assert (tmp_path / "key.txt").stat().st_mode & 0o077 == 0

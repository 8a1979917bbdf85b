"""A new key, and backups before, between and after: what cannot be opened is never called whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.errors import ConfigInvalid
from core.store.casework import audit
from core.store.engine import Store, open_store
from core.store.evidence import checking
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.tables import MediaRow
from core.store.migrate import migrate
from core.store.pipeline import heartbeats
from core.store.sealing.reseal import check_key, evidence_done, reseal, sealing
from core.store.sealing.vault import Vault
from gateway.__main__ import cli
from gateway.running.backup.envelope import Envelope
from gateway.running.backup.folder import Source, back_up, generation, read_manifest
from gateway.running.backup.restoring import Restored, Target, restore
from tests.fakes.house import make_house

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, NEW = "the key that was before", "the key that comes after it"


def opened(folder: Path, *keys: str) -> Store:
    return open_store(
        f"sqlite:///{folder / 'arzi.db'}", FileBlobs(folder / "blobs"), vault=Vault(keys) if keys else None
    )


def back_up_of(store: Store, folder: Path) -> tuple[str, ...]:
    with store.read() as session:
        sealed = sealing(session)
    source = Source(str(store.engine.url), store, sealed)
    manifest, _ = back_up(source, folder, datetime.now(UTC), Envelope(), keep=9)
    return manifest.keys


def put_back(there: Path, backup: Path, *keys: str) -> Restored:
    copy = opened(there, *keys)
    return restore(Target(copy, str(copy.engine.url), there / "var"), backup, Envelope(), datetime.now(UTC))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A place with a case and a piece of evidence, sealed with the old key."""
    here = tmp_path / "here"
    here.mkdir()
    store = opened(here, OLD)
    migrate(store.engine)
    with store.write() as session:
        check_key(session)
        evidence_done(session)
    house = make_house(store)
    house.hear("done", id="M1")
    house.work()
    with store.write() as session:
        envelope = session.query(MediaRow).count() + 1
        name = store.blobs.put(b"the photograph")
        session.add(MediaRow(envelope_id=envelope, position=9, media_type="image/jpeg", state="stored", sha256=name))
    store.close()
    return here


def change_key(here: Path, *, killed: bool = False) -> None:
    store = opened(here, NEW, OLD)
    with store.write() as session:
        reseal(session)
    if not killed:
        assert store.blobs.reseal().shut == ()
        with store.write() as session:
            evidence_done(session)
    store.close()


def wrong_with(store: Store) -> list[str]:
    return [why for _, why in checking.check(store) if why is not None]


def test_a_backup_after_the_change_opens_with_the_new_key_alone(filled: Path, tmp_path: Path) -> None:
    old = opened(filled, OLD)
    [before] = back_up_of(old, tmp_path / "backup")
    change_key(filled)
    new = opened(filled, NEW)
    [after] = back_up_of(new, tmp_path / "backup")
    assert before != after
    there = tmp_path / "there"
    there.mkdir()
    copy = opened(there, NEW)
    copied = put_back(there, tmp_path / "backup", NEW).copied
    assert copied.broken == []
    assert copied.new == 1
    assert wrong_with(copy) == []
    assert [link for _, link in audit.verify(copy)] == [None]


def test_a_backup_is_not_put_back_without_its_key(filled: Path, tmp_path: Path) -> None:
    back_up_of(opened(filled, OLD), tmp_path / "backup")
    there = tmp_path / "there"
    there.mkdir()
    for keys in ((NEW,), ()):
        with pytest.raises(ConfigInvalid, match=read_manifest(generation(tmp_path / "backup")).keys[0]):
            put_back(there, tmp_path / "backup", *keys)
    assert not (there / "arzi.db").exists()


def test_evidence_that_is_sealed_otherwise_is_told_by_backup_restore_and_verify(filled: Path, tmp_path: Path) -> None:
    store = opened(filled, OLD)
    [name] = store.blobs.shelf.names()
    store.blobs.shelf.keep(name, Vault(["a third key, long gone"]).seal_bytes(b"the photograph"))
    with store.read() as session:
        source = Source(str(store.engine.url), store, sealing(session))
    _, copied = back_up(source, tmp_path / "backup", NOW, Envelope(), keep=9)
    assert [broken for broken, _ in copied.broken] == [name]
    there = tmp_path / "there"
    there.mkdir()
    copy = opened(there, OLD)
    copied = put_back(there, tmp_path / "backup", OLD).copied
    assert [broken for broken, _ in copied.broken] == [name]
    assert wrong_with(copy) == ["is sealed with another key, or damaged"]
    copy.blobs.shelf.delete(name)
    assert wrong_with(copy) == ["is missing"]


def test_a_backup_between_names_both_keys(filled: Path, tmp_path: Path) -> None:
    store = opened(filled, OLD)
    back_up_of(store, tmp_path / "backup")
    change_key(filled, killed=True)
    keys = back_up_of(opened(filled, NEW, OLD), tmp_path / "backup")
    assert set(keys) == set(Vault([NEW, OLD]).fingerprints)


def arzi(here: Path, *command: str, keys: tuple[str, ...]) -> Result:
    """A command in a configured place."""
    (here / "config.yaml").write_text("channels: {}\n", encoding="utf-8")
    env = {
        "ARZI_SECRETS": "/nowhere",
        "ARZI_CONFIG": str(here / "config.yaml"),
        "ARZI_DATABASE__URL": f"sqlite:///{here / 'arzi.db'}",
        "ARZI_BLOBS__DIR": "blobs",
        "ARZI_WEB__SECRET_KEY": "a secret for tests only",
        "ARZI_WEB__PORT": "1",
        "ARZI_RASA__SECRET": "a secret for tests only",
        "ARZI_PRIVACY__KEY": keys[0],
        "ARZI_PRIVACY__PREVIOUS_KEY": keys[1] if len(keys) > 1 else None,
    }
    return CliRunner().invoke(cli, command, env=env)


def test_a_sealing_that_was_killed_is_noticed_and_goes_on(filled: Path) -> None:
    change_key(filled, killed=True)
    told = arzi(filled, "verify", keys=(NEW, OLD))
    assert told.exit_code == 1
    assert "arzi reseal" in told.output
    assert arzi(filled, "verify", keys=(NEW,)).exit_code == 1, "the file is still sealed with the key before"
    shut = arzi(filled, "migrate", keys=(NEW,))
    assert "ARZI_PRIVACY__PREVIOUS_KEY" in shut.output
    assert arzi(filled, "migrate", keys=(NEW, OLD)).exit_code == 0
    done = arzi(filled, "verify", keys=(NEW,))
    assert done.exit_code == 0, done.output


def test_the_whole_way_by_commands(filled: Path, tmp_path: Path) -> None:
    assert arzi(filled, "reseal", keys=(NEW, OLD)).exit_code == 0
    backup = arzi(filled, "backup", str(tmp_path / "backup"), keys=(NEW,))
    assert backup.exit_code == 0, backup.output
    assert Vault([NEW]).fingerprints[0] in backup.output
    there = tmp_path / "there"
    there.mkdir()
    assert arzi(there, "restore", str(tmp_path / "backup"), keys=(OLD,)).exit_code != 0
    for command in (("restore", str(tmp_path / "backup")), ("migrate",), ("verify",)):
        done = arzi(there, *command, keys=(NEW,))
        assert done.exit_code == 0, done.output


def test_nothing_is_sealed_anew_while_the_gateway_runs(filled: Path) -> None:
    store = opened(filled, OLD)
    with store.write() as session:
        heartbeats.beat(session, "worker", "worker@here:1", datetime.now(UTC))
    told = arzi(filled, "reseal", keys=(NEW, OLD))
    assert told.exit_code != 0
    with opened(filled, OLD).read() as session:
        assert sealing(session).key == Vault([OLD]).fingerprints[0]

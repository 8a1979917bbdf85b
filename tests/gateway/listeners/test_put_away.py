"""What was taken lies sealed, says nothing by its name, can be taken again, and goes when its time has come."""

import os
from pathlib import Path

import pytest

from core.messages import Envelope
from core.store.sealing.vault import Vault
from gateway.listeners import Accepted, put_away
from gateway.listeners.folder import take

VAULT = Vault(["the key of the tests"])
BODY = b"%PDF-1.4 of Zarmina"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("done", "failed"):
        (tmp_path / name).mkdir()
    return tmp_path


def taken(path: Path, kept: list[Envelope]) -> Path:
    def accept(envelope: Envelope) -> Accepted:
        kept.append(envelope)
        return Accepted(True, "letter:x")

    done = take(path, lambda _: None, accept, 1000, VAULT)
    assert done is not None
    return done


def test_it_is_sealed_and_taken_again_as_it_first_came(folder: Path) -> None:
    kept: list[Envelope] = []
    scan = folder / "Zarmina Bibi.pdf"
    scan.write_bytes(BODY)
    os.utime(scan, (1_700_000_000, 1_700_000_000))
    done = taken(scan, kept)
    assert not scan.exists()
    assert b"Zarmina" not in done.read_bytes() + done.name.encode()
    assert done.stat().st_mode & 0o777 == 0o600
    done.rename(folder / done.name)
    assert taken(folder / done.name, kept) == done
    first, again = kept
    assert (again.id, again.body, again.facts) == (first.id, first.body, first.facts)
    assert again.facts["filename"] == "Zarmina Bibi.pdf"


def test_what_another_key_sealed_is_bytes_like_any_other(folder: Path) -> None:
    scan = folder / f"{'0' * 64}.sealed"
    scan.write_bytes(Vault(["another key"]).seal_bytes(BODY))
    kept: list[Envelope] = []
    assert taken(scan, kept).parent.name == "done", "reading it will say what is wrong"


def test_it_goes_when_its_time_has_come(folder: Path) -> None:
    for name, age in (("old", 3.1), ("new", 2.9)):
        file = folder / "done" / name
        file.write_bytes(BODY)
        os.utime(file, (1_700_000_000 - age * 86400,) * 2)
    assert put_away.forget(folder / "done", 3, 1_700_000_000) == 1
    assert [file.name for file in (folder / "done").iterdir()] == ["new"]

"""Evidence at rest: sealed, kept once, read only as it was put, sealed anew with a new key."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import ConfigInvalid, NotFound, StoreUnavailable
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.sealed_blobs import Resealed, SealedBlobs
from core.store.sealing.vault import Vault

OLD, BOTH, NEW = Vault(["the old secret"]), Vault(["the new secret", "the old secret"]), Vault(["the new secret"])
PHOTO = b"\xff\xd8 the face of Gul Khan " * 100


@pytest.fixture
def shelf(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path)


def on_disk(shelf: FileBlobs) -> list[bytes]:
    return [shelf.get(name) for name in shelf.names()]


def test_what_lies_on_the_disk_shows_nothing_and_is_there_once(shelf: FileBlobs) -> None:
    blobs = SealedBlobs(shelf, OLD)
    assert blobs.put(PHOTO) == blobs.put(PHOTO)
    [kept] = on_disk(shelf)
    assert b"Gul Khan" not in kept
    assert blobs.get(blobs.put(PHOTO)) == PHOTO
    assert blobs.exists(blobs.put(PHOTO))


@pytest.mark.parametrize("content", [b"", b"~s1~ looks sealed", bytes(range(256))])
def test_old_plain_files_stay_readable(shelf: FileBlobs, content: bytes) -> None:
    sha256 = SealedBlobs(shelf).put(content)
    assert on_disk(shelf) == [content]
    assert SealedBlobs(shelf, OLD).get(sha256) == content


def test_a_new_key_seals_all_again_and_plain_ones_too(shelf: FileBlobs) -> None:
    plain, sealed = SealedBlobs(shelf).put(b"from before"), SealedBlobs(shelf, OLD).put(PHOTO)
    with pytest.raises(ConfigInvalid):
        SealedBlobs(shelf, NEW).get(sealed)
    assert SealedBlobs(shelf, BOTH).reseal() == Resealed(2)
    assert SealedBlobs(shelf, BOTH).reseal() == Resealed(0), "begun again, it does only what is left"
    blobs = SealedBlobs(shelf, NEW)
    assert (blobs.get(plain), blobs.get(sealed)) == (b"from before", PHOTO)
    with pytest.raises(ConfigInvalid):
        SealedBlobs(shelf).get(sealed)


def test_a_changed_or_exchanged_file_is_not_taken_for_evidence(shelf: FileBlobs) -> None:
    blobs = SealedBlobs(shelf, OLD)
    one, other = blobs.put(PHOTO), blobs.put(b"another")
    shelf.keep(one, shelf.get(other))
    with pytest.raises(StoreUnavailable, match="was changed"):
        blobs.get(one)
    shelf.keep(one, b"planted")
    with pytest.raises(StoreUnavailable, match="was changed"):
        blobs.get(one)
    for name in ("f" * 64, "../../etc/passwd", ""):
        with pytest.raises(NotFound):
            blobs.get(name)


def test_what_was_wanted_again_is_not_deleted(shelf: FileBlobs) -> None:
    blobs = SealedBlobs(shelf, OLD)
    sha256 = blobs.put(PHOTO)
    now = datetime.now(UTC)
    old = now - timedelta(days=1)
    assert not shelf.delete(sha256, old), "it was put after that"
    os.utime(shelf._path(sha256), (old.timestamp() - 5, old.timestamp() - 5))
    blobs.put(PHOTO)
    assert not shelf.delete(sha256, old), "it was put again"
    assert blobs.get(sha256) == PHOTO
    assert shelf.delete(sha256, now + timedelta(days=1))
    assert shelf.delete(sha256)
    assert list(shelf.names()) == []

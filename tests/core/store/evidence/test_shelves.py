"""A disk and an object store are the same shelf: one table of what a shelf does, run on both."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import NotFound, StoreUnavailable
from core.ports import BlobStore
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.bucket_blobs import Bucket, BucketBlobs
from core.store.evidence.sealed_blobs import SealedBlobs
from core.store.sealing.vault import Vault

NAME = hashlib.sha256(b"one").hexdigest()


@pytest.fixture(params=["disk", "object store"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "disk":
        return FileBlobs(tmp_path)
    return BucketBlobs(request.getfixturevalue("bucket"))


def test_what_is_kept_is_there(shelf: BlobStore) -> None:
    assert not shelf.exists(NAME)
    shelf.keep(NAME, b"one")
    assert (shelf.exists(NAME), shelf.get(NAME), list(shelf.names())) == (True, b"one", [NAME])
    shelf.keep(NAME, b"again")
    assert (shelf.get(NAME), list(shelf.names())) == (b"again", [NAME])


def test_what_is_not_there(shelf: BlobStore) -> None:
    with pytest.raises(NotFound):
        shelf.get(NAME)
    assert not shelf.touch(NAME)
    assert shelf.delete(NAME), "it is gone, as it should be"
    assert list(shelf.names()) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, NAME + "0"])
def test_only_hashes_are_names(shelf: BlobStore, name: str) -> None:
    with pytest.raises(NotFound):
        shelf.get(name)
    with pytest.raises(NotFound):
        shelf.keep(name, b"x")


def test_what_was_kept_or_touched_of_late_is_not_deleted(shelf: BlobStore) -> None:
    now = datetime.now(UTC)
    shelf.keep(NAME, b"one")
    assert shelf.touch(NAME)
    assert not shelf.delete(NAME, before=now - timedelta(minutes=1))
    assert shelf.get(NAME) == b"one"
    assert shelf.delete(NAME, before=now + timedelta(minutes=1))
    assert not shelf.exists(NAME)


def test_many_are_listed(shelf: BlobStore) -> None:
    names = {hashlib.sha256(bytes([n])).hexdigest() for n in range(40)}
    for name in names:
        shelf.keep(name, b"x")
    assert set(shelf.names()) == names


def test_sealed_on_any_shelf(shelf: BlobStore) -> None:
    blobs = SealedBlobs(shelf, Vault(["a key for the tests of shelves"]))
    sha256 = blobs.put(b"a private photo")
    assert blobs.get(sha256) == b"a private photo"
    assert b"private" not in shelf.get(sha256)


def test_a_store_that_is_away_may_be_asked_again() -> None:
    away = BucketBlobs(Bucket("b", "http://127.0.0.1:9", "us-east-1", "a", "s"))
    with pytest.raises(StoreUnavailable) as caught:
        away.exists(NAME)
    assert caught.value.retry

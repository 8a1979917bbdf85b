"""/readyz: the truth, part by part."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import QueueUnavailable, StoreUnavailable
from core.store.engine import Store
from core.store.evidence.bucket_blobs import Bucket, BucketBlobs
from core.store.road import beats
from gateway.web import create_app, health
from gateway.web.url import PublicUrl
from tests.fakes.house import TestHouse, make_house


@pytest.fixture
def made(store: Store) -> TestHouse:
    return make_house(store)


def ready(made: TestHouse) -> tuple[int, dict[str, str]]:
    app = create_app(made.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=10_000)
    answer = app.test_client().get("/readyz")
    told = answer.get_json()
    assert isinstance(told, dict)
    return answer.status_code, told


def test_all_is_well(made: TestHouse) -> None:
    parts = ("database", "evidence", "queue", "dialogue", "disk")
    assert ready(made) == (200, dict.fromkeys(parts, "ok"))


def test_what_helps_may_be_away(made: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise QueueUnavailable("gone")

    monkeypatch.setattr(made.queue, "ping", away, raising=False)
    assert ready(made)[0] == 200
    assert ready(made)[1]["queue"] == QueueUnavailable.kind


def test_what_is_needed_may_not(made: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> bytes:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(type(made.house.store.blobs), "get", away)
    status, told = ready(made)
    assert (status, told["evidence"]) == (503, StoreUnavailable.kind)


def test_a_bucket_that_is_not_there_is_told(made: TestHouse, bucket: Bucket) -> None:
    def keep_in(place: Bucket) -> None:
        blobs = replace(made.house.store.blobs, shelf=BucketBlobs(place))
        made.house = replace(made.house, store=replace(made.house.store, blobs=blobs))

    keep_in(bucket)
    assert ready(made)[1]["evidence"] == "ok"
    keep_in(replace(bucket, name="nowhere"))
    status, told = ready(made)
    assert (status, told["evidence"]) == (503, StoreUnavailable.kind)


def test_a_full_disk_is_told(made: TestHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made.house = replace(made.house, folders=(tmp_path,))
    monkeypatch.setattr(health, "LOW_BYTES", 1 << 60)
    assert ready(made)[1]["disk"].startswith("low: ")


def test_a_listener_that_fell_silent_is_told(made: TestHouse, store: Store) -> None:
    now = made.clock.now()
    with store.write() as session:
        beats.beat(session, "smtp", "smtp@a:1", now)
        beats.beat(session, "imap", "imap@a:2", now - timedelta(minutes=10))
    told = ready(made)[1]
    assert (told["smtp"], told["imap"]) == ("ok", "silent for 600 s")

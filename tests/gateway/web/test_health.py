"""/readyz: the truth, part by part."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from core.errors import QueueUnavailable, StoreUnavailable
from core.store.engine import Store
from core.store.evidence.bucket_blobs import Bucket, BucketBlobs
from core.store.pipeline import heartbeats
from core.store.revisions import revisions
from gateway.web import create_app, health
from gateway.web.shared.url import PublicUrl
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
    parts = ("database", "tables", "evidence", "queue", "dialogue", "disk")
    assert ready(made) == (200, dict.fromkeys(parts, "ok"))


@pytest.mark.parametrize(
    ("at", "status", "words"),
    [
        ("0033", 503, "the tables are at 0033, and this version needs {head}: run `arzi migrate`"),
        ("9999", 200, "the tables are at 9999, and this version knows {head}: start the newer version"),
        (None, 503, "the database has no tables yet: run `arzi migrate`"),
    ],
)
def test_tables_of_another_version_are_told(
    made: TestHouse, store: Store, at: str | None, status: int, words: str
) -> None:
    """Newer ones are used: the webs of the old version serve until they are replaced."""
    with store.engine.begin() as connection:
        if at is None:
            connection.execute(text("DROP TABLE alembic_version"))
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})
    told = ready(made)
    assert (told[0], told[1]["tables"]) == (status, words.format(head=revisions()[-1]))


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
        heartbeats.beat(session, "smtp", "smtp@a:1", now)
        heartbeats.beat(session, "imap", "imap@a:2", now - timedelta(minutes=10))
    told = ready(made)[1]
    assert (told["smtp"], told["imap"]) == ("ok", "silent for 600 s")


def test_a_process_that_ought_to_live_and_was_never_heard_is_told(made: TestHouse, store: Store) -> None:
    made.house = replace(made.house, expected=("cron", "worker-deliver"))
    told = ready(made)[1]
    assert (told["cron"], told["worker-deliver"]) == ("never heard", "never heard")
    assert (told["sweep"], told["deadlines"]) == ("never done", "never done")
    with store.write() as session:
        heartbeats.beat(session, "cron", "cron@a:1", made.clock.now())
        heartbeats.ran(session, "sweep", made.clock.now())
        heartbeats.ran(session, "deadlines", made.clock.now() - timedelta(hours=1))
    told = ready(made)[1]
    assert (told["cron"], told["sweep"], told["deadlines"]) == ("ok", "ok", "last done 3600 s ago")


def test_a_listener_that_lives_and_is_refused_is_told(made: TestHouse, store: Store) -> None:
    with store.write() as session:
        heartbeats.beat(session, "imap", "imap@a:1", made.clock.now(), "the mailbox does not let us in")
    assert ready(made)[1]["imap"] == "the mailbox does not let us in"
    with store.write() as session:
        heartbeats.beat(session, "imap", "imap@a:1", made.clock.now())
    assert ready(made)[1]["imap"] == "ok"

"""A full disk and a database that is away, in earnest: 451, nothing half kept, taken when the sender tries again."""

import errno
import functools
import os
import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from sqlalchemy import event, func, select

from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow
from gateway.pipeline.accept import accept
from tests.gateway.listeners.running import Kept, smtp_server
from tests.gateway.pipeline.mail_post import post_office

MAIL = b"From: gul@example.org\r\nSubject: Water\r\n\r\nNo water.\r\n"
PHOTO, VIDEO = (MAIL + (b"x" * 70 + b"\r\n") * lines for lines in (2_000, 8_000))
"""In its row of the database, and in a file of its own."""
TO = "complaints@arzi.example"


@contextmanager
def full_database(store: Store, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite may not take another page: what it says then is what it says of a full disk (SQLITE_FULL)."""

    def no_more(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    event.listen(store.engine, "connect", no_more)
    store.engine.dispose()
    yield
    event.remove(store.engine, "connect", no_more)
    store.engine.dispose()


@contextmanager
def database_away(store: Store, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    """PostgreSQL ends our connections and lets us in no more."""
    url = store.engine.url
    with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        yield
        admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true')


@contextmanager
def full_evidence(_store: Store, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk that holds the files is full when they are synced."""

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with patch.context() as inside:
        inside.setattr(os, "fsync", no_space)
        yield


@pytest.mark.parametrize(
    ("store", "trouble", "raw"),
    [
        pytest.param("sqlite", full_database, PHOTO, id="full database"),
        pytest.param("postgresql", database_away, MAIL, id="database away"),
        pytest.param("sqlite", full_evidence, VIDEO, id="full evidence"),
    ],
    indirect=["store"],
)
def test_the_sender_keeps_it_and_tries_again(
    store: Store, trouble: Callable[..., AbstractContextManager[None]], raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office(store) as post:
        kept = Kept()
        kept.accept = functools.partial(accept, post.house.house, post.channel)  # type: ignore[method-assign]
        with smtp_server(kept) as port, smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
            with trouble(store, monkeypatch), pytest.raises(smtplib.SMTPDataError) as refused:
                smtp.sendmail("gul@example.org", [TO], raw)
            assert refused.value.smtp_code == 451
            assert count(store) == 0
            smtp.sendmail("gul@example.org", [TO], raw)
    assert count(store) == 1


def count(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(EnvelopeRow)) or 0

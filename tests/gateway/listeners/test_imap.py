"""The mailbox reader against a real Dovecot: IDLE, outages, new UIDs, kills."""

import functools
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from channels.email.settings import ImapListener
from core.errors import Malformed, StoreUnavailable
from core.store.engine import Store
from core.store.pipeline import bookmarks
from core.store.pipeline.tables import EnvelopeRow
from gateway.listeners import bookmarks as bookmarks_module
from gateway.listeners.bookmarks import Bookmark, StoredBookmark, Turn
from gateway.listeners.imap import listen
from gateway.pipeline.accept import accept
from tests.fakes.parts import StandingClock
from tests.gateway.listeners.running import Kept, certificate
from tests.gateway.pipeline.mail_post import post_office
from tests.services.dovecot import PASSWORD, USER, Dovecot, _owner, running_dovecot


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


class Memory:
    """A bookmark in memory."""

    def __init__(self) -> None:
        self.bookmark: Bookmark | None = None

    def load(self) -> Bookmark | None:
        return self.bookmark

    def save(self, bookmark: Bookmark) -> None:
        self.bookmark = bookmark


def settings(server: Dovecot, **changes: object) -> ImapListener:
    plain = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER, "password": PASSWORD}
    return ImapListener.model_validate({**plain, "timeout_s": 5, **changes})


def mail(number: int, body: str = "No water.") -> bytes:
    head = f"From: gul@example.org\r\nSubject: Mail {number}\r\nMessage-ID: <m{number}@example.org>\r\n\r\n"
    return f"{head}{body}\r\n".encode()


@contextmanager
def reading(
    mailbox: ImapListener, memory: Any, kept: Kept, trouble: Callable[[str], None] = lambda _: None
) -> Iterator[threading.Event]:
    """The reader in a thread; the event is set each time that it has read all and begins to wait."""
    stop, idle = threading.Event(), threading.Event()
    thread = threading.Thread(target=listen, args=(mailbox, memory, kept.accept, stop, idle.set, trouble), daemon=True)
    thread.start()
    try:
        yield idle
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def subjects(kept: Kept) -> list[str]:
    return [mail.body.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for mail in kept.mails]


def test_what_is_there_and_what_comes_in_idle(dovecot: Dovecot) -> None:
    kept, memory = Kept(), Memory()
    dovecot.deliver(mail(1))
    with reading(settings(dovecot), memory, kept) as idle:
        assert idle.wait(60)
        until(lambda: len(kept.mails) == 1)
        time.sleep(0.3)  # so that it is in IDLE, and hears of the second by itself
        dovecot.deliver(mail(2))
        until(lambda: len(kept.mails) == 2)
    assert subjects(kept) == ["Mail 1", "Mail 2"]
    assert kept.mails[0].facts["mailbox"] == "INBOX"
    assert memory.bookmark is not None
    assert memory.bookmark.uid == 2
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert other.search("UNSEEN") == []


def test_a_mailbox_that_refuses_us_is_told(dovecot: Dovecot) -> None:
    told: list[str] = []
    with reading(settings(dovecot, password="wrong"), Memory(), Kept(), told.append):
        until(lambda: bool(told))
    assert told[0] == "the mailbox does not let us in"


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "password"), ({"password": ""}, "password"), ({"oauth2_token_url": "https://x.example"}, "oauth2_refresh")],
)
def test_a_missing_password_is_a_fault_at_the_start(given: dict[str, str], missing: str) -> None:
    on = {"enabled": True, "host": "mail.example.org", "user": "complaints"}
    with pytest.raises(ValueError, match=f"{missing}.*is missing"):
        ImapListener.model_validate(on | given)


def test_an_outage_skips_nothing_and_fetches_nothing_twice(dovecot: Dovecot) -> None:
    kept, memory, taken = Kept(), Memory(), []
    kept.before = lambda: taken.append(1)
    with reading(settings(dovecot), memory, kept) as idle:
        dovecot.deliver(mail(1))
        until(lambda: len(kept.mails) == 1)
        idle.clear()
        dovecot.stop()
        for number in range(2, 30):
            dovecot.deliver(mail(number))
        dovecot.start()
        until(lambda: len(kept.mails) == 29)
    assert len(taken) == 29
    assert sorted(subjects(kept)) == sorted(f"Mail {n}" for n in range(1, 30))
    with reading(settings(dovecot), memory, kept) as idle:
        assert idle.wait(60)
    assert len(taken) == 29


def test_a_database_that_is_away_stops_nothing_and_loses_nothing(dovecot: Dovecot) -> None:
    kept = Kept(faults=[StoreUnavailable("away"), StoreUnavailable("away")])
    for number in range(1, 4):
        dovecot.deliver(mail(number))
    with reading(settings(dovecot), Memory(), kept):
        until(lambda: len(kept.mails) == 3)
    assert len(subjects(kept)) == len(set(subjects(kept))) == 3


def test_what_cannot_be_read_stays_and_does_not_stop_the_next(dovecot: Dovecot) -> None:
    kept = Kept(faults=[Malformed("empty")])
    dovecot.deliver(mail(1))
    dovecot.deliver(mail(2))
    memory = Memory()
    with reading(settings(dovecot), memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 2)
    assert len(kept.mails) == 1
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert len(other.search("UNSEEN")) == 1


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"From: gul@example.org\r\nSubject: Mail 1\r\n\r\n"])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_mail_without_anything_in_it_is_kept_and_marked(dovecot: Dovecot, store: Store, raw: bytes) -> None:
    """What cannot be parsed is set aside with its reason, in the database; it does not wait in the mailbox for ever."""
    dovecot.stop()
    dovecot.deliver(raw)
    dovecot.deliver(mail(2))
    dovecot.start()
    with post_office(store) as post:
        house, kept = post.house.house, Kept()
        kept.accept = functools.partial(accept, house, post.channel)  # type: ignore[method-assign]
        with reading(settings(dovecot), Memory(), kept) as idle:
            assert idle.wait(60)
        with dovecot.client() as other:
            other.select_folder("INBOX")
            assert other.search("UNSEEN") == []
        post.house.work()
        with house.store.read() as session:
            rows = session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)).all()
        assert [row.body for row in rows] == [raw, mail(2)]
        parsed = b"Subject" in raw
        assert [row.state for row in rows] == ["handled" if parsed else "set_aside", "handled"]
        assert parsed or "without a byte" in (rows[0].reason or "")
        assert len(post.answers("gul@example.org")) == 1 + parsed


OLD, LATE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


def put(server: Dovecot, number: int, *, folder: str = "INBOX", seen: bool = False, at: datetime | None = None) -> None:
    with server.client() as other:
        other.append(folder, mail(number), [b"\\Seen"] if seen else [], at)


def test_new_uids_do_not_have_old_mail_answered(dovecot: Dovecot) -> None:
    kept, memory = Kept(), Memory()
    folder = settings(dovecot, folder="Complaints")
    with dovecot.client() as other:
        other.create_folder("Complaints")
    put(dovecot, 1, folder="Complaints", seen=True, at=OLD)
    put(dovecot, 2, folder="Complaints")
    with reading(folder, memory, kept):
        until(lambda: len(kept.mails) == 1)
    before = memory.bookmark
    with dovecot.client() as other:
        other.delete_folder("Complaints")
        other.create_folder("Complaints")
    put(dovecot, 1, folder="Complaints", seen=True, at=OLD)
    put(dovecot, 2, folder="Complaints", seen=True, at=OLD)
    put(dovecot, 3, folder="Complaints")
    put(dovecot, 4, folder="Complaints", seen=True, at=LATE)  # came while we were away, and somebody read it
    with reading(folder, memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 4 and not memory.bookmark.old)
        put(dovecot, 5, folder="Complaints")
        until(lambda: len(kept.mails) == 4)
    assert subjects(kept) == ["Mail 2", "Mail 3", "Mail 4", "Mail 5"]
    assert before is not None
    assert memory.bookmark is not None
    assert memory.bookmark.validity != before.validity


@pytest.mark.parametrize("more", [1, 4], ids=["lower-uids", "uids-that-have-grown-again"])
def test_a_mailbox_that_was_put_back_is_read_on(dovecot: Dovecot, more: int) -> None:
    kept, memory = Kept(), Memory()
    put(dovecot, 1, seen=True, at=OLD)
    put(dovecot, 2, seen=True, at=OLD)
    dovecot.stop()
    shutil.copytree(dovecot.home / "mail", dovecot.home / "backup")
    dovecot.start()
    put(dovecot, 3)
    put(dovecot, 4)
    with reading(settings(dovecot), memory, kept):
        until(lambda: len(kept.mails) == 2)
    assert memory.bookmark is not None
    assert memory.bookmark.uid == 4
    dovecot.stop()
    shutil.rmtree(dovecot.home / "mail")
    (dovecot.home / "backup").rename(dovecot.home / "mail")
    for place in (dovecot.home / "mail", *(dovecot.home / "mail").rglob("*")):
        os.chown(place, *_owner())
    dovecot.start()
    for n in range(more):
        put(dovecot, 10 + n, at=LATE)
    with reading(settings(dovecot), memory, kept):
        until(lambda: len(kept.mails) == 2 + more)
    assert subjects(kept) == ["Mail 3", "Mail 4", *(f"Mail {10 + n}" for n in range(more))]


def test_of_a_mailbox_never_read_only_the_unseen_is_taken(dovecot: Dovecot) -> None:
    for number, seen in ((1, False), (2, True), (3, False), (4, True)):
        put(dovecot, number, seen=seen, at=OLD)
    kept, memory = Kept(), Memory()
    with reading(settings(dovecot, start_with="unseen"), memory, kept) as idle:
        assert idle.wait(60)
        put(dovecot, 5, seen=True)
        until(lambda: len(kept.mails) == 3)
    assert subjects(kept) == ["Mail 1", "Mail 3", "Mail 5"]


def test_of_two_readers_one_reads_and_the_other_goes_on(dovecot: Dovecot, store: Store) -> None:
    clock = StandingClock()
    turns = [Turn(store, "imap:x", clock), Turn(store, "imap:x", clock)]
    assert turns[0].mine()
    kept, gone = [Kept(), Kept()], threading.Event()
    stop, idle = threading.Event(), [threading.Event(), threading.Event()]
    asks = [lambda: not gone.is_set() and turns[0].mine(), turns[1].mine]
    memory = Memory()
    readers = [
        threading.Thread(
            target=listen,
            args=(settings(dovecot), memory, kept[n].accept, stop, idle[n].set, lambda _: None, asks[n]),
            daemon=True,
        )
        for n in range(2)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bookmarks_module, "_has_ended", lambda _: False)
        for reader in readers:
            reader.start()
        assert idle[0].wait(60)
        put(dovecot, 1)
        until(lambda: len(kept[0].mails) == 1)
        assert not idle[1].is_set()
        gone.set()
        clock.pass_(minutes=2)  # its lease is over
        assert idle[1].wait(60)
        put(dovecot, 2)
        until(lambda: len(kept[1].mails) == 1)
        stop.set()
        for reader in readers:
            reader.join(60)
    assert subjects(kept[1]) == ["Mail 2"]


def test_the_turn_of_a_reader_that_was_killed_is_taken_at_once(store: Store) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    first, second = (Turn(store, "imap:x", StandingClock()) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bookmarks_module, "_me", lambda: f"{socket.gethostname()}:{dead.pid}:ab")
        assert first.mine()
    assert second.mine()


def test_killed_between_commit_and_bookmark(dovecot: Dovecot) -> None:
    """What was kept but not yet marked is fetched once more and kept once."""
    kept, memory = Kept(), Memory()
    dovecot.deliver(mail(1))
    dovecot.deliver(mail(2))
    saved = memory.save

    def killed(bookmark: Bookmark) -> None:
        if bookmark.uid == 1 and kept.mails:
            memory.save = saved  # type: ignore[method-assign]
            raise OSError("killed here")
        saved(bookmark)

    memory.save = killed  # type: ignore[method-assign]
    with reading(settings(dovecot), memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 2)
    assert subjects(kept) == ["Mail 1", "Mail 2"]


def test_moved_when_done(dovecot: Dovecot) -> None:
    kept = Kept()
    with dovecot.client() as other:
        other.create_folder("Done")
    dovecot.deliver(mail(1))
    memory = Memory()
    with reading(settings(dovecot, done_folder="Done"), memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 1)
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert other.search() == []
        other.select_folder("Done")
        assert len(other.search()) == 1


@pytest.mark.parametrize(("start_with", "expected"), [("all", [1, 2, 3]), ("unseen", [2, 3]), ("new", [3])])
def test_a_mailbox_that_was_never_read(dovecot: Dovecot, start_with: str, expected: list[int]) -> None:
    put(dovecot, 1, seen=True, at=OLD)
    dovecot.deliver(mail(2))
    kept, memory = Kept(), Memory()
    with reading(settings(dovecot, start_with=start_with), memory, kept) as idle:
        assert idle.wait(60)
        dovecot.deliver(mail(3))
        until(lambda: len(kept.mails) == len(expected))
    assert subjects(kept) == [f"Mail {number}" for number in expected]


def test_a_mail_over_the_limit_is_cut_and_said_to_be(dovecot: Dovecot) -> None:
    kept = Kept()
    dovecot.deliver(mail(1, "x" * 5000))
    dovecot.deliver(mail(2))
    with reading(settings(dovecot, max_bytes=2000), Memory(), kept):
        until(lambda: len(kept.mails) == 2)
    assert len(kept.mails[0].body) == 2000
    assert int(kept.mails[0].facts["cut_from_bytes"]) > 5000


def test_without_idle_it_looks_now_and_then(dovecot: Dovecot) -> None:
    dovecot.stop()
    dovecot.more = "imap_capability = IMAP4rev1 UIDPLUS"
    dovecot.start()
    kept = Kept()
    with reading(settings(dovecot, poll_s=0.2), Memory(), kept) as idle:
        assert idle.wait(60)
        dovecot.deliver(mail(1))
        until(lambda: len(kept.mails) == 1)


def test_starttls_with_a_certificate_that_is_checked(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    other_chain, _ = certificate(_new(tmp_path / "other"))
    with running_dovecot(certificates=(chain, key)) as server:
        server.deliver(mail(1))
        kept = Kept()
        tls = {"host": "localhost", "security": "starttls"}
        with reading(settings(server, ca_file=str(chain), **tls), Memory(), kept):
            until(lambda: len(kept.mails) == 1)
        refused = Kept()
        with reading(settings(server, ca_file=str(other_chain), **tls), Memory(), refused) as idle:
            assert not idle.wait(2)
        assert refused.mails == []


def test_the_bookmark_is_in_the_database(store: Store) -> None:
    bookmark = StoredBookmark(store, "imap:a@b/INBOX")
    assert bookmark.load() is None
    bookmark.save(Bookmark(7, 42))
    bookmark.save(Bookmark(7, 43))
    assert StoredBookmark(store, "imap:a@b/INBOX").load() == Bookmark(7, 43)
    with store.write() as session:
        bookmarks.put(session, "imap:a@b/INBOX", "7:43")
    assert StoredBookmark(store, "imap:a@b/INBOX").load() == Bookmark(7, 43), "of a version before"
    assert StoredBookmark(store, "imap:a@b/Other").load() is None


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder

"""How far the mailbox reader has read, whatever happens to it or to the mailbox: new UIDs, a backup, a kill."""

import os
import shutil
from datetime import UTC, datetime

import pytest

from core.store.engine import Store
from core.store.pipeline import bookmarks
from gateway.listeners.bookmarks import Bookmark, StoredBookmark
from tests.gateway.listeners.imap_reader import Memory, mail, put, reading, settings, subjects, until
from tests.gateway.listeners.running import Kept
from tests.services.dovecot import Dovecot, _owner

OLD, LATE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


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
        assert idle.wait(180)
        put(dovecot, 5, seen=True)
        until(lambda: len(kept.mails) == 3)
    assert subjects(kept) == ["Mail 1", "Mail 3", "Mail 5"]


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


@pytest.mark.parametrize(("start_with", "expected"), [("all", [1, 2, 3]), ("unseen", [2, 3]), ("new", [3])])
def test_a_mailbox_that_was_never_read(dovecot: Dovecot, start_with: str, expected: list[int]) -> None:
    put(dovecot, 1, seen=True, at=OLD)
    dovecot.deliver(mail(2))
    kept, memory = Kept(), Memory()
    with reading(settings(dovecot, start_with=start_with), memory, kept) as idle:
        assert idle.wait(180)
        dovecot.deliver(mail(3))
        until(lambda: len(kept.mails) == len(expected))
    assert subjects(kept) == [f"Mail {number}" for number in expected]


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

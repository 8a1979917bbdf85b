"""What tests of the mailbox reader share: a reader in a thread, its settings, mails to be read."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from channels.email.settings import ImapListener
from gateway.listeners.bookmarks import Bookmark
from gateway.listeners.imap import listen
from tests.gateway.listeners.running import Kept
from tests.services.dovecot import PASSWORD, USER, Dovecot


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
        thread.join(180)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def subjects(kept: Kept) -> list[str]:
    return [mail.body.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for mail in kept.mails]


def put(server: Dovecot, number: int, *, folder: str = "INBOX", seen: bool = False, at: datetime | None = None) -> None:
    with server.client() as other:
        other.append(folder, mail(number), [b"\\Seen"] if seen else [], at)

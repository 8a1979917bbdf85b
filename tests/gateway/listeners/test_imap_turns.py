"""Of several readers of one mailbox one reads."""

import socket
import subprocess
import threading

import pytest

from core.store.engine import Store
from gateway.listeners import bookmarks as bookmarks_module
from gateway.listeners.bookmarks import Turn
from gateway.listeners.imap import listen
from tests.fakes.parts import StandingClock
from tests.gateway.listeners.imap_reader import Memory, put, settings, subjects, until
from tests.gateway.listeners.running import Kept
from tests.services.dovecot import Dovecot


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
        assert idle[0].wait(180)
        put(dovecot, 1)
        until(lambda: len(kept[0].mails) == 1)
        assert not idle[1].is_set()
        gone.set()
        clock.pass_(minutes=2)  # its lease is over
        assert idle[1].wait(180)
        put(dovecot, 2)
        until(lambda: len(kept[1].mails) == 1)
        stop.set()
        for reader in readers:
            reader.join(180)
    assert subjects(kept[1]) == ["Mail 2"]


def test_the_turn_of_a_reader_that_was_killed_is_taken_at_once(store: Store) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    first, second = (Turn(store, "imap:x", StandingClock()) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bookmarks_module, "_me", lambda: f"{socket.gethostname()}:{dead.pid}:ab")
        assert first.mine()
    assert second.mine()

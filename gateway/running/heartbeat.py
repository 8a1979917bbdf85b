"""A sign of life of this process, every few seconds, from a thread of its own."""

import atexit
import logging
import os
import socket
import threading

from core.errors import ArziError
from core.ports import Clock
from core.store.engine import Store
from core.store.pipeline import heartbeats

_log = logging.getLogger(__name__)


class Beating:
    """The signs of life of a process. ``end`` set: it gives none any more."""

    def __init__(self) -> None:
        self.end = threading.Event()
        self.trouble: str | None = None
        self._at_once = threading.Event()

    def tell(self, trouble: str | None) -> None:
        """It lives and cannot do its work: why, in a few words without personal data; None: it can again."""
        if trouble != self.trouble:
            self.trouble = trouble
            self._at_once.set()

    def pause(self) -> bool:
        """Until the next sign is due, or something is to be told; False at the end."""
        self._at_once.wait(heartbeats.EVERY.total_seconds())
        self._at_once.clear()
        return not self.end.is_set()

    def stop(self) -> None:
        self.end.set()
        self._at_once.set()


def start_beating(store: Store, kind: str, clock: Clock) -> Beating:
    """``kind``: worker-QUEUE, smtp, imap, folder, poll, cron. It ends with the process."""
    name, beating = f"{kind}@{socket.gethostname()}:{os.getpid()}", Beating()

    def beat() -> None:
        while True:
            try:
                with store.write() as session:
                    heartbeats.beat(session, kind, name, clock.now(), beating.trouble)
            except ArziError as error:
                _log.info("no sign of life could be written: %s", error.kind)
            if not beating.pause():
                return

    thread = threading.Thread(target=beat, name=f"heartbeat-{kind}", daemon=True)
    thread.start()

    def end() -> None:
        beating.stop()
        thread.join(2)
        try:
            with store.write() as session:
                heartbeats.stop(session, name, clock.now())
        except ArziError:
            pass  # then it is forgotten by time

    atexit.register(end)
    return beating

"""A sign of life of this process, every few seconds, from a thread of its own."""

import atexit
import logging
import os
import socket
import threading
from datetime import UTC, datetime

from core.errors import ArziError
from core.store.engine import Store
from core.store.road import beats

_log = logging.getLogger(__name__)


def start_beating(store: Store, kind: str) -> threading.Event:
    """``kind``: worker, smtp, imap, folder, cron. Setting the event ends it; so does the end of the process."""
    name, stop = f"{kind}@{socket.gethostname()}:{os.getpid()}", threading.Event()

    def beat() -> None:
        while True:
            try:
                with store.write() as session:
                    beats.beat(session, kind, name, datetime.now(UTC))
            except ArziError as error:
                _log.info("no sign of life could be written: %s", error.kind)
            if stop.wait(beats.EVERY.total_seconds()):
                return

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(2)
        try:
            with store.write() as session:
                beats.stop(session, name, datetime.now(UTC))
        except ArziError:
            pass  # then it is forgotten by time

    atexit.register(end)
    return stop

"""A head a day, sent on every way, and all of it checked once a day: a thread of ``arzi cron``, so that no worker is
kept from messages by it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from core.errors import ArziError
from core.ports import Clock
from core.store.casework import heads
from core.store.engine import Store
from gateway.config import Settings
from gateway.running.heads import checking
from gateway.running.heads.checking import Verified
from gateway.running.heads.ways import send, ways

EVERY_S = 600.0
CHECK_EVERY = timedelta(days=1)
_log = logging.getLogger(__name__)


def look_after(store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
    """Make today's head where there is none yet, send what did not leave, and check all where that was a day ago."""
    try:
        signer, left = checking.signer(settings), 0
        if signer is not None:
            made = heads.make(store, signer, now())
            if made is not None:
                _log.info("head %d is signed: %s", made.head.number, made.hash)
            left = send(store, ways(settings), now)
        with store.read() as session:
            last = checking.last(session)
        # A clock that was set back must not put it off until it has caught up.
        if last is not None and timedelta(0) <= now() - last.at < CHECK_EVERY:
            broken = last.broken
            at = last.at
        else:
            broken, at = _check(store, settings), now()
        with store.write(durable=False) as session:
            checking.remember(session, Verified(at, broken, left))
    except ArziError as error:
        _log.warning("heads could not be looked after: %s", error.detail or error.kind)


def _check(store: Store, settings: Settings) -> int:
    broken = 0
    for fault in checking.faults(store, settings):
        broken += 1
        _log.error("verify: %s", fault)
    return broken


def start(store: Store, settings: Settings, clock: Clock) -> threading.Thread:
    """Now, and every ten minutes from now on."""

    def work() -> None:
        pause = threading.Event()
        while True:
            try:
                look_after(store, settings, clock.now)
            except Exception:  # noqa: BLE001 - a thread that ended would never look again
                _log.exception("heads could not be looked after")
            pause.wait(EVERY_S)

    thread = threading.Thread(target=work, name="heads", daemon=True)
    thread.start()
    return thread

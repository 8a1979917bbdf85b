"""waking: who paused long enough is looked at at once, rather than at the next sweep. A thread of ``arzi cron``.

It only says "look there": what it misses, the sweep finds in the database.
"""

import logging
import threading
from datetime import datetime, timedelta

from core.errors import ArziError
from core.ports import Clock, Queue
from core.store.engine import Store
from core.store.pipeline import envelopes

EVERY_S = 0.5
_BEFORE = timedelta(seconds=30)
_log = logging.getLogger(__name__)


def wake(store: Store, queue: Queue, since: datetime, now: datetime) -> int:
    """Queue those whose pause ended between the two; how many."""
    with store.read() as session:
        persons = envelopes.persons_due(session, since, now)
    for person in persons:
        queue.ingest(person)
    return len(persons)


def start(store: Store, queue: Queue, clock: Clock) -> threading.Thread:
    """Now, and twice a second from now on."""

    def work() -> None:
        pause, since = threading.Event(), clock.now() - _BEFORE
        while True:
            now = clock.now()
            try:
                wake(store, queue, since, now)
                since = now
            except ArziError as error:
                _log.warning("nobody could be woken (%s): the sweep will", error.kind)
            except Exception:  # noqa: BLE001 - a thread that ended would never look again
                _log.exception("nobody could be woken")
            pause.wait(EVERY_S)

    thread = threading.Thread(target=work, name="waking", daemon=True)
    thread.start()
    return thread

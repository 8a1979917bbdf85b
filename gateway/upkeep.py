"""What takes long and is rarely needed: a thread of ``arzi cron``, so that no worker is kept from messages."""

import logging
import threading

from core.errors import ArziError
from core.store.casework.cases import Cases
from core.store.engine import Store
from core.store.figures import arranged
from gateway.house import SystemClock

EVERY_S = 60.0
_log = logging.getLogger(__name__)


def look_after(store: Store, cases: Cases) -> None:
    """Bring the dashboards' sums and the search index up to date, after an upgrade or an import of offices."""
    try:
        counted, entered = arranged.look_after(store, cases, SystemClock().now)
    except ArziError as error:
        _log.warning("sums and index could not be looked after (%s)", error.kind)
        return
    except Exception:  # noqa: BLE001 - a thread that ended would never look again
        _log.exception("sums and index could not be looked after")
        return
    if counted or entered:
        _log.info("made anew for the present offices: sums of %d tickets, index of %d", counted, entered)


def start(store: Store, cases: Cases) -> threading.Thread:
    """Now, and every minute from now on."""

    def work() -> None:
        pause = threading.Event()
        while True:
            look_after(store, cases)
            pause.wait(EVERY_S)

    thread = threading.Thread(target=work, name="upkeep", daemon=True)
    thread.start()
    return thread

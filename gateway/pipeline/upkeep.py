"""What takes long and is rarely needed: a thread of ``arzi cron``, so that no worker is kept from messages."""

import logging
import threading

from core.errors import ArziError
from core.ports import Clock
from core.services import reindexing
from core.services.cases import Cases
from core.store.engine import Store

EVERY_S = 60.0
_log = logging.getLogger(__name__)


def maintain(store: Store, cases: Cases, clock: Clock) -> None:
    """Bring the dashboards' sums and the search index up to date, after an upgrade or an import of offices."""
    try:
        counted, entered = reindexing.bring_up_to_date(store, cases, clock.now)
    except ArziError as error:
        _log.warning("sums and index could not be looked after (%s)", error.kind)
        return
    except Exception:  # noqa: BLE001 - a thread that ended would never look again
        _log.exception("sums and index could not be looked after")
        return
    if counted or entered:
        _log.info("made anew for the present offices: sums of %d tickets, index of %d", counted, entered)


def start(store: Store, cases: Cases, clock: Clock) -> threading.Thread:
    """Now, and every minute from now on."""

    def work() -> None:
        pause = threading.Event()
        while True:
            maintain(store, cases, clock)
            pause.wait(EVERY_S)

    thread = threading.Thread(target=work, name="upkeep", daemon=True)
    thread.start()
    return thread

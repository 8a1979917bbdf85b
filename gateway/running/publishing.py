"""The day's publication: a thread of ``arzi cron``, so that no worker is kept from messages by it."""

import logging
import threading

from core.errors import ArziError
from core.ports import Clock
from core.services import publishing
from core.services.cases import Cases
from core.store.engine import Store

EVERY_S = 600.0
_log = logging.getLogger(__name__)


def look_after(store: Store, cases: Cases, least: int, clock: Clock) -> None:
    """Publish, where today has not been published yet."""
    try:
        with store.read() as session:
            directory = cases.book.directory(session)
        made = publishing.publish(store, directory, clock.now, least)
    except ArziError as error:
        _log.warning("nothing could be published: %s", error.detail or error.kind)
        return
    except Exception:  # noqa: BLE001 - a thread that ended would never look again
        _log.exception("nothing could be published")
        return
    if made is not None:
        _log.info("published: %s, %d lines", made.day, made.lines)


def start(store: Store, cases: Cases, least: int, clock: Clock) -> threading.Thread:
    """Now, and every ten minutes from now on."""

    def work() -> None:
        pause = threading.Event()
        while True:
            look_after(store, cases, least, clock)
            pause.wait(EVERY_S)

    thread = threading.Thread(target=work, name="publishing", daemon=True)
    thread.start()
    return thread

"""Rasa's memory of a conversation holds what people wrote, so it goes when nobody needs it any more.

A conversation that is silent for longer than the gateway waits for an answer is over; its record is the gateway's, kept
and erased there. ``ARZI_RASA__KEEP_HOURS`` (the gateway sets it to a day more than ``dialogue.idle_hours``) says how
long after the last event all of them are deleted, once at the start and then every hour.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

KEEP_HOURS = "ARZI_RASA__KEEP_HOURS"
_EVERY_S = 3600
_OVER = sa.text(
    "DELETE FROM events WHERE sender_id IN"
    " (SELECT sender_id FROM events GROUP BY sender_id HAVING max(timestamp) < :before)"
)
_log = logging.getLogger(__name__)


def forget(engine: Engine, before: float) -> int:
    """Delete the conversations without an event since ``before`` (seconds since 1970), whole; how many rows."""
    with engine.begin() as connection:
        return int(connection.execute(_OVER, {"before": before}).rowcount)


async def forget_regularly(store: Any) -> None:
    """Never ends. A database that is away is tried again an hour later."""
    keep_s = float(os.environ.get(KEEP_HOURS, "96")) * 3600
    while True:
        try:
            await asyncio.get_running_loop().run_in_executor(None, _forget_in, store, time.time() - keep_s)
        except SQLAlchemyError as error:
            _log.warning("old conversations could not be deleted: %s", type(error).__name__)
        await asyncio.sleep(_EVERY_S)


def _forget_in(store: Any, before: float) -> None:
    store.check()  # makes the tables where they are missing
    rows = forget(store.engine, before)
    if rows:
        _log.info("deleted %d events of conversations that are over", rows)

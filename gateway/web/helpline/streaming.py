"""/helpline/stream: that something changed, as server-sent events. The page then fetches its part anew.

The database is asked once a second in each process for the lists, however many look; for a thread, by its own stream.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, request

from core.store.helpline import tasks
from core.store.pipeline import thread
from gateway.house import House
from gateway.web.shared.numbers import whole_number
from gateway.web.shared.streams import COME_BACK_MS, EVERY_S, lasting, stream_of


class Lists:
    """How the lists stand, for all of this process's listeners."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._stand = ""

    def standing(self) -> str:
        with self._lock:
            if time.monotonic() - self._asked_at >= EVERY_S:
                with self._house.store.read() as session:
                    self._stand = tasks.standing(session)
                self._asked_at = time.monotonic()
            return self._stand


def add_streaming(desk: Blueprint, house: House) -> None:
    """Adds the stream."""
    lists = Lists(house)

    @desk.get("/stream")
    def stream() -> Response:
        wanted = whole_number(request.args.get("task", ""))
        look = lists.standing
        if wanted is not None:
            with house.store.read() as session:
                conversation = tasks.get(session, wanted).conversation_id

            def look() -> str:
                with house.store.read() as session:
                    return thread.standing(session, conversation)

        after = request.headers.get("Last-Event-ID") or request.args.get("after", "")
        lasts = lasting()
        return stream_of(Response(_tell(look, after, lasts)), lasts)


def _tell(look: Callable[[], str], after: str, lasts: float) -> Iterator[str]:
    yield f"retry: {COME_BACK_MS}\n\n"
    until = time.monotonic() + lasts
    while True:
        stands = look()
        if stands != after:
            after = stands
            yield f"id: {stands}\nevent: changed\ndata: {json.dumps({'standing': stands})}\n\n"
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(EVERY_S, left))
        yield ":\n\n"  # a browser that has gone is noticed by writing to it

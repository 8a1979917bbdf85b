"""/desk/live: what happens now, as server-sent events (HTML standard, chapter 9.2).

The database is asked once a second in each process, however many listen, by whichever listener comes first. A stream
holds one of the server's threads, so it lasts some seconds and only a few may last at a time: who comes when there are
no more gets what is new at once, and the browser comes back by itself after the ``retry`` time.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.store.casework import tickets
from core.store.casework.tables import TicketEventRow, TicketRow
from core.store.desk import presence
from core.store.desk.presence import Present
from gateway.house import House
from gateway.web.shared.numbers import whole_number
from gateway.web.shared.streams import COME_BACK_MS, EVERY_S, lasting, stream_of
from gateway.web.staff.scope import Scope, authorized, scope_of
from gateway.web.staff.users import me

_REMEMBERED = 2000
_LATE_COMMITS = 100
"""Event ids are given out before they are committed: so many behind the last known one are looked at again."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A ticket of an office changed."""

    id: int
    number: str
    office_id: int | None


class Watcher:
    """What this process knows of what has lately happened, for all of its listeners."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._events: deque[Happened] = deque(maxlen=_REMEMBERED)
        self._last: int | None = None
        self._floor = 0
        self._present: Mapping[str, Sequence[Present]] = {}

    def last_event(self, session: Session) -> int:
        """The id of the last event: what a page that is made now has seen."""
        return session.scalar(select(func.max(TicketEventRow.id))) or 0

    def since(self, event_id: int) -> tuple[Sequence[Happened], bool]:
        """What happened after an event; and is that all, or was it too long ago to say?"""
        with self._lock:
            self._ask()
            return [one for one in self._events if one.id > event_id], event_id >= self._floor

    def present(self, number: str) -> Sequence[Present]:
        """Who has this ticket open."""
        with self._lock:
            self._ask()
            return self._present.get(number, ())

    def last(self) -> int:
        with self._lock:
            self._ask()
            return self._last or 0

    def _ask(self) -> None:
        if time.monotonic() - self._asked_at < EVERY_S:
            return
        with self._house.store.read() as session:
            if self._last is None:
                self._last = self._floor = max(self.last_event(session) - _REMEMBERED // 2, 0)
            known = {one.id for one in self._events}
            rows = session.execute(
                select(TicketEventRow.id, TicketEventRow.ticket, TicketRow.office_id)
                .join(TicketRow, TicketRow.number == TicketEventRow.ticket)
                .where(TicketEventRow.id > max(self._last - _LATE_COMMITS, self._floor))
                .order_by(TicketEventRow.id)
                .limit(_REMEMBERED)
            )
            self._events.extend(Happened(*row) for row in rows if row.id not in known)
            if len(self._events) == self._events.maxlen:
                self._floor = max(self._floor, self._events[0].id)
            self._last = max(self._last, max((one.id for one in self._events), default=0))
            self._present = presence.now_at(session, self._house.clock.now())
        self._asked_at = time.monotonic()


def add_live(desk: Blueprint, house: House, watcher: Watcher) -> None:
    """Adds the stream."""

    @desk.get("/live")
    def live() -> Response:
        number = request.args.get("ticket")
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            if number is not None:
                authorized(scope, tickets.get(session, number))
        if number is not None:
            _stay(house, watcher, number)
        lasts = lasting()
        return stream_of(Response(_tell(watcher, scope, number, me().id, _seen_so_far(), lasts)), lasts)


def _stay(house: House, watcher: Watcher, number: str) -> None:
    """Say that one is still there, when the last word on it is older than a third of its time."""
    now = house.clock.now()
    for one in watcher.present(number):
        if one.id == me().id and one.until - now > 2 * presence.LASTS / 3:
            return
    with house.store.write() as session:
        presence.arrive(session, number, me().id, now)


def _tell(
    watcher: Watcher, scope: Scope, number: str | None, myself: int, after: int | None, lasts: float
) -> Iterator[str]:
    yield f"retry: {COME_BACK_MS}\n\n"
    after = watcher.last() if after is None else after
    until = time.monotonic() + lasts
    others: list[str] | None = None
    while True:
        happened, complete = watcher.since(after)
        mine = [one for one in happened if _for_them(scope, one) and number in (None, one.number)]
        after = max([after, *(one.id for one in happened)])
        if mine or not complete:
            numbers = list(dict.fromkeys(one.number for one in mine))[:50]
            yield f"id: {after}\nevent: tickets\ndata: {json.dumps({'numbers': numbers})}\n\n"
        if number is not None:
            now_here = [one.name for one in watcher.present(number) if one.id != myself]
            if now_here != others:
                others = now_here
                yield f"id: {after}\nevent: present\ndata: {json.dumps({'names': others})}\n\n"
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(EVERY_S, left))
        yield ":\n\n"  # a browser that has gone is noticed by writing to it


def _for_them(scope: Scope, happened: Happened) -> bool:
    return scope.covers(happened.office_id) and happened.number not in scope.about_me


def _seen_so_far() -> int | None:
    text = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return whole_number(text)

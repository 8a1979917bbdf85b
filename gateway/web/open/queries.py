"""What a page shows, from the published lines."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.offices.directory import Directory
from core.publishing.records import Record
from core.publishing.subjects import COUNTRY, Kind
from core.store.publishing import days
from core.store.publishing.days import Day
from gateway.house import House

MOST = 200
"""Rows of a list."""
COMPARED = 5
_ID = re.compile(r"[a-z0-9._/-]{1,300}")
_PLACES = (Kind.PROVINCE, Kind.DIVISION, Kind.DISTRICT, Kind.TEHSIL)
_LOOK_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A subject with all that its page shows. ``above``: what it is a part of, the largest first."""

    day: Day
    record: Record
    above: Sequence[Record]
    places: Sequence[Record]
    departments: Sequence[Record]
    offices: Sequence[Record]


class Latest:
    """The latest published day: looked for every few seconds by each process, however many ask."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: tuple[float, Day | None] = (0.0, None)

    def day(self) -> Day | None:
        at, day = self._known
        now = time.monotonic()
        if day is None or now - at > _LOOK_EVERY_S:
            with self._house.store.read() as session:
                day = days.latest(session)
            self._known = now, day
        return day


def line(session: Session, day: Day, id: str) -> Record | None:
    """A subject's published line; None of what has none, and of what is no id."""
    return days.record(session, day.day, id) if _ID.fullmatch(id) else None


def shown(session: Session, day: Day, id: str) -> Shown:
    """Raises NotFound for what is not published."""
    record = line(session, day, id)
    if record is None:
        raise NotFound(
            f"nothing is published of {id}", tell="Nothing is told of this: too few people have complained there."
        )
    return Shown(
        day,
        record,
        above(session, day, record),
        _smaller_places(session, day, record),
        days.parts(session, day.day, [id], [Kind.DEPARTMENT], MOST),
        _offices(session, day, record),
    )


def above(session: Session, day: Day, record: Record) -> list[Record]:
    """What it is a part of, and so on, the largest first."""
    found: list[Record] = []
    while record.parent and len(found) < 12:
        larger = days.record(session, day.day, record.parent)
        if larger is None:
            break
        found.append(larger)
        record = larger
    return found[::-1]


def _offices(session: Session, day: Day, record: Record) -> Sequence[Record]:
    """An office's branches, a tehsil's offices, a department's offices in a place."""
    if record.kind == Kind.OFFICE:
        return days.parts(session, day.day, [record.id], [Kind.OFFICE], MOST)
    if record.kind in (Kind.DEPARTMENT, Kind.TEHSIL):
        return days.offices(session, day.day, record.place, record.department, MOST)
    return ()


def _smaller_places(session: Session, day: Day, record: Record) -> Sequence[Record]:
    if record.kind != Kind.DEPARTMENT:
        return days.parts(session, day.day, [record.id], _PLACES, MOST)
    smaller = days.parts(session, day.day, [record.place], _PLACES, MOST)
    ids = [f"{one.id}/{record.department}" for one in smaller]
    return sorted(days.records(session, day.day, ids), key=lambda one: -one.received)


def districts(session: Session, day: Day, record: Record) -> Sequence[Record]:
    """All districts in a place, for a ranking; of a district its tehsils."""
    if record.kind == Kind.DISTRICT:
        return days.parts(session, day.day, [record.id], [Kind.TEHSIL], MOST)
    around = [record.id]
    if record.id == COUNTRY:
        around = [one.id for one in days.parts(session, day.day, around, [Kind.PROVINCE], MOST)]
    divisions = days.parts(session, day.day, around, [Kind.DIVISION], MOST)
    return days.parts(session, day.day, [*around, *(one.id for one in divisions)], [Kind.DISTRICT], MOST)


def chosen(session: Session, day: Day, ids: Sequence[str]) -> list[Record]:
    """Those to be compared, in their order; what is not published is left out."""
    wanted = [id for id in dict.fromkeys(ids) if _ID.fullmatch(id)][:COMPARED]
    found = {one.id: one for one in days.records(session, day.day, wanted)}
    return [found[id] for id in wanted if id in found]


def directory_of(house: House, session: Session) -> Directory:
    return house.cases.book.directory(session)

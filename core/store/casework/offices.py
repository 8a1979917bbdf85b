"""Offices and posts in the store, and the directory made of them."""

import dataclasses
import functools
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from core.offices.csv_file import Line
from core.offices.directory import Directory, Office, PostStatus, Term, Tier
from core.offices.generate import generate
from core.store.casework.tables import OfficeRow, PostRow
from core.store.once import insert_once
from core.store.pipeline.tables import BookmarkRow

_STAMP = "offices"
_GENERATED = "generated"
_FIELDS = [one.name for one in dataclasses.fields(Office)]
_COLUMNS = tuple(getattr(OfficeRow, name) for name in _FIELDS)
_TIER, _NUMBERS = _FIELDS.index("tier"), _FIELDS.index("numbers")
_TIERS = {tier.value: tier for tier in Tier}


class Book:
    """The directory of a store, kept in memory until an import or a transfer changed it. For any number of threads."""

    def __init__(self) -> None:
        self._stamp: str | None = None
        self._directory = Directory([])
        self._lock = threading.Lock()

    def directory(self, session: Session) -> Directory:
        """The offices as they are now; in a store that has none, those generated from the reference files."""
        stamp = _stamp(session) or _GENERATED
        with self._lock:
            if stamp != self._stamp:
                self._directory = _generated() if stamp == _GENERATED else load(session)
                self._stamp = stamp
            return self._directory


@functools.cache
def _generated() -> Directory:
    return Directory(generate())


def fill_if_empty(session: Session, now: datetime) -> int:
    """The generated offices, where there are none yet; how many were added. Of two at once one adds none."""
    if insert_once(session, BookmarkRow, {"name": _STAMP, "value": _GENERATED}, key=("name",)) is None:
        return 0
    return take(session, [Line(office, None) for office in _generated()], now).new


def load(session: Session) -> Directory:
    """All of it, from the tables."""
    return Directory(_offices(session), map(_term, session.scalars(select(PostRow))))


def _offices(session: Session) -> Iterator[Office]:
    """As rows, not objects: there are many."""
    return map(_office, session.execute(select(*_COLUMNS).order_by(OfficeRow.id)))


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: how many lines it read, how many offices are new or changed, how many posts changed."""

    read: int
    new: int
    changed: int
    posts: int


def take(session: Session, lines: Sequence[Line], now: datetime) -> Taken:
    """Import: offices are added or changed by their code, none is taken away (tickets point to them); a post that
    changed gets a new term."""
    known = {office.code: office for office in _offices(session)}
    new = [_values(line.office) for line in lines if line.office.code not in known]
    if new:
        session.execute(insert(OfficeRow), new)
    same = ((known[line.office.code], line.office) for line in lines if line.office.code in known)
    changed = [{"id": old.id, **_values(told)} for old, told in same if old != dataclasses.replace(told, id=old.id)]
    if changed:
        session.execute(update(OfficeRow), changed)
    directory = Directory((line.office for line in lines), map(_term, session.scalars(select(PostRow))))
    held = [
        line.term for line in lines if line.term is not None and not _same(directory.term(line.office, now), line.term)
    ]
    for term in held:
        hold(session, term, now)
    _change_stamp(session, now)
    return Taken(len(lines), len(new), len(changed), len(held))


def hold(session: Session, term: Term, now: datetime) -> None:
    """Somebody takes a post, leaves it, or goes on leave. The terms before stay as they were."""
    values = {
        "office": term.office,
        "title": term.title,
        "status": term.status.value,
        "since": term.since,
        "holder": term.holder,
        "user": term.user,
    }
    insert_once(session, PostRow, values, key=("office", "title", "since"))
    _change_stamp(session, now)


def lines(session: Session, now: datetime) -> Iterable[Line]:
    """For an export: every office with the term in force."""
    directory = load(session)
    for office in directory:
        yield Line(office, directory.term(office, now))


def terms(session: Session, code: str) -> Sequence[Term]:
    """Who held an office's post, the latest first."""
    held = session.scalars(
        select(PostRow).where(PostRow.office == code).order_by(PostRow.since.desc(), PostRow.id.desc())
    )
    return [_term(row) for row in held]


def own_numbers(session: Session) -> set[str]:
    """Phone numbers of the offices' own lines and staff."""
    return {number for numbers in session.scalars(select(OfficeRow.numbers)) for number in numbers}


def _stamp(session: Session) -> str | None:
    return session.scalars(select(BookmarkRow.value).where(BookmarkRow.name == _STAMP)).first()


def _change_stamp(session: Session, now: datetime) -> None:
    posts = session.scalar(select(func.count()).select_from(PostRow))
    value = f"{now.isoformat()} {posts}"
    if insert_once(session, BookmarkRow, {"name": _STAMP, "value": value}, key=("name",)) is None:
        session.execute(update(BookmarkRow).where(BookmarkRow.name == _STAMP).values(value=value))


def _same(held: Term | None, told: Term) -> bool:
    return held is not None and (held.title, held.status, held.holder, held.user) == (
        told.title,
        told.status,
        told.holder,
        told.user,
    )


def _values(office: Office) -> dict[str, object]:
    return {
        "code": office.code,
        "kind": office.kind,
        "department": office.department,
        "tier": office.tier.value,
        "name": office.name,
        "name_ur": office.name_ur,
        "province": office.province,
        "division": office.division,
        "district": office.district,
        "tehsil": office.tehsil,
        "parent": office.parent,
        "numbers": list(office.numbers),
    }


def _office(row: Row[*tuple[Any, ...]]) -> Office:
    """By position, as the columns are asked for in the order of the fields."""
    values = list(row)
    values[_TIER], values[_NUMBERS] = _TIERS[values[_TIER]], tuple(values[_NUMBERS])
    return Office(*values)


def _term(row: PostRow) -> Term:
    return Term(row.office, row.title, PostStatus(row.status), row.since, row.holder, row.user)

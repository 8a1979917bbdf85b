"""Days that were published: kept, found, and handed out."""

import gzip
import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.publishing.records import Record, as_json, from_json
from core.publishing.subjects import Kind
from core.store.pipeline import bookmarks
from core.store.publishing.tables import OpenDayRow, OpenFileRow, OpenRecordRow

BATCH = 2000
_SALT = "offsets of what is published"


@dataclass(frozen=True, slots=True)
class Day:
    """A publication. ``made_at`` is when its numbers were read."""

    day: str
    made_at: datetime
    least: int
    scheme: int
    lines: int


@dataclass(frozen=True, slots=True)
class File:
    """A file of a day, without its content. ``size`` in bytes."""

    name: str
    sha256: str
    size: int
    lines: int


def salt(session: Session) -> bytes:
    """The secret of the offsets: made once, and never another, or two days would be comparable."""
    known = bookmarks.get(session, _SALT)
    if known is None:
        known = secrets.token_hex(32)
        bookmarks.put(session, _SALT, known)
    return bytes.fromhex(known)


def latest(session: Session) -> Day | None:
    row = session.scalars(select(OpenDayRow).order_by(OpenDayRow.day.desc()).limit(1)).first()
    return _day(row) if row is not None else None


def find(session: Session, day: str) -> Day | None:
    row = session.get(OpenDayRow, day)
    return _day(row) if row is not None else None


def days(session: Session, limit: int) -> list[Day]:
    """The latest first."""
    return [_day(row) for row in session.scalars(select(OpenDayRow).order_by(OpenDayRow.day.desc()).limit(limit))]


def files(session: Session, day: str) -> list[File]:
    row = OpenFileRow
    query = select(row.name, row.sha256, row.size, row.lines).where(row.day == day).order_by(row.name)
    return [File(*found) for found in session.execute(query)]


def content(session: Session, day: str, name: str) -> tuple[File, bytes] | None:
    """A file with its bytes, compressed by gzip (RFC 1952)."""
    row = session.get(OpenFileRow, (day, name))
    return (File(row.name, row.sha256, row.size, row.lines), row.packed) if row is not None else None


def record(session: Session, day: str, id: str) -> Record | None:
    body = session.scalar(select(OpenRecordRow.body).where(OpenRecordRow.day == day, OpenRecordRow.id == id))
    return from_json(body) if body is not None else None


def records(session: Session, day: str, ids: Collection[str]) -> list[Record]:
    query = select(OpenRecordRow.body).where(OpenRecordRow.day == day, OpenRecordRow.id.in_(ids))
    return [from_json(body) for body in session.scalars(query)]


def parts(session: Session, day: str, parents: Collection[str], kinds: Collection[str], limit: int) -> list[Record]:
    """What these subjects consist of, the most complaints first."""
    row = OpenRecordRow
    query = (
        select(row.body)
        .where(row.day == day, row.parent.in_(parents), row.kind.in_(kinds))
        .order_by(row.received.desc(), row.id)
        .limit(limit)
    )
    return [from_json(body) for body in session.scalars(query)]


def offices(session: Session, day: str, place: str, department: str, limit: int) -> list[Record]:
    """The offices that serve a place, the most complaints first; of one department, or ("") of all."""
    row = OpenRecordRow
    query = select(row.body).where(row.day == day, row.place == place, row.kind == Kind.OFFICE.value)
    if department:
        query = query.where(row.department == department)
    return [from_json(body) for body in session.scalars(query.order_by(row.received.desc(), row.id).limit(limit))]


def add_records(session: Session, day: str, some: Sequence[Record]) -> None:
    """Lines of a day that does not count yet."""
    names = ("id", "parent", "place", "kind", "department", "received")
    rows = [{"day": day, "body": as_json(one), **{name: getattr(one, name) for name in names}} for one in some]
    session.execute(insert(OpenRecordRow), rows)


def in_batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """As many as one transaction writes."""
    for first in range(0, len(records), BATCH):
        yield records[first : first + BATCH]


def forget_records(session: Session, day: str) -> None:
    """The lines of a day that was begun and never counted."""
    session.execute(delete(OpenRecordRow).where(OpenRecordRow.day == day))


def put(session: Session, day: Day, made: Iterable[tuple[str, bytes, int]]) -> None:
    """From now on this day counts. ``made``: each file's name, content and number of lines. The lines of days before
    go; their files stay."""
    for name, raw, lines in made:
        digest = hashlib.sha256(raw).hexdigest()
        row = OpenFileRow(
            day=day.day, name=name, sha256=digest, size=len(raw), lines=lines, packed=gzip.compress(raw, mtime=0)
        )
        session.add(row)
    row_of_day = OpenDayRow(
        day=day.day, made_at=day.made_at, least=day.least, scheme=day.scheme, lines=day.lines
    )  # fmt: skip
    session.add(row_of_day)
    session.flush()
    session.execute(delete(OpenRecordRow).where(OpenRecordRow.day < day.day))


def _day(row: OpenDayRow) -> Day:
    return Day(row.day, row.made_at, row.least, row.scheme, row.lines)

"""Full-text search over tickets: SQLite's FTS5, PostgreSQL's tsvector with a GIN index. Newest tickets first.

The words are folded before they come here (core.search_words), so neither database's own ideas of words matter. Each
row also has a mark for every office that may see the ticket: "water, under office 12" is one look into the index,
however many tickets of other offices speak of water.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.offices import Directory
from core.search_words import asked, document
from core.store.road.conversations import fields_from_json
from core.store.tables import TicketRow

_NEWEST = (20_000, 200_000)
"""PostgreSQL looks through so many of the newest tickets first: it sorts all that it finds, so a word that stands in
every fifth ticket must not find them all."""
_BATCH = 1000
Entry = tuple[int, Collection[str]]
"""A ticket's id and all that stands for it in the index."""


def words_of(
    number: str, category: str, district: str, complaint: Complaint, office_id: int | None, directory: Directory
) -> set[str]:
    """All that stands for one ticket in the index: its words, and the marks of the offices that may see it."""
    seen_by = directory.seen_by(office_id) if office_id is not None else ()
    return document(number, category, district, complaint) | {_mark(one) for one in seen_by}


def put(session: Session, entries: Iterable[Entry]) -> None:
    """Enter tickets in the index, in place of what stood there for them."""
    rows = [{"id": ticket_id, "words": sorted(words)} for ticket_id, words in entries]
    if not rows:
        return
    if _is_sqlite(session):
        rows = [{"id": row["id"], "words": " ".join(row["words"])} for row in rows]  # type: ignore[arg-type]
        statement = "INSERT OR REPLACE INTO ticket_search (rowid, words) VALUES (:id, :words)"
    else:
        statement = (
            "INSERT INTO ticket_search (id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[]))) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        )
    session.execute(text(statement), rows)


def enter(session: Session, number: str, directory: Directory) -> None:
    """Enter one ticket as it stands now: in the transaction that made or moved it."""
    found = session.execute(_columns().where(TicketRow.number == number)).one()
    put(session, [_entry(found, directory)])


def remove(session: Session, number: str) -> None:
    """Take a ticket out: its citizen is to be forgotten."""
    key = "rowid" if _is_sqlite(session) else "id"
    statement = f"DELETE FROM ticket_search WHERE {key} = (SELECT id FROM tickets WHERE number = :number)"  # noqa: S608
    session.execute(text(statement), {"number": number})


def find(session: Session, query: str, *, under: int | None, limit: int, before: int | None = None) -> list[int]:
    """Ids of tickets that have all words of ``query``, the newest first; of the office ``under`` and what is under it
    (None: of all). ``before``: only older ones than this id, for the next page."""
    wanted = asked(query)
    if not wanted:
        return []
    marks = [] if under is None else [_mark(under)]
    if _is_sqlite(session):
        match = " AND ".join([f'"{word}"' + "*" * begins for word, begins in wanted] + [f'"{mark}"' for mark in marks])
        older = "AND rowid < :before" if before is not None else ""
        statement = (
            f"SELECT rowid FROM ticket_search WHERE ticket_search MATCH :match {older} "  # noqa: S608
            "ORDER BY rowid DESC LIMIT :limit"
        )
        given = {"match": match, "before": before, "limit": limit}
        return list(session.scalars(text(statement), given))
    match = " & ".join([f"'{word}'" + ":*" * begins for word, begins in wanted] + [f"'{mark}'" for mark in marks])
    return _newest_first(session, match, limit, before)


def empty(session: Session) -> bool:
    """Is there nothing in the index?"""
    key = "rowid" if _is_sqlite(session) else "id"
    return session.scalar(text(f"SELECT {key} FROM ticket_search LIMIT 1")) is None  # noqa: S608


def reindex(session: Session, directory: Directory, after: int = 0) -> int | None:
    """Enter the next tickets after this id anew, each as it stands; the last one's id, None when there are no more."""
    rows = session.execute(_columns().where(TicketRow.id > after).order_by(TicketRow.id).limit(_BATCH)).all()
    put(session, [_entry(row, directory) for row in rows])
    return rows[-1].id if rows else None


def _newest_first(session: Session, match: str, limit: int, before: int | None) -> list[int]:
    top = before
    if top is None:
        top = (session.scalar(select(func.max(TicketRow.id))) or 0) + 1
    found: list[int] = []
    for span in (*_NEWEST, top):
        low = max(top - span, 0)
        statement = (
            "SELECT id FROM ticket_search WHERE words @@ CAST(:match AS tsquery) AND id >= :low AND id < :top "
            "ORDER BY id DESC LIMIT :limit"
        )
        given = {"match": match, "low": low, "top": top, "limit": limit - len(found)}
        found += session.scalars(text(statement), given)
        top = low
        if len(found) >= limit or low == 0:
            break
    return found


def _columns() -> Select[Any]:
    return select(
        TicketRow.id,
        TicketRow.number,
        TicketRow.category,
        TicketRow.district,
        TicketRow.office_id,
        TicketRow.fields,
    )


def _entry(row: Row[Any], directory: Directory) -> Entry:
    complaint = fields_from_json(row.fields)
    return row.id, words_of(row.number, row.category, row.district, complaint, row.office_id, directory)


def _mark(office_id: int) -> str:
    return f"in{office_id}"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"

"""Full-text search over tickets: SQLite's FTS5, PostgreSQL's tsvector with a GIN index. Newest tickets first.

The words are folded (below), so neither database's own ideas of words matter; and
they do not stand in the index, but keyed hashes of them: of each word, and of its beginnings (``wat*``). Whoever reads
the table without the key learns which tickets share a word, and not the word. Each
row also has a mark for every office that may see the ticket: "water, under office 12" is one look into the index,
however many tickets of other offices speak of water.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.offices.directory import Directory
from core.reference.categories import categories
from core.store.casework.tables import TicketRow
from core.store.pipeline.conversations import fields_from_json
from core.store.sealing.sealed import vault_of
from core.text.gazetteer import districts, key_of, words
from core.text.normalise import fold_digits, fold_letters

_NEWEST = (20_000, 200_000)
"""PostgreSQL looks through so many of the newest tickets first: it sorts all that it finds, so a word that stands in
every fifth ticket must not find them all."""
_BATCH = 1000
_WORD, _BEGINS, _IN = "w", "b", "in"
_BEGINNINGS = (3, 4, 6)
"""How many letters of a beginning are in the index: of one of five the first four count, of a longer one six."""
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
    token = _tokens(session)
    rows = [{"id": ticket_id, "words": sorted(_kept(words, token))} for ticket_id, words in entries]
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
    token = _tokens(session)
    sought = [token(_BEGINS + _beginning(word)) if begins else token(_WORD + word) for word, begins in wanted]
    sought += [] if under is None else [_mark(under)]
    if _is_sqlite(session):
        match = " AND ".join(f'"{one}"' for one in sought)
        older = "AND rowid < :before" if before is not None else ""
        statement = (
            f"SELECT rowid FROM ticket_search WHERE ticket_search MATCH :match {older} "  # noqa: S608
            "ORDER BY rowid DESC LIMIT :limit"
        )
        given = {"match": match, "before": before, "limit": limit}
        return list(session.scalars(text(statement), given))
    match = " & ".join(f"'{one}'" for one in sought)
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
    return f"{_IN}{office_id}"


def _kept(words: Iterable[str], token: Callable[[str], str]) -> Iterator[str]:
    """What stands in the index for these words and marks."""
    beginnings = set()
    for word in words:
        if word.startswith(_IN) and word[len(_IN) :].isdecimal():
            yield word
            continue
        yield token(_WORD + word)
        beginnings |= {word[:length] for length in _BEGINNINGS if length <= len(word)}
    yield from (token(_BEGINS + beginning) for beginning in beginnings)


def _beginning(word: str) -> str:
    return word[: max(length for length in _BEGINNINGS if length <= len(word))]


def _tokens(session: Session) -> Callable[[str], str]:
    """A word's entry; without a vault the word itself."""
    vault = vault_of(session.get_bind().dialect)
    return vault.token if vault is not None else str


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


FOLDING = 4
"""One more when words are folded differently: the index is then made anew by itself."""
MOST_ASKED = 8
"""Words of a search that count; the rest is left out."""
_LONGEST = 40
_MOST_READ = 8000
_MOST_SOUGHT = 400
_PERSONS_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_ADDRESS = re.compile(r"(?<!\S)\S*@\S*")
_NUMBER = re.compile(r"\d{1,6}")
_EVERYWHERE = (
    "a an the of in on at to is are was were be and or my our we i it for from with this that has have there by as "
    "ka ke ki ko se mein me main hai hain he ho aur or par pe ne yeh ye woh wo nahi nahin hy "
    "اور کا کے کی کو سے میں ہے ہیں ہو پر نے یہ وہ نہیں تھا رہا رہی د په کې کښې دی ده له چې او نه سره دا"
)


def document(number: str, category: str, district: str, complaint: Complaint) -> set[str]:
    """The words of one ticket."""
    said = complaint.fields.get("description")
    found = set(tokens(said.value if said else ""))
    name = complaint.fields.get("complainant_name")
    if name is not None:
        found -= set(tokens(name.value))
    found |= _of_category(category) | _of_district(district)
    return found | {_bare(part) for part in number.split("-") if part.isdecimal()}


def asked(query: str) -> list[tuple[str, bool]]:
    """What a search wants: each word folded, and whether only its beginning was given (``wat*``)."""
    wanted: dict[str, bool] = {}
    for part in query[:_MOST_SOUGHT].split():
        begins = part.endswith("*")
        found = list(tokens(part))
        for n, token in enumerate(found):
            last = begins and n == len(found) - 1 and len(token) > 2
            wanted[token] = wanted.get(token, last) and last
    return list(wanted.items())[:MOST_ASKED]


def tokens(text: str) -> Iterator[str]:
    """The folded words and short numbers of a text, without those that stand in every text."""
    text = fold_digits(fold_letters(_ADDRESS.sub(" ", text[:_MOST_READ])))
    text = _PERSONS_NUMBER.sub(" ", text)
    for match in words(text):
        token = _told_by(match.group())
        if token:
            yield token
    yield from map(_bare, _NUMBER.findall(text))


@lru_cache(20_000)
def _told_by(word: str) -> str:
    """The folded word; nothing where it stands in every text. Kept: people use the same words."""
    token = _folded(word)
    return "" if token in _everywhere() else token


def _folded(word: str) -> str:
    key = key_of(word)[:_LONGEST]
    plural = key.isascii() and len(key) > 4 and key.endswith("s")
    return "".join(sign for sign in (key[:-1] if plural else key) if sign.isalpha())


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(_folded(word) for word in _EVERYWHERE.split())


@cache
def _of_category(category: str) -> frozenset[str]:
    known = categories().get(category)
    return _all(known.names.values() if known else [category])


@cache
def _of_district(district: str) -> frozenset[str]:
    known = districts().get(district)
    return _all([district, known.urdu, known.pashto, known.division] if known else [district])


def _all(names: Iterable[str]) -> frozenset[str]:
    return frozenset(token for name in names for token in tokens(name))

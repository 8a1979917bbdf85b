"""Sums and search index follow the offices by themselves: both say of which arrangement of offices they were made, and
whoever looks after them makes anew what was made of another one, or before there was such a note (an old database)."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dashboards.sum_nodes import Nodes
from core.errors import Conflict
from core.offices.directory import Directory
from core.services.cases import Cases
from core.store.casework.tables import TicketRow
from core.store.dashboards import recount as sums_recount
from core.store.desk import search
from core.store.desk.search import FOLDING
from core.store.engine import Store
from core.store.pipeline import bookmarks, leases
from core.store.sealing.sealed import vault_of

SUMS, SEARCH = "sums are of", "search is of"
"""Bookmarks."""
_AT = "search goes on at"
_LEASE, _LASTS = "search", timedelta(minutes=5)
_COUNTING = 2
"""One more when sums of old tickets would come out different."""
Clock = Callable[[], datetime]
Tell = Callable[[int], None]


def bring_up_to_date(store: Store, cases: Cases, clock: Clock) -> tuple[int, int]:
    """Make anew what is not of the present arrangement: tickets counted, tickets entered in the index. Nothing when
    somebody else is at it: then it is theirs."""
    with store.read() as session:
        directory = cases.book.directory(session)
        old = [name for name, of in _wanted(session, directory).items() if bookmarks.get(session, name) != of]
        empty = bool(old) and session.scalar(select(TicketRow.id).limit(1)) is None
    if empty:
        with store.write() as session:
            note(session, directory)
        return 0, 0
    try:
        counted = recount(store, directory, clock, lambda _: None) if SUMS in old else 0
        entered = reindex(store, directory, clock, lambda _: None) if SEARCH in old else 0
    except Conflict:
        return 0, 0
    return counted, entered


def recount(store: Store, directory: Directory, clock: Clock, tell: Tell) -> int:
    """Count everything anew; how many tickets. Raises Conflict while another does it, or folds."""
    counted = sums_recount.recount(store, directory, clock, tell)
    with store.write() as session:
        bookmarks.put(session, SUMS, _wanted(session, directory)[SUMS])
    return counted


def reindex(store: Store, directory: Directory, clock: Clock, tell: Tell, *, anew: bool = False) -> int:
    """Enter all tickets anew, a batch at a time; how many ids it went through. One that was broken off goes on where
    it was, unless all is to be done ``anew``. Raises Conflict while another does it."""
    with store.write() as session:
        token = leases.acquire(session, _LEASE, clock(), _LASTS)
        wanted = _wanted(session, directory)[SEARCH]
        if token is None:
            raise Conflict("the index is being made already", tell="The index is being made already.")
        of, _, at = (bookmarks.get(session, _AT) or "").partition(" ")
    last: int | None = int(at) if of == wanted and not anew else 0
    entered = 0
    while last is not None:
        with store.write() as session:
            leases.hold(session, _LEASE, token, clock(), _LASTS)
            before, last = last, search.reindex(session, directory, last)
            bookmarks.put(session, _AT, f"{wanted} {last or before}")
        entered += 0 if last is None else last - before
        tell(entered)
    with store.write() as session:
        bookmarks.put(session, SEARCH, wanted)
        bookmarks.put(session, _AT, "")
        leases.release(session, _LEASE, token)
    return entered


def note(session: Session, directory: Directory) -> None:
    """Sums and index are of these offices: nothing was in them before."""
    for name, of in _wanted(session, directory).items():
        bookmarks.put(session, name, of)


def _wanted(session: Session, directory: Directory) -> dict[str, str]:
    counted, seen = _arrangement(directory)
    vault = vault_of(session.get_bind().dialect)  # the words' entries are made with its key
    key = vault.fingerprints[0] if vault is not None else ""
    return {SUMS: f"{counted}/{_COUNTING}", SEARCH: f"{seen}/{FOLDING}/{key}"}


@lru_cache(2)
def _arrangement(directory: Directory) -> tuple[str, str]:
    """Which sums each office's tickets belong to, and who may see them: as two hashes."""
    nodes = Nodes(directory)
    offices = sorted(directory, key=lambda one: one.id)
    counted = [(one.id, one.department, nodes.of(one.id)) for one in offices]
    seen = [(one.id, directory.seen_by(one.id)) for one in offices]
    return _hash(counted), _hash(seen)


def _hash(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]

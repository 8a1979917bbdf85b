"""Making the daily head, and checking the store against those that there are."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from core.casework.heads import FIRST, Head, Log, Signed, Signer
from core.casework.merkle import Tree
from core.store.casework.tables import HeadRow, HeadSentRow, SerialRow, TicketEventRow, TicketRow
from core.store.engine import Store
from core.store.once import insert_once
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff.tables import AccessLogRow, AdminLogRow

_BATCH = 5000
_LOGS: Mapping[str, tuple[type[Any], Sequence[str]]] = {
    "events": (TicketEventRow, ("ticket", "seq", "hash")),
    "acts": (AdminLogRow, ("at", "by", "what", "about", "details")),
    "looks": (AccessLogRow, ("at", "staff", "what", "thing", "ticket")),
}
"""By name, the table and the columns of an entry. An event's hash stands for all of it. Reasons for a look are left
out: they are personal data."""


def make(store: Store, signer: Signer, now: datetime) -> Signed | None:
    """Today's head; None where there is one of today (by UTC) or later. Raises StoreUnavailable."""
    with store.read() as session:
        last = session.scalars(select(HeadRow).order_by(HeadRow.number.desc()).limit(1)).first()
    before = _signed(last) if last is not None else None
    if before is not None and before.head.at.date() >= now.astimezone(UTC).date():
        return None
    trees, logs = {}, {}
    for name in _LOGS:
        known = before.head.logs.get(name) if before is not None and last is not None else None
        tree = Tree(known.size, last.peaks[name]) if known is not None and last is not None else Tree()
        upto, after = _upto(store, name), known.upto if known is not None else 0
        for _, leaf in _leaves(store, name, after, upto):
            tree.add(leaf)
        trees[name], logs[name] = tree.peaks, Log(tree.size, max(upto, after), tree.root())
    with store.read() as session:
        counters = _counters(session)
    number, previous = (before.head.number + 1, before.hash) if before is not None else (1, FIRST)
    signed = signer.sign(Head(number, now.replace(microsecond=0), logs, counters, previous))
    row = {"number": number, "at": now, "body": signed.body, "signature": signed.signature, "key": signed.key}
    with store.write() as session:
        made = insert_once(session, HeadRow, {**row, "peaks": trees}, key=("number",))
    return signed if made is not None else None


def check(store: Store, keys: Collection[str], copies: Sequence[Signed] = ()) -> Iterator[str]:
    """What does not hold of the heads, of what they say, and of their ``copies`` from outside; nothing where all does.

    ``keys``: the public keys that count. Raises StoreUnavailable.
    """
    with store.read() as session:
        kept = [_signed(row) for row in session.scalars(select(HeadRow).order_by(HeadRow.number))]
        yield from _orphans(session)
        counters = _counters(session)
    sound: list[Signed] = []
    for signed in kept:
        fault = signed.fault(keys) or _fault_in_row(signed, sound[-1] if sound else None)
        if fault is not None:
            yield f"head {len(sound) + 1}: {fault}"
            break
        sound.append(signed)
    yield from _fallen(sound, counters)
    for name in _LOGS:
        wrong = _log_fault(store, name, [signed.head for signed in sound if name in signed.head.logs])
        if wrong is not None:
            yield wrong
    yield from _against_copies({signed.head.number: signed for signed in sound}, copies, keys)


def _against_copies(ours: Mapping[int, Signed], copies: Sequence[Signed], keys: Collection[str]) -> Iterator[str]:
    for copy in copies:
        fault = copy.fault(keys)
        if fault is not None:
            yield f"a copy of a head {fault}"
            continue
        own = ours.get(copy.head.number)
        if own is None:
            yield f"head {copy.head.number} of {copy.head.at:%Y-%m-%d} was sent out and is not here"
        elif own.body != copy.body:
            yield f"head {copy.head.number} of {copy.head.at:%Y-%m-%d} is another than was sent out"


def latest(session: Session, limit: int = 31) -> list[Signed]:
    """The last heads, the latest first."""
    rows = session.scalars(select(HeadRow).order_by(HeadRow.number.desc()).limit(limit))
    return [_signed(row) for row in rows]


def get(session: Session, number: int) -> Signed | None:
    row = session.get(HeadRow, number)
    return _signed(row) if row is not None else None


def unsent(session: Session, way: str, limit: int = 100) -> list[Signed]:
    """Those that did not leave that way yet, the oldest first."""
    sent = exists().where(HeadSentRow.number == HeadRow.number, HeadSentRow.way == way)
    rows = session.scalars(select(HeadRow).where(~sent).order_by(HeadRow.number).limit(limit))
    return [_signed(row) for row in rows]


def was_sent(session: Session, number: int, way: str, now: datetime, receipt: str | None = None) -> None:
    row = {"number": number, "way": way, "at": now, "receipt": receipt}
    insert_once(session, HeadSentRow, row, key=("number", "way"))


def receipts(session: Session, way: str) -> list[tuple[Signed, str]]:
    """What came back of each head that left that way and has a receipt."""
    found = session.execute(
        select(HeadRow, HeadSentRow.receipt)
        .join(HeadSentRow, HeadSentRow.number == HeadRow.number)
        .where(HeadSentRow.way == way, HeadSentRow.receipt.is_not(None))
        .order_by(HeadRow.number)
    )
    return [(_signed(row), receipt or "") for row, receipt in found]


def _signed(row: HeadRow) -> Signed:
    return Signed(row.body, row.signature, row.key)


def _fault_in_row(signed: Signed, before: Signed | None) -> str | None:
    try:
        head = signed.head
    except ValueError as error:
        return str(error)
    number, previous = (before.head.number + 1, before.hash) if before is not None else (1, FIRST)
    if head.number != number:
        return f"is numbered {head.number}"
    return None if head.before == previous else "does not follow the one before"


def _fallen(sound: Sequence[Signed], counters: Mapping[str, int]) -> Iterator[str]:
    """Counters that went down."""
    highest: dict[str, int] = {}
    for signed in sound:
        highest |= signed.head.counters
    for name, least in highest.items():
        if counters.get(name, 0) < least:
            yield f"{name}: {counters.get(name, 0)}, and {least} were signed for"


def _orphans(session: Session) -> Iterator[str]:
    """Histories whose ticket is gone."""
    ticket = exists().where(TicketRow.number == TicketEventRow.ticket)
    for number in session.scalars(select(TicketEventRow.ticket).where(~ticket).distinct().limit(_BATCH)):
        yield f"{number}: has a history and is not there"


def _log_fault(store: Store, name: str, heads: Sequence[Head]) -> str | None:
    """The first head whose root is not that of what is there."""
    if not heads:
        return None
    tree, left, last = Tree(), list(reversed(heads)), "the beginning"

    def ended() -> str | None:
        nonlocal last
        head = left.pop()
        log, day = head.logs[name], f"{head.at:%Y-%m-%d}"
        if tree.size != log.size or tree.root() != log.root:
            what = f"{tree.size} of {log.size} are there" if tree.size != log.size else "they were changed"
            return f"{name}: what was written between {last} and {day} is not what head {head.number} signed: {what}"
        last = day
        return None

    for entry, leaf in _leaves(store, name, 0, heads[-1].logs[name].upto):
        while left and entry > left[-1].logs[name].upto:
            if (fault := ended()) is not None:
                return fault
        tree.add(leaf)
    while left:
        if (fault := ended()) is not None:
            return fault
    return None


def _leaves(store: Store, name: str, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
    """Entries by id with what the tree holds of each, a few thousand a look."""
    table, names = _LOGS[name]
    wanted = select(table.id, *(getattr(table, column) for column in names)).order_by(table.id).limit(_BATCH)
    while after < upto:
        with store.read() as session:
            rows = session.execute(wanted.where(table.id > after, table.id <= upto)).all()
        for row in rows:
            yield row[0], json.dumps([_plain(value) for value in row], sort_keys=True, separators=(",", ":")).encode()
        if len(rows) < _BATCH:
            return
        after = rows[-1][0]


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _upto(store: Store, name: str) -> int:
    """The highest id of which none below is still to be committed. On PostgreSQL ids are given before the commit: so
    writers of this table are waited for, and those after them wait for us, as long as it takes to read a number."""
    table, _ = _LOGS[name]
    with store.write(durable=False) as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL lock_timeout = '2s'"))
            session.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE MODE"))
        return session.scalar(select(func.max(table.id))) or 0


def _counters(session: Session) -> dict[str, int]:
    """What never falls."""
    count: Callable[[Any], int] = lambda what: session.scalar(select(what)) or 0  # noqa: E731
    found = {"tickets": count(func.count(TicketRow.id)), "envelopes": count(func.max(EnvelopeRow.id))}
    serials = session.execute(select(SerialRow.year, SerialRow.last).order_by(SerialRow.year))
    return found | {f"serials of {row.year}": row.last for row in serials}

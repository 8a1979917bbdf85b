"""Running sums: what dashboards read, so that their cost does not grow with the number of tickets.

A change of a ticket writes what it changes in the sums as one row of sum_changes, in its own transaction: nobody waits
for anybody, and it counts exactly once. Every few seconds ``fold`` adds those rows to the sums of all nodes. Who reads
adds what is not folded yet, so what they see is always exact. See docs/decisions/0008-running-sums.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Insert, MetaData, Table, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.casework.history import NewEvent
from core.dashboards.sum_nodes import Node, Nodes, Rolled
from core.dashboards.sums import Dim, Measure, Sums, add_up, difference
from core.store import bulk
from core.store.dashboards.tables import SumChangeRow, SumRow
from core.store.pipeline import bookmarks
from core.ticket import Ticket

MEASURES = tuple(Measure)
_DIMS = {dim.value: dim for dim in Dim}
FOLD_AT_ONCE = 2000
_MANY = 5000
_MORE = "sums_more"
_FADING = frozenset({Dim.CAME, Dim.DUE, Dim.LEVEL, Dim.OWNER, Dim.OWNER_WEEK})
"""Rows of these are deleted when nothing is left in them: days go by."""
_GENERATION = "sums"
_KEY = ("generation", "node", "dim", "key")
_COLUMNS = (*_KEY, *(measure.value for measure in MEASURES))
_table = SumRow.metadata.tables[SumRow.__tablename__]
_columns = [_table.c[measure.value] for measure in MEASURES]


def note(session: Session, before: Ticket | None, after: Ticket, events: Iterable[NewEvent]) -> None:
    """Write down what a change of a ticket adds to the sums, in the transaction that makes it."""
    found = difference(before, after, events)
    if found:
        session.execute(insert(SumChangeRow), {"difference": pack(found)})


def fold(session: Session, nodes: Nodes, limit: int = FOLD_AT_ONCE) -> int:
    """Add the oldest changes to the sums and delete them, in the session's transaction; how many there were.

    Of several at once each takes other rows, and all write in the same order.
    """
    oldest = select(SumChangeRow.id).order_by(SumChangeRow.id).limit(limit)
    if session.get_bind().dialect.name != "sqlite":
        oldest = oldest.with_for_update(skip_locked=True)
    ids = list(session.scalars(oldest))
    if not ids:
        return 0
    total: Sums = {}
    for packed in session.scalars(
        delete(SumChangeRow).where(SumChangeRow.id.in_(ids)).returning(SumChangeRow.difference)
    ):
        add_up(total, unpack(packed))
    add(session, generation(session), nodes.roll_up(total.items()))
    return len(ids)


def add(session: Session, into: int, rolled: Rolled) -> None:
    """Add to the sums of a generation. In one order, so that two at once cannot wait for each other for ever."""
    rows: list[tuple[Any, ...]] = [
        (into, node, dim.value, key, *(counts.get(measure, 0) for measure in MEASURES))
        for (node, dim, key), counts in sorted(rolled.items())
        if any(counts.values())
    ]
    if not rows:
        return
    dialect = session.get_bind().dialect
    if dialect.name == "sqlite":
        session.connection().exec_driver_sql(_adding_sqlite(), rows)
    elif len(rows) < _MANY:
        session.execute(_adding(postgresql.insert), [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    else:
        _add_many(session, bulk.packed(rows, dialect))
    gone = [row for row in rows if row[2] in _FADING and min(row[len(_KEY) :]) < 0]
    if gone:
        table = SumRow.__table__
        keyed = [table.c[name] == bindparam(f"the_{name}") for name in _KEY]
        session.connection().execute(
            table.delete().where(*keyed, *(column == 0 for column in _columns)),  # type: ignore[attr-defined]
            [{f"the_{name}": value for name, value in zip(_KEY, row, strict=False)} for row in gone],
        )


Read = dict[tuple[Node, Dim, str], Mapping[Measure, int]]


def read(session: Session, wanted: Collection[Node], dims: Collection[Dim], nodes: Nodes) -> Read:
    """The sums of some nodes by some dimensions, with what is not folded yet. One look: see ``snapshot``."""
    return read_several(session, [(wanted, dims)], nodes)


def read_several(session: Session, asked: Sequence[tuple[Collection[Node], Collection[Dim]]], nodes: Nodes) -> Read:
    """``read`` for several sets of nodes and dimensions."""
    found: dict[tuple[Node, Dim, str], dict[Measure, int]] = {}
    present = generation(session)
    for wanted, dims in asked:
        query = select(_table.c.node, _table.c.dim, _table.c.key, *_columns).where(
            _table.c.generation == present, _table.c.node.in_(wanted), _table.c.dim.in_([dim.value for dim in dims])
        )
        for node, dim, key, *counts in session.connection().execute(query):
            found[node, _DIMS[dim], key] = {m: n for m, n in zip(MEASURES, counts, strict=True) if n}
    for (node, kind, key), more in not_folded(session, nodes).items():
        if any(node in wanted and kind in dims for wanted, dims in asked):
            known = found.setdefault((node, kind, key), {})
            for measure, count in more.items():
                known[measure] = known.get(measure, 0) + count
    return dict(found)


def read_range(
    session: Session, wanted: Collection[Node], dim: Dim, nodes: Nodes, *, since: str = "", before: str = "~"
) -> dict[Node, dict[Measure, int]]:
    """What the keys from ``since`` on and below ``before`` (days, as dates) come to, by node."""
    found: dict[Node, dict[Measure, int]] = {}
    query = (
        select(SumRow.node, *(func.sum(column) for column in _columns))
        .where(SumRow.generation == generation(session), SumRow.node.in_(wanted))
        .where(SumRow.dim == dim.value, SumRow.key >= since, SumRow.key < before)
        .group_by(SumRow.node)
    )
    for node, *counts in session.execute(query):
        found[node] = {measure: int(n) for measure, n in zip(MEASURES, counts, strict=True) if n}
    for (node, kind, key), more in not_folded(session, nodes).items():
        if kind is dim and since <= key < before and node in wanted:
            known = found.setdefault(node, {})
            for measure, count in more.items():
                known[measure] = known.get(measure, 0) + count
    return found


def snapshot(session: Session) -> Session:
    """Make all that is read in this session one moment's: on SQLite a transaction is that anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session


def generation(session: Session) -> int:
    """The sums that are in use."""
    return int(bookmarks.get(session, _GENERATION) or 0)


def use(session: Session, number: int) -> None:
    """Put another generation into use."""
    bookmarks.put(session, _GENERATION, str(number))


def pack(sums: Sums) -> list[Any]:
    """As JSON."""
    return [[office, dim.value, key, counts] for (office, dim, key), counts in sums.items()]


def unpack(packed: Iterable[Any]) -> Sums:
    return {
        (office, Dim(dim), key): {Measure(measure): count for measure, count in counts.items()}
        for office, dim, key, counts in packed
    }


def not_folded(session: Session, nodes: Nodes) -> Rolled:
    """What the changes that wait will add to the sums."""
    total: Sums = {}
    for packed in session.scalars(select(SumChangeRow.difference)):
        add_up(total, unpack(packed))
    return nodes.roll_up(total.items())


def _add_many(session: Session, rows: bulk.Packed) -> None:
    """By way of a table of this transaction's own: ten times as fast as row by row."""
    session.execute(text(f"CREATE TEMPORARY TABLE {_MORE} (LIKE sums) ON COMMIT DROP"))
    bulk.write(session, _MORE, _COLUMNS, rows)
    more = Table(_MORE, MetaData(), *(Column(name) for name in _COLUMNS))
    query = select(*(more.c[name] for name in _COLUMNS)).order_by(*(more.c[name] for name in _KEY))
    session.execute(_adding(postgresql.insert, lambda insert: insert.from_select(_COLUMNS, query)))
    session.execute(text(f"DROP TABLE {_MORE}"))


@cache
def _adding_sqlite() -> str:
    """As text, for rows as they are: half of the time would go into naming their values."""
    return str(_adding(sqlite.insert).compile(dialect=sqlite.dialect()))


def _adding(make: Any, fill: Callable[[Any], Any] = lambda insert: insert) -> Insert:
    statement = fill(make(SumRow.__table__))
    more = {m.value: SumRow.__table__.c[m.value] + statement.excluded[m.value] for m in MEASURES}
    adding: Insert = statement.on_conflict_do_update(index_elements=_KEY, set_=more)
    return adding

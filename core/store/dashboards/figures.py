"""Many nodes' sums as rows of numbers, for comparing them: thousands of rows, so straight from the columns."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from core.dashboards.figures import Figures, of_counts, total
from core.dashboards.sum_nodes import Node, Nodes
from core.dashboards.sums import OF_A_PERIOD, Dim, Measure
from core.store.dashboards import sums
from core.store.dashboards.tables import SumRow

_TABLE = SumRow.metadata.tables[SumRow.__tablename__]
_COUNTED = frozenset(measure.value for measure in Measure)
_COLUMNS = [_TABLE.c[name] if name in _COUNTED else literal_column("0").label(name) for name in Figures._fields]
_BEHIND_WEEK = len("2026-11-30/") + 1
"""Where a key goes on behind its week, counted from 1 as databases do."""

_NAMED = tuple(name for name in Figures._fields if name in _COUNTED)
_NUMBERED = tuple(number for number, name in enumerate(Figures._fields) if name in _COUNTED)


def by_key(
    session: Session, wanted: Collection[Node], dim: Dim, nodes: Nodes, since: date | None = None
) -> dict[Node, dict[str, Figures]]:
    """What ``sums.read`` gives for one dimension, by node and key; every node that is wanted is in it. ``since``: only
    of what came in the week of that Monday and after it, as it stands now."""
    counted = dim if since is None else OF_A_PERIOD[dim]
    found: dict[Node, dict[str, Figures]] = {node: {} for node in wanted}
    here = (
        _TABLE.c.generation == sums.generation(session),
        _TABLE.c.node.in_(sorted(wanted)),
        _TABLE.c.dim == counted.value,
    )
    if since is None:
        query = select(_TABLE.c.node, _TABLE.c.key, *_COLUMNS).where(*here)
    else:
        key = func.substr(_TABLE.c.key, _BEHIND_WEEK)
        columns = (func.sum(column) for column in _COLUMNS)
        query = (
            select(_TABLE.c.node, key, *columns)
            .where(*here, _TABLE.c.key >= since.isoformat())
            .group_by(_TABLE.c.node, key)
        )
    for node, name, *counts in session.connection().execute(query):
        found[node][name] = Figures(*map(int, counts))
    for (node, kind, name), more in sums.not_folded(session, nodes).items():
        if kind is counted and node in found and (since is None or name >= since.isoformat()):
            bare = name if since is None else name[_BEHIND_WEEK - 1 :]
            found[node][bare] = total([found[node].get(bare, Figures()), of_counts(more)])
    return found


def working(session: Session, wanted: Collection[Node], nodes: Nodes, today: str) -> dict[Node, Figures]:
    """Of the nodes that have something open, their figures with what is late today; asked without naming them, for
    there may be thousands and few have anything late."""
    table, present = _TABLE.c, sums.generation(session)
    found: dict[Node, dict[Measure, int]] = {}
    past: dict[Node, int] = {}
    stock = select(table.node, *_COLUMNS).where(table.generation == present, table.dim == Dim.ALL.value)
    for node, *counts in session.connection().execute(stock.where(table.working > 0)):
        found[node] = dict(zip(map(Measure, _NAMED), (counts[n] for n in _NUMBERED), strict=True))
    due = (
        select(table.node, func.sum(table.working))
        .where(table.generation == present, table.dim == Dim.DUE.value, table.key < today)
        .group_by(table.node)
    )
    for node, count in session.connection().execute(due):
        past[node] = int(count)
    for (node, kind, key), more in sums.not_folded(session, nodes).items():
        if kind is Dim.ALL:
            known = found.setdefault(node, {})
            for measure, count in more.items():
                known[measure] = known.get(measure, 0) + count
        elif kind is Dim.DUE and key < today:
            past[node] = past.get(node, 0) + more.get(Measure.WORKING, 0)
    return {node: of_counts(found[node], late=past.get(node, 0)) for node in wanted if node in found}

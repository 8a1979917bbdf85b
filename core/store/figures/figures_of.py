"""Many nodes' sums as rows of numbers, for comparing them: thousands of rows, so straight from the columns."""

from collections.abc import Collection

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from core.dashboards.figures import Figures, of_counts, total
from core.store.figures import sums
from core.store.figures.sum_tables import SumRow
from core.sum_nodes import Node, Nodes
from core.sums import Dim, Measure

_TABLE = SumRow.metadata.tables[SumRow.__tablename__]
_COUNTED = frozenset(measure.value for measure in Measure)
_COLUMNS = [_TABLE.c[name] if name in _COUNTED else literal_column("0").label(name) for name in Figures._fields]


def by_key(session: Session, wanted: Collection[Node], dim: Dim, nodes: Nodes) -> dict[Node, dict[str, Figures]]:
    """What ``sums.read`` gives for one dimension, by node and key; every node that is wanted is in it."""
    found: dict[Node, dict[str, Figures]] = {node: {} for node in wanted}
    query = select(_TABLE.c.node, _TABLE.c.key, *_COLUMNS).where(
        _TABLE.c.generation == sums.generation(session), _TABLE.c.node.in_(sorted(wanted)), _TABLE.c.dim == dim.value
    )
    for node, key, *counts in session.connection().execute(query):
        found[node][key] = Figures(*counts)
    for (node, kind, key), more in sums.not_folded(session, nodes).items():
        if kind is dim and node in found:
            found[node][key] = total([found[node].get(key, Figures()), of_counts(more)])
    return found

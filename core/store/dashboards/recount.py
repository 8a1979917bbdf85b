"""Counting all sums anew from the tickets and their histories, while the gateway goes on.

What is counted is one moment's picture of the store. It goes into the next generation of the sums, batch by batch, so
that memory and transactions stay small; at the end that generation is put into use, and only the changes that the
picture had are thrown away. Meanwhile nothing is folded: a lease sees to that.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.casework.history import NewEvent
from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import COUNTED_EVENTS, Sums, add_up, difference
from core.errors import Conflict
from core.offices.directory import Directory
from core.store.casework.tables import TicketEventRow, TicketRow
from core.store.dashboards import sums
from core.store.dashboards.tables import SumChangeRow, SumRow
from core.store.engine import Store
from core.store.pipeline import leases
from core.ticket import Confirmation, Level, Ticket, TicketState

LEASE = "sums"
_LASTS = timedelta(minutes=15)
_BATCH = 1000
_KEYS_AT_ONCE = 200_000
Tell = Callable[[int], None]
_COLUMNS = (
    TicketRow.id,
    TicketRow.number,
    TicketRow.category,
    TicketRow.channel,
    TicketRow.created_at,
    TicketRow.state,
    TicketRow.level,
    TicketRow.office_id,
    TicketRow.owner,
    TicketRow.due_at,
    TicketRow.rounds,
    TicketRow.confirmation,
)


def fold(store: Store, nodes: Nodes, now: datetime) -> int:
    """Fold all changes that wait, unless somebody counts anew or folds just now; how many there were."""
    done = 0
    while True:
        with store.read() as session:
            if session.scalar(select(SumChangeRow.id).limit(1)) is None:
                return done  # a quiet house writes nothing
        with store.write() as session:
            token = leases.acquire(session, LEASE, now, _LASTS)
            if token is None:
                return done
            folded = sums.fold(session, nodes)
            leases.release(session, LEASE, token)
        done += folded


def recount(store: Store, directory: Directory, clock: Callable[[], datetime], tell: Tell) -> int:
    """Count everything anew; how many tickets. Raises Conflict while another does it, or folds."""
    nodes = Nodes(directory)
    with store.write() as session:
        token = leases.acquire(session, LEASE, clock(), _LASTS)
        if token is None:
            raise Conflict("the sums are being counted already", tell="The sums are being counted already.")
        old = sums.generation(session)
        session.execute(delete(SumRow).where(SumRow.generation != old))  # what a recount left that was killed
    counted, total = 0, Sums()
    with store.read() as picture:
        sums.snapshot(picture)
        seen = list(picture.scalars(select(SumChangeRow.id)))
        for batch in _tickets(picture):
            for ticket, events in batch:
                add_up(total, difference(None, ticket, events))
            counted += len(batch)
            tell(counted)
            if len(total) > _KEYS_AT_ONCE:
                _put(store, nodes, total, old + 1, token, clock())
                total = Sums()
    _put(store, nodes, total, old + 1, token, clock())
    with store.write() as session:
        leases.hold(session, LEASE, token, clock(), _LASTS)
        for first in range(0, len(seen), _BATCH):
            session.execute(delete(SumChangeRow).where(SumChangeRow.id.in_(seen[first : first + _BATCH])))
        sums.use(session, old + 1)
        leases.release(session, LEASE, token)
    with store.write() as session:
        session.execute(delete(SumRow).where(SumRow.generation == old))
    return counted


def _put(store: Store, nodes: Nodes, total: Sums, into: int, token: str, now: datetime) -> None:
    with store.write() as session:
        leases.hold(session, LEASE, token, now, _LASTS)
        sums.add(session, into, nodes.roll_up(total.items()))


def _tickets(picture: Session) -> Iterator[list[tuple[Ticket, list[NewEvent]]]]:
    """All tickets with the events that count, a batch at a time. Only what counting needs is filled in."""
    after = 0
    while True:
        rows = picture.execute(select(*_COLUMNS).where(TicketRow.id > after).order_by(TicketRow.id).limit(_BATCH)).all()
        if not rows:
            return
        events = _events(picture, [row.number for row in rows])
        yield [(_ticket(row), events.get(row.number, [])) for row in rows]
        after = rows[-1].id


def _events(picture: Session, numbers: list[str]) -> dict[str, list[NewEvent]]:
    found: dict[str, list[NewEvent]] = {}
    event = TicketEventRow
    query = (
        select(event.ticket, event.kind, event.at, event.data)
        # "|| ''" keeps the database from going through all events of these kinds instead of those of these tickets.
        .where(event.ticket.in_(numbers), (event.kind + "").in_(COUNTED_EVENTS))
        .order_by(event.ticket, event.seq)
    )
    for number, kind, at, data in picture.execute(query):
        found.setdefault(number, []).append(NewEvent(kind, at, "", data))
    return found


def _ticket(row: object) -> Ticket:
    kept = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's public name for it
    confirmation = kept["confirmation"]
    return Ticket(
        number=kept["number"],
        category=kept["category"],
        district="",
        person="",
        channel=kept["channel"],
        language="",
        created_at=kept["created_at"],
        state=TicketState(kept["state"]),
        level=Level(kept["level"]),
        office_id=kept["office_id"],
        owner=kept["owner"],
        due_at=kept["due_at"],
        rounds=kept["rounds"],
        confirmation=Confirmation(confirmation) if confirmation else None,
    )

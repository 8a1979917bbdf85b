"""What running sums cost who changes a ticket: none kept, a row of differences, and what we do not do: adding to
the sums of every node in the ticket's own transaction.

Several writers, all in one district, because that is where the sums of the district, the division and the province
meet. Without the ticket itself, which costs the same in all three.
"""

import functools
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import difference
from core.store.dashboards import sums
from core.store.engine import Store
from core.store.pipeline.tables import BookmarkRow
from core.ticket import Ticket, TicketState
from gateway.bootstrap import build
from workbench.bench.place import temporary_place
from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Spread, Tell, spread

WRITERS = 8
Write = Callable[[Session, Ticket], None]


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database that there is, in turns."""
    found = []
    with databases(tell) as known, ExitStack() as ends:
        for name, changes in known.items():
            place = ends.enter_context(temporary_place(config, **changes))
            place.migrate()
            house = build(place.settings)
            with house.store.read() as session:
                directory = house.cases.book.directory(session)
            nodes = Nodes(directory)
            office = directory.by_code("kp.mardan.mardan.power_division").id
            ways: dict[str, Write] = {
                "nothing": lambda _session, _ticket: None,
                "a row": lambda session, ticket: sums.note(session, None, ticket, ()),
                "every node": functools.partial(_everywhere, nodes),
            }
            rates: dict[str, list[tuple[float, Spread]]] = {way: [] for way in ways}
            for turn in range(1 if quick else 3):
                for way, write in ways.items():
                    rates[way].append(_run(house.store, write, office, 1.0 if quick else 5.0))
                    tell(f"sums: {name}, turn {turn + 1}, {way}: {rates[way][-1][0]:.0f} a second")
            found += [_measure(name, way, rates) for way in ("a row", "every node")]
            house.store.close()
    return found


def _everywhere(nodes: Nodes, session: Session, ticket: Ticket) -> None:
    sums.add(session, 0, nodes.roll_up(difference(None, ticket, ()).items()))


def _run(store: Store, write: Write, office: int, seconds: float) -> tuple[float, Spread]:
    """Changes a second, and how long each took."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def work(writer: int) -> None:
        number = 0
        while (began := time.perf_counter()) < until:
            number += 1
            with store.write() as session:
                session.merge(BookmarkRow(name=f"writer {writer}", value=str(number)))
                write(session, _ticket(office))
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, spread(times if len(times) > 1 else times * 2)


def _ticket(office: int) -> Ticket:
    now = datetime.now(UTC)
    state = TicketState.ASSIGNED
    return Ticket("x", "electricity", "Mardan", "", "whatsapp", "ur", now, state=state, office_id=office, due_at=now)


def _measure(database: str, way: str, rates: dict[str, list[tuple[float, Spread]]]) -> Measure:
    ours, limit = rates[way], rates["nothing"]
    middle = len(ours) // 2
    return Measure(
        name=f"sums by {way}, {database}",
        ours=sorted(rate for rate, _ in ours)[middle],
        limit=sorted(rate for rate, _ in limit)[middle],
        unit="changes/s",
        limit_is="the same transaction without sums",
        goal="near 1" if way == "a row" else "(not done)",
        ours_ms=ours[middle][1],
        limit_ms=limit[middle][1],
        rounds=tuple(one / other for (one, _), (other, _) in zip(ours, limit, strict=True)),
    )

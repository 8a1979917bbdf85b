"""Running sums in the store: exact before and after folding, and equal to a recount."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.dashboards.sum_nodes import EVERYTHING, Nodes, of_department, of_office
from core.dashboards.sums import Dim, Measure
from core.errors import ArziError, Conflict
from core.offices.directory import Directory
from core.store.casework.tables import TicketRow
from core.store.dashboards import recount as sums_recount
from core.store.dashboards import sums
from core.store.dashboards.tables import SumChangeRow, SumRow
from core.store.engine import Store
from core.store.pipeline import leases
from tests.core.casework.given_lives import commands
from tests.core.store.given import Desk

ALL_DIMS = tuple(Dim)
NODES = (
    EVERYTHING,
    "Khyber Pakhtunkhwa",
    "Khyber Pakhtunkhwa/Mardan/Mardan",
    of_department("Khyber Pakhtunkhwa", "power"),
)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def _live(desk: Desk, seed: int, steps: int = 40) -> None:
    """Some tickets to which things happen."""
    draw = random.Random(seed)
    directory = _directory(desk)
    power = [one.id for one in directory if one.department == "power" and one.province == "Khyber Pakhtunkhwa"]
    numbers = [desk.open(category) for category in ("electricity", "roads", "health")]
    for _ in range(steps):
        desk.now += timedelta(hours=draw.randrange(1, 100))
        do = draw.choice(commands((power[0], power[-1])))
        try:
            desk.do(draw.choice(numbers), do)
        except ArziError:
            continue


def _directory(desk: Desk) -> Directory:
    with desk.store.read() as session:
        return desk.cases.book.directory(session)


def _read(desk: Desk, nodes: Nodes) -> sums.Read:
    with desk.store.read() as session:
        found = sums.read(sums.snapshot(session), NODES, ALL_DIMS, nodes)
    return {key: counts for key, given in found.items() if (counts := {m: n for m, n in given.items() if n})}


@pytest.mark.parametrize("many", [1, 100_000], ids=["many at once", "row by row"])
def test_exact_before_and_after_folding_and_equal_to_a_recount(
    desk: Desk, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "_MANY", many)
    directory = _directory(desk)
    nodes = Nodes(directory)
    _live(desk, 1)
    waiting = _read(desk, nodes)
    assert waiting[EVERYTHING, Dim.ALL, ""][Measure.CAME] == 3

    assert sums_recount.fold(desk.store, nodes, desk.now) > 0
    assert sums_recount.fold(desk.store, nodes, desk.now) == 0
    assert _read(desk, nodes) == waiting
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(SumChangeRow)) == 0

    _live(desk, 2, steps=15)
    running = _read(desk, nodes)
    told: list[int] = []
    assert sums_recount.recount(desk.store, directory, lambda: desk.now, told.append) == 6 == told[-1]
    assert _read(desk, nodes) == running
    with desk.store.read() as session:  # nothing of before is left, and nothing is counted twice
        assert list(session.scalars(select(SumRow.generation).distinct())) == [1]
        assert session.scalar(select(func.count()).select_from(SumChangeRow)) == 0

    by_state = _count_tickets(desk)
    found = running[EVERYTHING, Dim.ALL, ""]
    assert sum(found.get(m, 0) for m in (Measure.SATISFIED, Measure.UNCONFIRMED)) == by_state.get("closed", 0)
    assert found.get(Measure.PROPOSED, 0) == by_state.get("resolution_proposed", 0)


def test_while_somebody_recounts_nothing_is_folded(desk: Desk) -> None:
    nodes = Nodes(_directory(desk))
    desk.open()
    with desk.store.write() as session:
        token = leases.acquire(session, sums_recount.LEASE, desk.now, timedelta(minutes=1))
    assert sums_recount.fold(desk.store, nodes, desk.now) == 0
    with pytest.raises(Conflict):
        sums_recount.recount(desk.store, _directory(desk), lambda: desk.now, lambda _n: None)
    assert token is not None
    with desk.store.write() as session:
        leases.release(session, sums_recount.LEASE, token)
    assert sums_recount.fold(desk.store, nodes, desk.now) == 1


def test_an_offices_tickets_count_for_all_who_may_see_them(desk: Desk) -> None:
    directory = _directory(desk)
    nodes = Nodes(directory)
    for office in list(directory)[:: len(directory) // 40]:
        for above in (directory.get(one) for one in directory.seen_by(office.id)):
            assert of_office(above) in nodes.of(office.id), (office.code, above.code)
        assert len(set(nodes.of(office.id))) == len(nodes.of(office.id))


def _count_tickets(desk: Desk) -> dict[str, int]:
    with desk.store.read() as session:
        rows = session.execute(select(TicketRow.state, func.count().label("count")).group_by(TicketRow.state))
        return {row.state: row.count for row in rows}

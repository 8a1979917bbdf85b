"""Sums and search index come up to date by themselves: after an upgrade, and after offices were moved."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text

from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import Dim, Measure
from core.offices.csv_file import Line
from core.services import reindexing
from core.services.cases import Cases
from core.store.casework import offices
from core.store.casework.tables import TicketRow
from core.store.dashboards import recount, sums
from core.store.dashboards.tables import SumChangeRow, SumRow
from core.store.desk import search
from core.store.engine import Store
from core.store.pipeline import bookmarks, leases
from tests.core.store.given import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, Cases())


def look(desk: Desk) -> tuple[int, int]:
    return reindexing.bring_up_to_date(desk.store, desk.cases, lambda: desk.now)


def came(desk: Desk, node: str) -> int:
    with desk.store.read() as session:
        directory = desk.cases.book.directory(session)
        found = sums.read(session, [node], [Dim.ALL], Nodes(directory))
    return found.get((node, Dim.ALL, ""), {}).get(Measure.CAME, 0)


def test_an_old_database_is_brought_up_to_date_once(desk: Desk) -> None:
    for word in ("gutter", "lamp"):
        desk.open("other", text=word)
    with desk.store.write() as session:
        session.execute(delete(SumRow))
        session.execute(delete(SumChangeRow))
        session.execute(text("DELETE FROM ticket_search"))
    assert came(desk, "") == 0
    assert look(desk) == (2, 2)
    assert came(desk, "") == 2
    with desk.store.read() as session:
        assert search.find(session, "gutter", under=None, limit=5) == [1]
    assert look(desk) == (0, 0)


def test_a_new_one_has_nothing_to_do(desk: Desk) -> None:
    assert look(desk) == (0, 0)
    desk.open()
    assert look(desk) == (0, 0)


def test_offices_that_move_take_their_tickets_along(desk: Desk) -> None:
    with desk.store.write() as session:
        offices.fill_if_empty(session, desk.now)
    look(desk)
    number = desk.open("electricity", text="transformer")
    with desk.store.read() as session:
        directory = desk.cases.book.directory(session)
        ticket = session.execute(select(TicketRow).where(TicketRow.number == number)).scalar_one()
        assert ticket.office_id is not None
        own = directory.get(ticket.office_id)
        other = directory.by_code("kp.peshawar.peshawar.power_division")
        nodes = Nodes(directory)
    recount.fold(desk.store, nodes, desk.now)
    desk.now += timedelta(hours=1)
    with desk.store.write() as session:
        offices.take(session, [Line(dataclasses.replace(own, parent=other.code), None)], desk.now)
    assert came(desk, f"o{other.id}") == 0
    assert look(desk) == (1, 1)
    assert came(desk, f"o{other.id}") == 1
    assert came(desk, "") == 1
    with desk.store.read() as session:
        assert search.find(session, "transformer", under=other.id, limit=5) == [ticket.id]
    assert look(desk) == (0, 0)


def test_who_is_at_it_is_left_alone_and_what_was_broken_off_goes_on(desk: Desk) -> None:
    desk.open("other", text="gutter")
    with desk.store.write() as session:
        token = leases.acquire(session, "search", desk.now, reindexing._LASTS)
    assert look(desk) == (0, 0)
    with desk.store.write() as session:
        assert token is not None
        leases.release(session, "search", token)
        directory = desk.cases.book.directory(session)
        bookmarks.put(session, "search goes on at", f"{reindexing._wanted(session, directory)[reindexing.SEARCH]} 1")
    assert look(desk) == (0, 0)  # the only ticket was entered before it was broken off
    with desk.store.read() as session:
        assert bookmarks.get(session, reindexing.SEARCH) == reindexing._wanted(session, directory)[reindexing.SEARCH]

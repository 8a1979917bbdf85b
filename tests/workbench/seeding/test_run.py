"""Seeding a store: reproducible, true to the rules, and never among real tickets by mistake."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select, update

from core.services.cases import Cases, due
from core.store.casework import audit, flags, personal, tickets
from core.store.casework.tables import FlagRow, SerialRow, TicketEventRow, TicketRow
from core.store.dashboards.tables import SumRow
from core.store.desk import search
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline.tables import ConversationRow
from core.ticket import OPEN
from workbench.seeding.run import SeedRefused, SeedRequest, seed

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
COUNT = 250


def test_a_seeded_store_is_as_if_its_year_had_been(store: Store) -> None:
    rates: list[int] = []
    wish = SeedRequest(COUNT, 1, NOW)
    assert seed(store, Cases(), wish, lambda done, _rate: rates.append(done), processes=1) == COUNT
    assert rates[-1] == COUNT

    assert all(broken is None for _, broken in audit.verify(store))
    with store.read() as session:
        rows = _facts(session)
        assert due(session, NOW) == []  # what fell due was done
        assert len({row.office_id for row in rows}) > COUNT / 2
        assert {row.number[:7] for row in rows} == {"KP-2025", "KP-2026"}
        assert all(NOW - timedelta(days=365) <= row.created_at <= NOW for row in rows)
        assert [row.created_at for row in rows] == sorted(row.created_at for row in rows)
        serials = session.scalars(select(SerialRow.last)).all()
        assert sum(serials) == COUNT
        phone = tickets.record(session, rows[-1].number).get("phone")
        assert phone is not None
        assert rows[-1].number in {one.number for one in personal.find(session, "phone", phone)}
        last = session.scalar(select(func.max(TicketEventRow.at)))
        assert last is not None
        assert last <= NOW
        assert session.scalar(select(SumRow.came).where(SumRow.node == "", SumRow.dim == "all")) == COUNT
        assert search.find(session, rows[-1].category, under=rows[-1].office_id, limit=5)
    open_share = sum(row.state in OPEN for row in rows) / COUNT
    assert 0.05 < open_share < 0.3

    with pytest.raises(SeedRefused, match="seeded already"):
        seed(store, Cases(), wish, lambda _done, _rate: None, processes=1)
    with store.write() as session:
        session.execute(update(TicketRow).where(TicketRow.id == 1).values(conversation_id=_real(session)))
    with pytest.raises(SeedRefused, match="real tickets"):
        seed(store, Cases(), wish, lambda _done, _rate: None, processes=1)


def test_no_history_runs_backwards(migrated_sqlite: str, tmp_path: Any) -> None:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    seed(store, Cases(), SeedRequest(600, 5, NOW), lambda _done, _rate: None, processes=1)
    with store.write() as session:
        events = select(TicketEventRow.ticket, TicketEventRow.at).order_by(TicketEventRow.ticket, TicketEventRow.seq)
        rows = session.execute(events).all()
        flags.detect(session, NOW)
        counted = list(session.scalars(select(FlagRow.count)))
    assert [one.ticket for one, then in pairwise(rows) if one.ticket == then.ticket and then.at < one.at] == []
    assert min(counted, default=0) >= 0
    store.close()


def test_the_same_seed_gives_the_same_tickets_with_any_number_of_processes(migrated_sqlite: str, tmp_path: Any) -> None:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    found = []
    for run, processes in enumerate((1, 2)):
        begin = NOW + timedelta(days=400 * run)
        seed(store, Cases(), SeedRequest(40, 7, begin), lambda _done, _rate: None, beside=True, processes=processes)
        with store.read() as session:
            found.append([(row.office_id, row.category, row.channel) for row in _facts(session)[40 * run :]])
    assert found[0] == found[1]
    store.close()


def _facts(session: Any) -> Sequence[Any]:
    columns = (
        TicketRow.number,
        TicketRow.office_id,
        TicketRow.category,
        TicketRow.channel,
        TicketRow.state,
        TicketRow.created_at,
    )
    return list(session.execute(select(*columns).order_by(TicketRow.id)))


def _real(session: Any) -> str:
    """A conversation that nobody made up."""
    kept = {"person": "tel:+1", "channel": "ivr", "address": "+1", "language": "en", "state": "finished", "fields": {}}
    session.add(ConversationRow(id="real", started_at=NOW, last_at=NOW, needs_person=False, urgent=False, **kept))
    session.flush()
    return "real"

"""Histories are checked in the store too: whoever gets past the triggers is found out."""

import pytest
from sqlalchemy import text

from core.errors import NotFound
from core.store.casework import audit
from core.store.engine import Store
from tests.core.store.given import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = Desk(store)
    for n in range(3):
        desk.open(person=f"tel:+92300000000{n}")
    desk.pass_(days=5)
    desk.sweep()
    return desk


def broken(desk: Desk, *numbers: str) -> list[tuple[str, int, str]]:
    return [(number, link.seq, link.why) for number, link in audit.verify(desk.store, numbers) if link]


def past_the_triggers(desk: Desk, statement: str) -> None:
    """What somebody with the database's own password could do."""
    with desk.store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("stay", "fixed", "words"):
                connection.execute(text(f"DROP TRIGGER ticket_events_{name}"))
        else:
            connection.execute(text("ALTER TABLE ticket_events DISABLE TRIGGER ALL"))
        connection.execute(text(statement))


SECOND = "KP-2026-000002-8"


@pytest.mark.parametrize(
    ("statement", "seq", "why"),
    [
        ("UPDATE ticket_events SET actor = 'officer:9' WHERE seq = 2 AND ticket = '{0}'", 2, "was changed"),
        (
            "UPDATE ticket_events SET at = '2026-03-03 00:00+00' WHERE seq = 3 AND ticket = '{0}'",
            3,
            "was changed",
        ),
        ("DELETE FROM ticket_events WHERE seq = 2 AND ticket = '{0}'", 2, "is numbered 3"),
        ("DELETE FROM ticket_events WHERE seq > 2 AND ticket = '{0}'", 3, "is missing: the end was cut off"),
        ("DELETE FROM ticket_events WHERE ticket = '{0}'", 1, "is missing: the end was cut off"),
    ],
)
def test_the_first_broken_link_is_named(desk: Desk, statement: str, seq: int, why: str) -> None:
    assert broken(desk) == []
    past_the_triggers(desk, statement.format(SECOND))
    assert broken(desk) == [(SECOND, seq, why)]


def test_some_tickets_only(desk: Desk) -> None:
    assert [number for number, _ in audit.verify(desk.store, [SECOND])] == [SECOND]
    with pytest.raises(NotFound):
        list(audit.verify(desk.store, [SECOND, "KP-2026-999999-1"]))

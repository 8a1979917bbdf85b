"""Whoever may write the database, and has not the key, rewrites nothing of what was signed."""

import dataclasses
import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.casework import history
from core.casework.heads import Signed, Signer
from core.casework.history import NewEvent
from core.store.casework import audit, erasing, heads, tickets
from core.store.engine import Store
from core.store.staff import access_log, admin_log
from tests.core.store.casework.test_audit import past_the_triggers
from tests.core.store.given import Desk

OURS = Signer("a secret of the gateway")
KEYS = {OURS.key}
SECOND = "KP-2026-000002-8"


@pytest.fixture
def desk(store: Store) -> Desk:
    """Three cases and two heads, between which something happened; and something after them."""
    desk = Desk(store)
    for n in range(3):
        desk.open(person=f"tel:+92300000000{n}")
    with store.write() as session:
        admin_log.write_down(session, 1, "add", "bibi", desk.now, role="officer")
        access_log.write_down(session, 1, "case", SECOND, desk.now, ticket=SECOND)
    sign(desk)
    desk.pass_(days=5)
    desk.sweep()
    sign(desk)
    desk.pass_(days=1)
    desk.open(person="tel:+923000000009")
    return desk


def sign(desk: Desk) -> Signed | None:
    return heads.make(desk.store, OURS, desk.now)


def faults(desk: Desk, copies: tuple[Signed, ...] = ()) -> list[str]:
    return list(heads.check(desk.store, KEYS, copies))


def kept(desk: Desk) -> tuple[Signed, ...]:
    with desk.store.read() as session:
        return tuple(reversed(heads.latest(session)))


def histories(desk: Desk) -> list[str]:
    return [f"{number}: {link.why}" for number, link in audit.verify(desk.store) if link]


def rewrite(desk: Desk, number: str) -> None:
    """A whole history made anew, each hash right: what the chain alone does not notice."""
    with desk.store.read() as session:
        old = tickets.events(session, number)
    news = [NewEvent(event.kind, event.at, "officer:9", {}) for event in old]
    past_the_triggers(desk, "SELECT 1")
    for link in history.extend(None, number, news):
        run(
            desk,
            f"UPDATE ticket_events SET actor = 'officer:9', data = '{{}}', words = '{{}}', hash = '{link.hash}', "
            f"prev_hash = '{link.prev_hash}' WHERE ticket = '{number}' AND seq = {link.seq}",
        )
    run(desk, f"UPDATE tickets SET last_hash = '{link.hash}' WHERE number = '{number}'")


def run(desk: Desk, statement: str) -> None:
    """What somebody with the database's own password could do."""
    engine = desk.store.engine
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as connection:
            connection.execute(statement)
            connection.commit()
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(text(statement))


def test_what_nobody_touched_holds_and_there_is_one_head_a_day(desk: Desk) -> None:
    assert [signed.head.number for signed in kept(desk)] == [1, 2]
    assert faults(desk, kept(desk)) == []
    first, second = (signed.head for signed in kept(desk))
    assert first.logs["events"].size < second.logs["events"].size
    assert first.counters["tickets"] == 3
    assert sign(desk) is not None
    assert sign(desk) is None, "one a day"
    desk.now -= timedelta(days=2)
    assert sign(desk) is None, "nor one before the last"
    assert faults(desk, kept(desk)) == []


def test_a_history_that_was_rewritten_whole_is_found(desk: Desk) -> None:
    rewrite(desk, SECOND)
    assert histories(desk) == [], "the chain alone holds: this is why there are heads"
    [fault] = faults(desk)
    assert fault.startswith("events: what was written between the beginning and 2026-03-02 is not what head 1 signed")


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            [f"DELETE FROM tickets WHERE number = '{SECOND}'"],
            [f"{SECOND}: has a history and is not there", "tickets: 3, and"],
        ),
        (["UPDATE serials SET last = 1"], ["serials of 2026: 1, and 3 were signed for"]),
        (["UPDATE acts SET about = 'gul'"], ["acts: what was written between the beginning and 2026-03-02"]),
        (["DELETE FROM acts"], ["acts: what was written", "0 of 1 are there"]),
        (["UPDATE looks SET thing = 'KP-2026-000001-1'"], ["looks: what was written"]),
        (["DELETE FROM looks"], ["looks: what was written"]),
        (["UPDATE heads SET signature = 'ab'"], ["head 1: has another signature"]),
        (["DELETE FROM heads WHERE number = 1"], ["head 1: is numbered 2"]),
    ],
)
def test_what_else_is_found(desk: Desk, statements: list[str], told: list[str]) -> None:
    if "tickets" in statements[0]:
        desk.pass_(days=1)
        sign(desk)
    for statement in statements:
        run(desk, statement)
    found = "; ".join(faults(desk))
    for part in told:
        assert part in found


def test_heads_that_were_made_anew_are_found_by_a_copy_from_outside(desk: Desk) -> None:
    """Somebody who has the key as well."""
    copies = kept(desk)
    rewrite(desk, SECOND)
    run(desk, "DELETE FROM heads")
    assert sign(desk) is not None
    assert faults(desk) == [], "nothing in the house tells it"
    found = faults(desk, copies)
    assert len(found) == 2
    assert "is another than was sent out" in found[0]
    assert "was sent out and is not here" in found[1]


def test_a_head_of_anothers_key_is_none(desk: Desk) -> None:
    forged = Signer("somebody else's secret").sign(dataclasses.replace(kept(desk)[0].head, number=1))
    run(desk, f"UPDATE heads SET key = '{forged.key}', signature = '{forged.signature}' WHERE number = 1")
    assert "not ours" in faults(desk)[0]


def test_words_may_be_missing_only_where_an_event_says_that_they_were_erased(desk: Desk) -> None:
    number = desk.open(person="tel:+923000000010")
    with desk.store.write() as session:
        ticket = tickets.get(session, number)
        note = NewEvent("note", desk.now, "officer:3", {}, {"text": "spoke to the lineman"})
        tickets.change(session, ticket, ticket, [note])
    assert histories(desk) == []
    past_the_triggers(desk, f"UPDATE ticket_events SET words = '{{}}' WHERE ticket = '{number}'")
    assert histories(desk) == [f"{number}: lost its words, and nothing says that they were erased"]
    with desk.store.write() as session:
        erasing._tell(session, number, desk.now)
    assert histories(desk) == []


def test_what_was_erased_before_there_was_such_an_event_gets_it_once(desk: Desk) -> None:
    run(desk, f"UPDATE tickets SET person = '{erasing.ERASED}' WHERE number = '{SECOND}'")
    with desk.store.write() as session:
        assert erasing.tell_earlier(session, desk.now) in (0, 1)  # sealed, it is not found by its plain word
        assert erasing.tell_earlier(session, desk.now) == 0


def test_the_next_head_goes_on_from_the_last_one(desk: Desk) -> None:
    desk.pass_(days=1)
    third = sign(desk)
    assert third is not None
    size = json.loads(third.body)["logs"]["events"]["size"]
    with desk.store.read() as session:
        assert size == session.scalar(text("SELECT count(*) FROM ticket_events"))
    assert faults(desk) == []

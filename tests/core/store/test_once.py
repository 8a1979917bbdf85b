"""Single statements past the session's objects: values, errors and order are as with them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError

from core.errors import StoreUnavailable
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.once import columns, fetch, insert, insert_new, insert_once, rowcount
from core.store.pipeline.tables import EnvelopeRow, StoppedRow

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_STOPPED = columns(StoppedRow)
_OF = select(_STOPPED).where(_STOPPED.c.channel == bindparam("on")).order_by(_STOPPED.c.address)
_FORGET = _STOPPED.delete().where(_STOPPED.c.channel == bindparam("on"))
KEY = ("channel", "provider_id")


def envelope(number: int) -> dict[str, object]:
    row = {"channel": "whatsapp", "provider_id": f"M{number}", "person": f"tel:{number}", "received_at": NOW}
    return {**row, "body": b"\x00\xff", "blob": None, "facts": {"a": "ب"}, "state": "waiting", "attempts": 0}


def test_what_goes_in_comes_out_and_is_sealed_in_between(store: Store) -> None:
    with store.write() as session:
        insert(session, StoppedRow, {"channel": "sms", "address": "+923001112233", "at": NOW})
        [row] = fetch(session, _OF, on="sms")
        assert (row.channel, row.address, row.at) == ("sms", "+923001112233", NOW)
        assert session.get(StoppedRow, ("sms", "+923001112233")) is not None
        assert "+923001112233" not in str(session.execute(text("SELECT address FROM stopped")).scalar_one())


def test_a_repeat_is_told_and_changes_are_counted(store: Store) -> None:
    values = {"channel": "sms", "address": "a", "at": NOW}
    with store.write() as session:
        assert insert_once(session, StoppedRow, values, key=("channel", "address")) == "sms"
        assert insert_once(session, StoppedRow, values, key=("channel", "address")) is None
        assert rowcount(session, _FORGET, on="email") == 0
        assert rowcount(session, _FORGET, on="sms") == 1


def test_of_many_only_the_new_ones_come_back(store: Store) -> None:
    with store.write() as session:
        [first] = insert_new(session, EnvelopeRow, [envelope(1)], KEY)
        both = insert_new(session, EnvelopeRow, [envelope(1), envelope(2), envelope(2)], KEY)
    assert first.provider_id == "M1"
    assert [(row.channel, row.provider_id) for row in both] == [("whatsapp", "M2")]
    with store.read() as session:
        kept = session.get_one(EnvelopeRow, both[0].id)
        assert (kept.body, kept.facts, kept.person) == (b"\x00\xff", {"a": "ب"}, "tel:2")


def test_what_the_session_holds_is_written_first(store: Store) -> None:
    with store.write() as session:
        session.add(StoppedRow(channel="sms", address="b", at=NOW))
        assert [row.address for row in fetch(session, _OF, on="sms")] == ["b"]


def twice(store: Store, values: dict[str, object]) -> None:
    with store.write() as session:
        insert(session, StoppedRow, values)
        insert(session, StoppedRow, values)


def test_errors_are_those_of_sqlalchemy_and_tell_no_value(store: Store) -> None:
    secret = "+923009998877"
    with pytest.raises(IntegrityError) as found:
        twice(store, {"channel": "sms", "address": secret, "at": NOW})
    assert secret not in str(found.value)
    with store.read() as session:
        assert fetch(session, _OF, on="sms") == []


def look_while_the_server_goes(store: Store) -> None:
    with store.read() as session, store.engine.connect() as other:
        ours = session.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:ours)"), {"ours": ours})
        fetch(session, _OF, on="sms")


def test_a_connection_whose_server_goes_is_told_as_such_and_replaced(migrated_postgresql: str, tmp_path: Path) -> None:
    store = open_store(migrated_postgresql, FileBlobs(tmp_path))
    with pytest.raises(StoreUnavailable):
        look_while_the_server_goes(store)
    with store.read() as session:
        assert fetch(session, _OF, on="sms") == []
    store.close()

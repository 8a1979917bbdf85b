"""Rows written in bulk are the rows that the object mapper would have written."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from core.store import bulk
from core.store.base import Base
from core.store.engine import Store
from core.store.pipeline.tables import ConversationRow
from core.store.sealing.sealed import use_vault
from core.store.sealing.vault import Vault

NOW = datetime(2026, 3, 10, 9, 0, 0, 120, tzinfo=timezone(timedelta(hours=5)))
WORDS = ("plain", "tab\there", "line\nand\r\nline", "back\\slash \\N", "پانی نہیں", "", "{}", "a\u2028b", "100%")


@pytest.mark.parametrize("vault", [None, Vault(["k" * 40])], ids=["open", "sealed"])
def test_what_is_written_is_read(store: Store, vault: Vault | None) -> None:
    use_vault(store.engine, vault)
    table = Base.metadata.tables[ConversationRow.__tablename__]
    names = [column.name for column in table.columns]
    encoder = bulk.Encoder(table, names, store.engine.dialect)
    wanted = [_values(n, word) for n, word in enumerate(WORDS)]
    rows = bulk.packed([encoder.row(values) for values in wanted], store.engine.dialect)
    with store.write() as session:
        bulk.write(session, table.name, names, rows)
        bulk.write(session, table.name, names, bulk.packed([], store.engine.dialect))
    with store.read() as session:
        found = session.scalars(select(ConversationRow).order_by(ConversationRow.id)).all()
        assert [{name: getattr(row, name) for name in names} for row in found] == wanted
    use_vault(store.engine, None)


def test_times_are_kept_as_sqlalchemy_keeps_them(store: Store) -> None:
    column = Base.metadata.tables[ConversationRow.__tablename__].c.started_at
    process = column.type.dialect_impl(store.engine.dialect).bind_processor(store.engine.dialect)
    assert process is not None
    encoder = bulk.Encoder(column.table, ["started_at"], store.engine.dialect)
    for moment in (NOW, NOW.replace(microsecond=0), datetime(2026, 1, 1, tzinfo=UTC)):
        (ours,) = encoder.row({"started_at": moment})
        theirs = process(moment)
        assert ours == (theirs if isinstance(theirs, str) else theirs.isoformat(" "))
    assert encoder.row({}, {"started_at": "ready"}) == ("ready",)
    with pytest.raises(KeyError):
        encoder.row({})


def _values(number: int, word: str) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "person": f"tel:{word}",
        "channel": "sms",
        "address": word,
        "language": "ur",
        "asking": None,
        "state": "finished",
        "fields": {"description": {"value": word}} if word else {},
        "needs_person": bool(number % 2),
        "version": number,
        "held_by": None,
        "held_until": None,
        "urgent": False,
        "subject": word or None,
        "started_at": NOW,
        "last_at": NOW + timedelta(seconds=number),
    }

"""Who was given another key than the data's gets no connection; and no log shows what a statement was given."""

import pytest
from sqlalchemy import text

from core.errors import ConfigInvalid
from core.store.engine import Store, open_store
from core.store.sealing.reseal import check_key
from core.store.sealing.right_key import demand_right_key
from core.store.sealing.vault import Vault


@pytest.mark.parametrize(
    ("secrets", "told"),
    [
        (["the secret of the tests"], None),
        (["the secret of the tests", "an older secret"], None),
        (["another secret altogether"], "sealed with another key"),
        (["a newer secret by far", "the secret of the tests"], "run `arzi reseal`"),
        (None, "are sealed; set"),
    ],
)
def test_the_first_connection_tells(store: Store, secrets: list[str] | None, told: str | None) -> None:
    with store.write() as session:
        check_key(session)
    vault = Vault(secrets) if secrets else None
    other = open_store(store.engine.url.render_as_string(hide_password=False), store.blobs.shelf, vault=vault)
    demand_right_key(other.engine, vault)
    try:
        for _ in range(2):
            if told is None:
                with other.read() as session:
                    session.execute(text("SELECT 1"))
            else:
                with pytest.raises(ConfigInvalid, match=told), other.read() as session:
                    session.execute(text("SELECT 1"))
    finally:
        other.close()


def test_a_fault_of_the_database_does_not_tell_what_was_said(store: Store) -> None:
    with pytest.raises(Exception) as fault, store.write() as session:
        session.execute(text("INSERT INTO tickets (number) VALUES (:words)"), {"words": "my neighbour is Gul"})
    assert "Gul" not in str(fault.value)

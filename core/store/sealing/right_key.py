"""Is our key the one that sealed the data? Asked on a process's first connection, so that none that was given another
finds nobody, tells citizens that they have no case, or writes what nobody else can open."""

from typing import Any

from sqlalchemy import Engine, event

from core.errors import ConfigInvalid
from core.store.sealing.vault import Vault

SEALED_WITH, WORD = "sealed with", "arzi"
"""A bookmark that holds this word, sealed with the present key."""


def demand_right_key(engine: Engine, vault: Vault | None) -> None:
    """From now on no connection is handed out to who has another key: ConfigInvalid is raised instead."""
    known = False

    def ask(connection: Any, _record: object) -> None:
        nonlocal known
        if known:
            return
        cursor = connection.cursor()
        try:
            cursor.execute(f"SELECT value FROM bookmarks WHERE name = '{SEALED_WITH}'")  # noqa: S608 - our own words
            row = cursor.fetchone()
        except engine.dialect.loaded_dbapi.Error:
            return  # no tables yet, or not now: asked again on the next connection
        finally:
            cursor.close()
            connection.rollback()
        if row is not None:
            check(vault, row[0])
            known = True

    event.listen(engine, "connect", ask)


def check(vault: Vault | None, sealed: str) -> None:
    """Raises ConfigInvalid where this was sealed with another key than the vault's first."""
    if vault is None:
        raise ConfigInvalid("privacy.key: the data in the database are sealed; set ARZI_PRIVACY__KEY")
    key = vault.opened_by(sealed)
    if key is None:
        raise ConfigInvalid("privacy.key: the data in the database are sealed with another key; set ARZI_PRIVACY__KEY")
    if key != vault.fingerprints[0]:
        raise ConfigInvalid("privacy.key: the data in the database are sealed with the previous key; run `arzi reseal`")

"""Alembic on SQLite, with the triggers of a table kept when batch mode makes it anew.

Batch mode copies a table, drops it and gives the copy its name (https://alembic.sqlalchemy.org/en/latest/batch.html).
SQLite drops a table's triggers with it, and Alembic makes none: what nobody may change could then be changed.
"""

from typing import Any

from alembic.ddl.sqlite import SQLiteImpl
from sqlalchemy import text


class KeepingTriggers(SQLiteImpl):
    """Takes the place of Alembic's own by its dialect's name, when this module is imported."""

    __dialect__ = "sqlite"

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._dropped: dict[str, list[str]] = {}

    def drop_table(self, table: Any, **more: Any) -> None:
        if self.connection is not None:
            found = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
            self._dropped[table.name] = list(self.connection.scalars(found, {"name": table.name}))
        super().drop_table(table, **more)

    def rename_table(self, old_table_name: str, new_table_name: Any, schema: Any = None) -> None:
        super().rename_table(old_table_name, new_table_name, schema)
        for trigger in self._dropped.pop(str(new_table_name), ()):
            self._exec(text(trigger.replace(":", r"\:")))

"""Migrations run while the version before still serves: what it reads is there, what it writes is taken."""

from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from core.store.migrate import alembic_config, migrate

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


def columns(engine: Engine) -> dict[str, dict[str, Any]]:
    found = inspect(engine)
    return {table: {one["name"]: one for one in found.get_columns(table)} for table in found.get_table_names()}


@pytest.mark.parametrize("before", REVISIONS[:-1])
def test_each_step_leaves_what_the_version_before_uses(before: str, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine, before)
    old = columns(engine)
    migrate(engine, REVISIONS[REVISIONS.index(before) + 1])
    new = columns(engine)
    for table, known in old.items():
        assert table in new, f"{table} is gone"
        assert known.keys() <= new[table].keys(), f"columns of {table} are gone"
        for name, column in new[table].items():
            if name not in known:
                taken = column["nullable"] or column["default"] is not None
                assert taken, f"{table}.{name}: the version before does not write it, and it may not be empty"
            else:
                assert column["nullable"] or not known[name]["nullable"], f"{table}.{name} may not be empty any more"
    engine.dispose()

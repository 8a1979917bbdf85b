"""Migrations run while the version before still serves: what it reads is there, what it writes is taken."""

from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from core.store.migrate import alembic_config, migrate

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


def columns(engine: Engine) -> dict[str, dict[str, Any]]:
    found = inspect(engine)
    return {table: {one["name"]: one for one in found.get_columns(table)} for table in found.get_table_names()}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, Any]]]:
    """The columns at each revision, from one database that goes through all of them."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('steps') / 'store.db'}")
    found = {}
    for revision in REVISIONS:
        migrate(engine, revision)
        found[revision] = columns(engine)
    engine.dispose()
    return found


@pytest.mark.parametrize("before", REVISIONS[:-1])
def test_each_step_leaves_what_the_version_before_uses(
    before: str, steps: dict[str, dict[str, dict[str, Any]]]
) -> None:
    old, new = steps[before], steps[REVISIONS[REVISIONS.index(before) + 1]]
    for table, known in old.items():
        assert table in new, f"{table} is gone"
        assert known.keys() <= new[table].keys(), f"columns of {table} are gone"
        for name, column in new[table].items():
            if name not in known:
                taken = column["nullable"] or column["default"] is not None
                assert taken, f"{table}.{name}: the version before does not write it, and it may not be empty"
            else:
                assert column["nullable"] or not known[name]["nullable"], f"{table}.{name} may not be empty any more"

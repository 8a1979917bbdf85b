"""PostgreSQL databases with the present tables that are emptied after a test and given to the next.

Emptying takes a twentieth of the processor's time of a copy. A database whose tables, triggers or settings a test
changed is thrown away, and each after some tests: what was deleted still takes room.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from tests.services.postgres import admin

_USES = 50

_SHAPE = """
SELECT md5(concat(
    (SELECT string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull, xmin), ',' ORDER BY attrelid, attnum)
     FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)),
    (SELECT string_agg(concat_ws(' ', oid, relname, relkind), ',' ORDER BY oid) FROM pg_class WHERE oid >= 16384),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_constraint WHERE oid >= 16384),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_trigger),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_proc WHERE oid >= 16384),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_namespace),
    (SELECT string_agg(version_num, ',') FROM alembic_version),
    (SELECT string_agg(concat_ws(' ', setrole, setconfig::text), ',') FROM pg_db_role_setting
     WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
))
"""
"""A hash of what emptying does not put back: what DDL makes, settings, and which tables these are."""
_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"

_EMPTY = """
DO $$
DECLARE
    one record;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no triggers: some of them keep what happened from being deleted
    FOR one IN SELECT oid::regclass AS name FROM pg_class
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %s', one.name);
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


@dataclass
class Emptied:
    """Copies of ``template`` in a cluster, one after the other."""

    cluster: Path
    template: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _idle: list["_Copy"] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a database that has the template's tables and nothing in them."""
        copy = self._idle.pop() if self._idle else self._new()
        yield copy.name
        if copy.emptied(self.cluster):
            self._idle.append(copy)
        else:
            drop_database(self.cluster, copy.name)

    def _new(self) -> "_Copy":
        name = f"store_{next(self._numbers)}"
        copy_database(self.cluster, self.template, name)
        with admin(self.cluster, name) as connection:
            return _Copy(name, _shape(connection))


@dataclass
class _Copy:
    name: str
    shape: str
    uses: int = 0

    def emptied(self, cluster: Path) -> bool:
        """Empty it, unless it is no longer what it was."""
        self.uses += 1
        if self.uses >= _USES:
            return False
        try:
            with admin(cluster, self.name) as connection:
                connection.execute(_OTHERS, [self.name])
                if _shape(connection) != self.shape:
                    return False
                connection.execute(_EMPTY)
        except psycopg.Error:  # it is gone, renamed, or nobody may enter it
            return False
        return True


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(_SHAPE).fetchone()
    assert row is not None
    return str(row[0])


def copy_database(cluster: Path, template: str, name: str) -> None:
    """A database like ``template``. Written through the log: copying files takes five times the processor's time."""
    with admin(cluster) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(cluster: Path, name: str) -> None:
    """Whoever is in it."""
    with admin(cluster) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

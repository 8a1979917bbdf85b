"""The database as one file, taken while others write, and put back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url, text

from core.errors import Conflict, StoreUnavailable
from core.store.engine import open_engine

SQLITE, POSTGRES = "database.sqlite", "database.pgdump"


def take(url: str, folder: Path) -> Path:
    """Write the database to a file in the folder; its path. Raises StoreUnavailable."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_copy(Path(parsed.database or ""), folder / SQLITE)
    file = folder / POSTGRES
    _run(parsed, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    return file


def put_back(url: str, folder: Path) -> None:
    """Fill an empty database from the folder's file. Raises Conflict when there is anything in it, or the backup is of
    the other kind of database; StoreUnavailable."""
    parsed = make_url(url)
    kind = SQLITE if parsed.get_backend_name() == "sqlite" else POSTGRES
    file = folder / kind
    if not file.exists():
        raise Conflict(f"{folder} has no {kind}: a backup goes back into the kind of database that it came from")
    if not _empty(url):
        raise Conflict("database.url: this database is not empty; a backup goes back into an empty one only")
    if kind == SQLITE:
        target = Path(parsed.database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        for beside in ("", "-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
        partial = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(file, partial)
        partial.replace(target)
    else:
        _run(
            parsed,
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            f"--dbname={parsed.database}",
            str(file),
        )


def _sqlite_copy(database: Path, file: Path) -> Path:
    if not database.exists():
        raise StoreUnavailable(f"there is no database at {database}")
    file.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        file.unlink(missing_ok=True)
        raise StoreUnavailable(f"database: {error}") from error
    return file


def _empty(url: str) -> bool:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return True
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if parsed.get_backend_name() != "sqlite":
                return not tables
            kept = [name for name in ("envelopes", "tickets", "staff") if name in tables]
            return not any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in kept)  # noqa: S608 - names of ours
    finally:
        engine.dispose()


def _run(url: URL, program: str, *arguments: str) -> None:
    """A PostgreSQL program on this database. The password goes by the environment: arguments can be seen by all."""
    found = shutil.which(program)
    if found is None:
        raise StoreUnavailable(f"{program} is not installed: apt-get install postgresql-client")
    told = {
        "PGHOST": url.query.get("host", url.host),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    env = {**os.environ, **{name: str(value) for name, value in told.items() if value}}
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreUnavailable(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")

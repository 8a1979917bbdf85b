"""A database as one stream, taken while others write, and put back into an empty one.

What is of a case is sealed on the way by keys of its own (shredding.py): SQLite's in the copy, PostgreSQL's in the rows
that pg_dump writes as text.
"""

import gzip
import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import URL, inspect, make_url, text

from core.errors import ConfigInvalid, Conflict, StoreUnavailable
from core.store.casework.owned import LEFT_OUT
from core.store.engine import POOLER, is_pooled, open_engine
from gateway.running.backup import pg_rows, sqlite_rows
from gateway.running.backup.shredding import Keys

SQLITE, POSTGRES, OLD_POSTGRES = "sqlite", "sql.gz", "pgdump"
"""What the files end in, by the kind of database; of the last one are those of earlier versions."""
_RASA = "rasa"
_KEPT = ("envelopes", "tickets", "staff")


def kind(url: str) -> str:
    """SQLITE or POSTGRES."""
    return SQLITE if make_url(url).get_backend_name() == "sqlite" else POSTGRES


def is_of(url: str, file: str) -> bool:
    """Does a backup's file of this name go into this kind of database?"""
    endings = {SQLITE: (SQLITE,), POSTGRES: (POSTGRES, OLD_POSTGRES)}[kind(url)]
    return any(f".{ending}" in file for ending in endings)


def is_old(file: str) -> bool:
    """Is it in PostgreSQL's own format, as earlier versions wrote it?"""
    return f".{OLD_POSTGRES}" in file


@contextmanager
def dump(url: str, keys: Keys) -> Iterator[IO[bytes]]:
    """The database as of one moment, without Rasa's memory. Raises StoreUnavailable, at the end as well: then what was
    read is nothing."""
    parsed = make_url(url)
    if kind(url) == SQLITE:
        with tempfile.TemporaryDirectory(dir=Path(parsed.database or "").parent) as beside:
            file = _sqlite_copy(Path(parsed.database or ""), Path(beside) / "copy")
            sqlite_rows.seal(file, keys)
            with file.open("rb") as stream:
                yield stream
        return
    left_out = [f"--exclude-table-data={name}" for name in LEFT_OUT]
    options = ("--format=plain", "--no-owner", "--no-privileges", f"--exclude-schema={_RASA}", *left_out)
    with _program(parsed, "pg_dump", *options, _at(parsed)) as running:
        assert running.stdout is not None
        yield cast(IO[bytes], Stream(_zipped(pg_rows.seal(running.stdout, keys))))


def restore(url: str, stream: IO[bytes], keys: Keys | None, *, old: bool = False) -> None:
    """Fill an empty database, all of it or nothing. Without ``keys`` it is of a version that knew none; ``old``: it is
    PostgreSQL's own format. Raises StoreUnavailable."""
    parsed = make_url(url)
    if kind(url) == SQLITE:
        _put_file(Path(parsed.database or ""), stream, keys)
        return
    plain = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    if old:
        left_out = [f"--exclude-schema={_RASA}"] if _has_rasa(url) else []
        with _program(parsed, "pg_restore", *plain, *left_out, f"--dbname={_at(parsed)}", given=stream):
            return
    lines = gzip.GzipFile(fileobj=stream)
    opened = cast(IO[bytes], Stream(pg_rows.open_(lines, keys)) if keys is not None else lines)
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    with _program(parsed, "psql", *options, f"--dbname={_at(parsed)}", given=opened):
        pass


def _put_file(target: Path, stream: IO[bytes], keys: Keys | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.restoring")
    with partial.open("wb") as out:
        partial.chmod(0o600)
        shutil.copyfileobj(stream, out)
    if keys is not None:
        sqlite_rows.open_(partial, keys)
    with partial.open("rb") as whole:
        os.fsync(whole.fileno())
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    partial.replace(target)


class Stream(io.RawIOBase):
    """What an iterator gives, as a file to be read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _zipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(6, wbits=31)
    for part in parts:
        yield packing.compress(part)
    yield packing.flush()


def exists(url: str) -> bool:
    """Is there a database that can be taken?"""
    return kind(url) != SQLITE or Path(make_url(url).database or "").exists()


def check_empty(url: str) -> None:
    """Raises Conflict where there is anything."""
    if not empty(url):
        raise Conflict("database.url: this database is not empty; a backup goes back into an empty one only")


def empty(url: str) -> bool:
    """Is there nothing in it? (SQLite: none of ours; `arzi migrate` may have made its tables.)"""
    parsed = make_url(url)
    if kind(url) == SQLITE and not Path(parsed.database or "").exists():
        return True
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if kind(url) != SQLITE:
                return not tables
            looked = [name for name in _KEPT if name in tables]
            return not any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in looked)  # noqa: S608 - names of ours
    finally:
        engine.dispose()


def _has_rasa(url: str) -> bool:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return _RASA in inspect(connection).get_schema_names()
    finally:
        engine.dispose()


def _sqlite_copy(database: Path, file: Path) -> Path:
    if not database.exists():
        raise StoreUnavailable(f"there is no database at {database}")
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        raise StoreUnavailable(f"database: {error}") from error
    return file


def _at(url: URL) -> str:
    """The whole URL as PostgreSQL's programs take it, without the password: arguments can be read by all.
    https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS

    Raises ConfigInvalid where it leads through a pooler: they set search_path for their session, and PgBouncer hands
    that connection on to others, who then find no table."""
    if is_pooled(url):
        raise ConfigInvalid(
            "database.url: leads through PgBouncer; backup, rehearse and restore need PostgreSQL's own address "
            "(ARZI_DATABASE__URL in their environment, without ?pgbouncer=1)"
        )
    plain = url.set(drivername="postgresql").difference_update_query([POOLER])
    return URL.create(
        "postgresql", plain.username, None, plain.host, plain.port, plain.database, plain.query
    ).render_as_string()


@contextmanager
def _program(
    url: URL, program: str, *arguments: str, given: IO[bytes] | None = None
) -> "Iterator[subprocess.Popen[bytes]]":
    """A PostgreSQL program on this database; the password goes by the environment. Raises StoreUnavailable."""
    found = shutil.which(program)
    if found is None:
        raise StoreUnavailable(f"{program} is not installed: apt-get install postgresql-client")
    env = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as fed:
        if given is not None:
            shutil.copyfileobj(given, fed)
            fed.seek(0)
        running = subprocess.Popen([found, *arguments], env=env, stdin=fed, stderr=complaints, stdout=subprocess.PIPE)
        try:
            yield running
            if given is not None and running.stdout is not None:
                running.stdout.read()
        finally:
            if running.stdout is not None:
                running.stdout.close()
            status = running.wait()
        if status:
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").strip().splitlines()
            raise StoreUnavailable(f"{program}: {said[-1] if said else status}")

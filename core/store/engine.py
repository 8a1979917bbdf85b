"""Opening the store, and its units of work."""

import functools
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Dialect, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from core.errors import StoreUnavailable
from core.ports import BlobStore
from core.store.evidence.sealed_blobs import SealedBlobs
from core.store.sealing.sealed import use_vault
from core.store.sealing.vault import Vault
from core.store.writers import WriteLock

BUSY_SECONDS = 15
POOLER = "pgbouncer"
"""In the query of a PostgreSQL URL: between us and it stands PgBouncer in transaction mode."""
_PING_AFTER_S = 1
_USED = "used"
_SYNCHRONOUS = "synchronous"


@dataclass(frozen=True, slots=True)
class Store:
    """The database and the evidence. ``write_lock``: where writers wait, where the database has only one at a time."""

    engine: Engine
    blobs: SealedBlobs
    write_lock: AbstractContextManager[Any] = field(default_factory=nullcontext)
    _reading: Engine = field(init=False, repr=False)
    _forgetful: Engine = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Each look of PostgreSQL's sees what is committed by then, with or without a transaction around it.
        looks = {"isolation_level": "AUTOCOMMIT"} if self.engine.dialect.name == "postgresql" else {}
        object.__setattr__(self, "_reading", self.engine.execution_options(arzi_reading=True, **looks))
        object.__setattr__(self, "_forgetful", self.engine.execution_options(arzi_durable=False))

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        """One transaction that changes something: committed at the end of the block, rolled back on any error.

        One that is not ``durable`` may be forgotten, as a whole, when the power goes before the next one that is: it
        does not wait for the disk. Raises StoreUnavailable. Never open across a network call.
        """
        with (
            self.write_lock,
            _translated(),
            Session(self.engine if durable else self._forgetful, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look that changes nothing. Raises StoreUnavailable."""
        with _translated(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str, shelf: BlobStore, *, pool_size: int = 8, vault: Vault | None = None) -> Store:
    """Open the database at an SQLAlchemy URL (``sqlite:///path`` or ``postgresql://…``). With a vault, personal data
    and the evidence on the shelf are sealed on their way in."""
    engine = open_engine(url, pool_size=pool_size)
    use_vault(engine, vault)
    return Store(engine, SealedBlobs(shelf, vault), _write_lock(engine))


def _write_lock(engine: Engine) -> AbstractContextManager[Any]:
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return nullcontext()
    return WriteLock(Path(f"{file}.lock"), BUSY_SECONDS)


_NOTICING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
    "options": "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}
"""Either side notices within half a minute that the other's machine is gone: a lost one's locks are not held for hours.
https://www.postgresql.org/docs/current/runtime-config-connection.html"""


def open_engine(url: str, *, pool_size: int = 8) -> Engine:
    """The engine with what each database needs to keep what it was told."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=8,
            connect_args={"timeout": BUSY_SECONDS},
            hide_parameters=True,  # they are what citizens wrote
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    parsed, connecting = _connecting(parsed)
    engine = create_engine(parsed, pool_size=pool_size, max_overflow=8, connect_args=connecting, hide_parameters=True)
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "handle_error", _without_values)
    event.listen(engine, "checkin", _used_until_now)
    event.listen(engine, "checkout", functools.partial(_ping_if_unused, engine.dialect))
    return engine


def is_pooled(url: URL) -> bool:
    """Does it lead through PgBouncer in transaction mode?"""
    return url.query.get(POOLER) in {"1", "true", "yes"}


def _connecting(url: URL) -> tuple[URL, dict[str, Any]]:
    """How a connection is begun. Behind PgBouncer in transaction mode (``?pgbouncer=1``) each transaction may have
    another server: it refuses the startup parameter "options", and statements prepared on one are unknown to the next.
    """
    ours = url.difference_update_query([POOLER])
    if not is_pooled(url):
        return ours, dict(_NOTICING)
    plain = {name: value for name, value in _NOTICING.items() if name != "options"}
    return ours, {**plain, "prepare_threshold": None}


def _set_up_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # FULL, because a commit that is only in the write-ahead log's cache is lost when the power goes; secure_delete,
    # because what was erased would otherwise stand in the file until its place is needed.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    record.info[_SYNCHRONOUS] = "FULL"


def _begin_sqlite(connection: Any) -> None:
    # A writer takes its lock at once: one that starts as a reader fails when another wrote in between.
    options = connection.get_execution_options()
    driver = connection.connection.driver_connection
    if options.get("arzi_reading", False):
        driver.execute("BEGIN")
    else:
        wanted = "FULL" if options.get("arzi_durable", True) else "NORMAL"
        info = connection.connection.info
        if info[_SYNCHRONOUS] != wanted:
            driver.execute(f"PRAGMA synchronous={wanted}")
            info[_SYNCHRONOUS] = wanted
        driver.execute("BEGIN IMMEDIATE")


def _begin_postgresql(connection: Any) -> None:
    if not connection.get_execution_options().get("arzi_durable", True):
        driver = connection.connection.driver_connection
        with driver.pipeline():  # in one round trip with the BEGIN before it
            driver.execute("SET LOCAL synchronous_commit TO off")


def _without_values(context: ExceptionContext) -> None:
    """PostgreSQL's DETAIL shows the whole row that it refused: what a citizen wrote, and who they are."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\n")[0], *error.args[1:])


def _used_until_now(_connection: Any, record: Any) -> None:
    record.info[_USED] = time.monotonic()


def _ping_if_unused(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """A connection that lay for a while may have lost its server; asking every time would cost a round trip a look."""
    if time.monotonic() - record.info.get(_USED, float("inf")) > _PING_AFTER_S:
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise StoreUnavailable(
            type(error).__name__ + ": " + str(getattr(error, "orig", error)).split("\n")[0]
        ) from error

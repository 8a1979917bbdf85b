"""Statements of the road, compiled once for a database and then handed to its driver as they are.

SQLAlchemy writes them and says how each value is bound and read (sealed, in UTC, as JSON). Going through its engine for
each of the dozen statements of a message takes longer than the database needs for them.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Dialect, Executable, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_ALONE = nullcontext()
_CACHE = "arzi_prepared"
_CONNECTION = "arzi_connection"
_Process = Callable[[Any], Any] | None


class _Program(NamedTuple):
    """A statement as the driver takes it."""

    text: str
    binds: tuple[tuple[str, Any, _Process], ...]
    """Name, value where none is given, and how a value is made the driver's."""
    positional: bool
    reads: tuple[_Process, ...]
    row: Callable[..., Any]


def execute(session: Session, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any] | int:
    """Run a statement: the rows it gives, as named tuples; or how many it changed, where it gives none.

    What the session holds unwritten is written first. ``statement`` is kept for ever: make it once. Raises what
    SQLAlchemy raises. Statements with lists of values (``IN``) are not for this.
    """
    session.flush()
    connection = connection_of(session)
    program = _program(connection.dialect, statement, values)
    with _errors_as_sqlalchemy(connection, program):
        cursor = _driver(connection).execute(program.text, _bound(program, values))
        if not program.reads:
            return int(cursor.rowcount)
        rows = cursor.fetchall()
    return [_read(program, row) for row in rows]


def execute_each(session: Session, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> list[Any | None]:
    """Run a statement for each of ``rows``, which have the same keys: the first row it gives for each, or None.

    PostgreSQL is sent all of them at once, with the BEGIN before them.
    """
    session.flush()
    connection = connection_of(session)
    program = _program(connection.dialect, statement, rows[0])
    driver = _driver(connection)
    bound = [_bound(program, values) for values in rows]
    with _errors_as_sqlalchemy(connection, program), driver.pipeline() if _pipes(driver) else _ALONE:
        cursors = [driver.execute(program.text, parameters) for parameters in bound]
        found = [cursor.fetchone() for cursor in cursors]
    return [None if row is None else _read(program, row) for row in found]


def connection_of(session: Session) -> Connection:
    """The connection of a unit of work, which has one transaction."""
    found: Connection | None = session.info.get(_CONNECTION)
    if found is None:
        found = session.info[_CONNECTION] = session.connection()
    return found


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _pipes(driver: Any) -> bool:
    return hasattr(driver, "pipeline")


def _bound(program: _Program, values: Mapping[str, Any]) -> Any:
    pairs = ((name, values.get(name, kept), process) for name, kept, process in program.binds)
    bound = [(name, value if process is None else process(value)) for name, value, process in pairs]
    return tuple(value for _, value in bound) if program.positional else dict(bound)


def _read(program: _Program, row: Sequence[Any]) -> Any:
    pairs = zip(program.reads, row, strict=True)
    return program.row(*(value if process is None else process(value) for process, value in pairs))


def _program(dialect: Dialect, statement: Executable, values: Mapping[str, Any]) -> _Program:
    programs: dict[tuple[Any, ...], _Program] | None = getattr(dialect, _CACHE, None)
    if programs is None:
        programs = {}
        setattr(dialect, _CACHE, programs)
    key = (statement, *values)
    program = programs.get(key)
    if program is None:
        program = programs[key] = _compile(dialect, statement, tuple(values))
    return program


def _compile(dialect: Dialect, statement: Any, names: tuple[str, ...]) -> _Program:
    defaults = _defaults(statement.table, names) if statement.is_insert else {}
    given = [name for name in (*names, *defaults) if name in statement.table.c] if statement.is_insert else None
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=given)
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        raise ValueError(f"not a statement for the driver: {compiled}")
    kinds = {name: bind for bind, name in compiled.bind_names.items()}
    order = compiled.positiontup or list(kinds)
    kept = {name: defaults.get(name, kinds[name].effective_value) for name in order}
    binds = tuple((name, kept[name], _writer(kinds[name].type, dialect)) for name in order)
    columns = compiled._result_columns  # what the compiler tells a result
    row = namedtuple("Row", [column.keyname for column in columns])  # type: ignore[misc]
    reads = tuple(_reader(column.type, dialect) for column in columns)
    return _Program(str(compiled), binds, compiled.positional, reads, row)


def _defaults(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    """What the table says of columns that are not given."""
    return {
        column.name: cast(Any, column.default).arg
        for column in table.columns
        if column.default is not None and column.default.is_scalar and column.name not in names
    }


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> _Process:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@contextmanager
def _errors_as_sqlalchemy(connection: Connection, program: _Program) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's, without the values; a connection that is gone is not used again."""
    dialect = connection.dialect
    driver = _driver(connection)
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        gone = dialect.is_disconnect(cast(Any, error), driver, None)
        if gone:
            connection.invalidate(error)
        raise DBAPIError.instance(
            program.text, None, error, dialect.loaded_dbapi.Error,
            hide_parameters=True, connection_invalidated=gone, dialect=dialect,
        ) from error  # fmt: skip

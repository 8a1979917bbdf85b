"""The rows of a dump of PostgreSQL's, as COPY writes them, sealed and opened on their way.

https://www.postgresql.org/docs/current/sql-copy.html (text format): a line a row, tabs between its fields, which hold
neither in themselves; ``\\N`` is NULL. A field is sealed as it stands there, so that nothing of it need be understood.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from gateway.running.backup.shredding import Keys, Rows, Value, rows_of

_COPY = re.compile(rb"COPY public\.(\w+) \(([^)]*)\) FROM stdin;\n")
_END, _NULL = b"\\.\n", "\\N"
_SOME = 500
_Changed = Callable[[Rows, Sequence[Sequence[Value]]], Sequence[Sequence[Value] | None]]


def seal(lines: Iterable[bytes], keys: Keys) -> Iterator[bytes]:
    """A dump with what is of cases sealed."""
    return _changed(lines, lambda rows, some: rows.seal(some, keys))


def open_(lines: Iterable[bytes], keys: Keys) -> Iterator[bytes]:
    """A dump as it was."""
    return _changed(lines, lambda rows, some: rows.open(some, keys))


def _changed(lines: Iterable[bytes], change: _Changed) -> Iterator[bytes]:
    rows: Rows | None = None
    waiting: list[bytes] = []
    for line in lines:
        if rows is None:
            begins = _COPY.fullmatch(line)
            if begins is not None:
                columns = [name.strip().strip('"') for name in begins[2].decode().split(",")]
                rows = rows_of(begins[1].decode(), columns)
            yield line
            continue
        if line != _END:
            waiting.append(line)
        if line == _END or len(waiting) >= _SOME:
            yield from _of(rows, waiting, change)
            waiting = []
        if line == _END:
            yield line
            rows = None


def _of(rows: Rows, lines: Sequence[bytes], change: _Changed) -> Iterator[bytes]:
    fields = [[None if field == _NULL else field for field in line[:-1].decode().split("\t")] for line in lines]
    for row in change(rows, fields):
        if row is not None:
            yield "\t".join(_NULL if field is None else str(field) for field in row).encode() + b"\n"

"""The header block of a mail, field by field, as raw as it came.

Kept apart from the standard library's parser, which ends the header at the first malformed line and so turns the rest
of it (From, Subject) into text. Bytes above 127 stay as surrogate escapes: ``channels.email.headers`` decodes them.
Source: RFC 5322, section 2.2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 64 * 1024
"""Characters of one field that are looked at."""
MOST = 2000
"""Fields of one part that are looked at."""

_NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_END = re.compile(rb"(?:\A|(?<=\n))\r?\n|(?<=\r)\r(?!\n)")
_BLANKS = re.compile(rb"(?<=\n)[ \t]+\r?\n")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Fields:
    """Header fields in order: lower-case name, unfolded value."""

    items: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> list[str]:
        """Every value of that field, in order."""
        wanted = name.lower()
        return [value for key, value in self.items if key == wanted]

    def get(self, name: str) -> str | None:
        """The first value that says something: a duplicate further down does not override it."""
        values = self.all(name)
        return next((value for value in values if value.strip()), values[0] if values else None)

    def __contains__(self, name: str) -> bool:
        return any(key == name.lower() for key, _ in self.items)


def header_end(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header that begins at ``start`` ends, and where the body begins."""
    if not _begins_with_field(raw, start, end):
        return start, _skip_blank(raw, start, end)
    blank = _END.search(raw, start, end)
    stop, begin = (blank.start(), blank.end()) if blank is not None else (end, end)
    return _blanks_only(raw, start, stop) or (stop, begin)


def read_fields(raw: bytes, start: int, end: int) -> Fields:
    """The fields between two offsets. A line that is no field and continues none is passed over."""
    items: list[tuple[str, str]] = []
    name: str | None = None
    pieces: list[bytes] = []
    for line in _lines(raw, start, end):
        if line[:1] in (b" ", b"\t"):
            pieces.append(line)
            continue
        if name is not None:
            items.append((name, _value(pieces)))
        match = _NAME.match(line)
        name = match[1].decode("ascii").lower() if match else None
        pieces = [line[match.end() :]] if match else []
        if len(items) >= MOST:
            return Fields(tuple(items))
    if name is not None:
        items.append((name, _value(pieces)))
    return Fields(tuple(items))


def _value(pieces: list[bytes]) -> str:
    return b"".join(pieces)[:LONGEST].replace(b"\x00", b"").decode("ascii", "surrogateescape").strip(" \t")


def _blanks_only(raw: bytes, start: int, stop: int) -> tuple[int, int] | None:
    """The end of the header at a line of blanks, which a gateway put where an empty one belongs: text follows it, and
    no field."""
    for match in _BLANKS.finditer(raw, start, stop):
        if match.start() == start or match.end() >= stop:
            continue
        following = _LINE.match(raw, match.end(), stop)
        line = following[0] if following else b""
        if line.strip() and not _NAME.match(line) and line[:1] not in b" \t":
            return match.start(), match.end()
    return None


def _begins_with_field(raw: bytes, start: int, end: int) -> bool:
    """Is one of the first lines a field? A stray line before the header does not make it text."""
    for number, line in enumerate(_lines(raw, start, end)):
        if _NAME.match(line):
            return True
        if number >= 2 or not line.strip():
            return False
    return False


def _skip_blank(raw: bytes, start: int, end: int) -> int:
    match = re.compile(rb"\r?\n").match(raw, start, end)
    return match.end() if match else start


def _lines(raw: bytes, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        match = _LINE.match(raw, start, end)
        if match is None or match.end() == start:
            return
        yield match[0].rstrip(b"\r\n")
        start = match.end()

"""Is there a script in a PDF? A scanner writes none, so a file with one is not read.

ISO 32000-1, 12.6.4.16: an action with ``/S /JavaScript`` and ``/JS``; that of a rendition may have ``/JS`` too
(12.6.4.13). Names may be spelt with ``#xx`` (7.3.5) and may stand in a compressed object stream (7.5.7). The bytes of a
compressed picture spell a name as short as ``/JS`` by chance, once in some sixteen million: in a stream only the long
names count, and outside a value must follow.
"""

import re
import zlib
from collections.abc import Iterator

_NAME = re.compile(rb"/((?:[^\x00\t\n\f\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SUSPECT = re.compile(rb"/(?:J|R|#4[aA]|#52)")
_VALUE = re.compile(rb"[\x00\t\n\f\r ]*(?:\(|<|\d{1,10}[\x00\t\n\f\r ]+\d{1,5}[\x00\t\n\f\r ]+R)")
_STREAM = re.compile(rb">>[\x00\t\n\f\r ]*stream(?:\r\n|\n|\r)")
_OBJECT_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_USER_UNIT = re.compile(rb"/UserUnit[\x00\t\n\f\r ]*(\d{1,4}(?:\.\d{1,6})?)")
_MOST_INFLATED = 8_000_000
_MOST_STREAMS = 2_000


def has_script(content: bytes) -> bool:
    """Does the PDF hold JavaScript, in plain sight or in an object stream?"""
    return any(_names_script(content, *span) for span in _parts(content)) or any(
        _names_script(inflated, 0, len(inflated), in_stream=False) for inflated in _object_streams(content)
    )


def _parts(content: bytes) -> Iterator[tuple[int, int, bool]]:
    """The spans outside streams and, marked, those of their contents."""
    at = 0
    for stream in _STREAM.finditer(content):
        if stream.start() < at:
            continue
        end = content.find(b"endstream", stream.end())
        end = len(content) if end < 0 else end
        yield at, stream.end(), False
        yield stream.end(), end, True
        at = end
    yield at, len(content), False


def _names_script(content: bytes, start: int, end: int, in_stream: bool) -> bool:
    for match in _SUSPECT.finditer(content, start, end):
        name = _NAME.match(content, match.start(), end)
        written = _ESCAPE.sub(lambda code: bytes([int(code.group(1), 16)]), name.group(1)) if name else b""
        if written == b"JavaScript" or (in_stream and written == b"Rendition"):
            return True
        if name and written == b"JS" and not in_stream and _VALUE.match(content, name.end(), end):
            return True
    return False


def _object_streams(content: bytes) -> list[bytes]:
    inflated = []
    for match in list(_OBJECT_STREAM.finditer(content))[:_MOST_STREAMS]:
        try:
            inflated.append(zlib.decompressobj().decompress(content[match.end() :], _MOST_INFLATED))
        except zlib.error:
            continue
    return inflated


def user_unit(content: bytes) -> float:
    """The largest ``/UserUnit`` of its pages, in 1/72 of an inch (ISO 32000-1, 7.7.3.3), at least 1: pdfium leaves it
    out of a page's size."""
    parts = [content, *_object_streams(content)]
    return max((1.0, *(float(match[1]) for part in parts for match in _USER_UNIT.finditer(part))))

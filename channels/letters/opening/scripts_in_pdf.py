"""Is there a script in a PDF? A scanner writes none, so a file with one is not read.

ISO 32000-1, 12.6.4.16: an action with ``/S /JavaScript`` and ``/JS``; names may be spelt with ``#xx`` (7.3.5) and may
stand in a compressed object stream (7.5.7).
"""

import re
import zlib

_NAME = re.compile(rb"/((?:[^\x00\t\n\f\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SUSPECT = re.compile(rb"/(?:J|#4[aA])")
_OBJECT_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_MOST_INFLATED = 8_000_000
_MOST_STREAMS = 2_000


def has_script(content: bytes) -> bool:
    """Does the PDF hold JavaScript, in plain sight or in an object stream?"""
    return _names_script(content) or any(_names_script(inflated) for inflated in _object_streams(content))


def _names_script(content: bytes) -> bool:
    for match in _SUSPECT.finditer(content):
        name = _NAME.match(content, match.start())
        if name and _ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), name.group(1)) in (
            b"JS",
            b"JavaScript",
        ):
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

"""Films and sound without what their maker's machine wrote into them.

Matroska and WebM (RFC 9559, RFC 8794): elements of tags, of attachments and of what made the file become empty ones of
the same size, so that nothing moves; so do chunks of WAV, AVI and AIFF. Ogg, MP3, FLAC and Windows Media: by mutagen.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any, Literal

import mutagen
from mutagen import apev2, id3
from mutagen.aac import AAC
from mutagen.flac import FLAC
from mutagen.mp3 import MP3

from core.media.containers import element

Order = Literal["little", "big"]
SOUNDS = frozenset(
    {"audio/ogg", "video/ogg", "audio/mpeg", "audio/aac", "audio/flac", "audio/x-ms-wma", "video/x-ms-wmv"}
)
MATROSKA = frozenset({"video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"})
_SEGMENT, _CLUSTER, _INFO, _TRACKS, _ENTRY = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
_HOLD = frozenset({_SEGMENT, _CLUSTER, _INFO, _TRACKS, _ENTRY})
_EMPTIED = frozenset({0x1254C367, 0x1941A469, 0x1043A770, 0x4461, 0x73A4, 0xEC})
"""Tags, attachments, chapters, when it was made, its own id, and what is void already (it may hold anything)."""
_TEXTS = frozenset({0x7BA9, 0x7384, 0x3C83AB, 0x3E83BB, 0x536E, 0x4D80, 0x5741})
"""Titles, file names, names of tracks, programs: these must be there, and may be empty."""
_VOID = 0xEC
CHUNKED: dict[str, Order] = {"audio/wav": "little", "video/x-msvideo": "little", "audio/aiff": "big"}
"""Kinds made of chunks, with the order of bytes in their sizes."""
_CHUNKS = frozenset(
    {
        b"fmt ", b"data", b"fact", b"cue ", b"smpl", b"idx1", b"avih", b"strh", b"strf", b"dmlh", b"indx", b"movi",
        b"COMM", b"SSND", b"FVER", b"MARK", b"INST",
    }
)  # fmt: skip
_LISTS = frozenset({b"hdrl", b"strl"})
_MOST = 500_000


def without_tags(content: bytes) -> bytes | None:
    """Sound in a container that mutagen knows; None where it cannot be read."""
    held = io.BytesIO(content)
    try:
        found: Any = mutagen.File(held)
        if found is None:
            return None
        if isinstance(found, FLAC):
            found.clear_pictures()  # type: ignore[no-untyped-call]
            _again(held, found.save, deleteid3=True)
        elif isinstance(found, MP3 | AAC):
            _again(held, apev2.delete)
            _again(held, id3.delete)
            return held.getvalue()
        _again(held, found.delete)
    except (mutagen.MutagenError, ValueError, OSError, EOFError, IndexError, KeyError):
        return None
    return held.getvalue()


def _again(held: io.BytesIO, change: Callable[..., object], **more: object) -> None:
    held.seek(0)
    change(held, **more)


def chunks(content: bytes, kind: str) -> bytes:
    """WAV, AVI and AIFF: chunks that are not sound, film or how to play them become junk of the same size."""
    bare = bytearray(content)
    for name, at, end in _chunks(content, 12, len(content), CHUNKED[kind]):
        if name not in _CHUNKS:
            bare[at : at + 4] = b"JUNK"
            bare[at + 8 : end] = bytes(end - at - 8)
    return bytes(bare)


def _chunks(content: bytes, at: int, stop: int, order: Order) -> Iterator[tuple[bytes, int, int]]:
    """Name, where it stands, where it ends; of a list that holds others, those."""
    while at + 8 <= stop:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], order)
        end = min(at + 8 + size, stop)
        inner = content[at + 8 : at + 12] if name == b"LIST" else b""
        if inner in _LISTS:
            yield from _chunks(content, at + 12, end, order)
        else:
            yield (inner if inner == b"movi" else name), at, end
        at = end + size % 2


def matroska(content: bytes) -> bytes:
    """A film or a recording of a browser's; one that is cut off, as far as it goes."""
    bare = bytearray(content)
    for name, at, begin, end in _elements(content):
        if name in _TEXTS:
            bare[begin:end] = bytes(end - begin)
        elif name in _EMPTIED:
            bare[at:end] = _void(end - at)
    return bytes(bare)


def _elements(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Id, where it stands, and where its content begins and ends. Blocks of sound and film are passed over."""
    at = 0
    for _ in range(_MOST):
        name, size, begin = element(content, at)
        if name == 0:
            return
        end = len(content) if size is None else min(begin + size, len(content))
        yield name, at, begin, end
        at = begin if name in _HOLD else end


def _void(length: int) -> bytes:
    """An element that means nothing, of this length (two at least)."""
    for width in range(1, 9):
        size = length - 1 - width
        if 0 <= size < (1 << (7 * width)) - 1:
            return bytes([_VOID]) + (size | 1 << (7 * width)).to_bytes(width, "big") + bytes(size)
    return bytes(length)

"""Evidence without what its maker's machine wrote into it: a camera's place and owner, a document's author.

Whoever may not see who the citizen is must not find it there. Pictures are written anew, PDFs have their pages put into
a new document by pdfium, in a process of its own, and films and sound of the MP4 family have their boxes of tags made
free space of the same size (ISO/IEC 14496-12, section 8.1.2), so that nothing in them moves. Other films, sound and
documents: bare_containers.py. What is none of these is not handed out: an archive holds whatever it holds.
"""

import io
import re
import struct
import subprocess
import sys
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from gateway.web.bare_containers import CHUNKED, MATROSKA, SOUNDS, chunks, matroska, without_tags
from gateway.web.bare_documents import DOCUMENTS, without_properties

PICTURES = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/heic-sequence",
        "image/heif-sequence", "image/avif", "image/tiff", "image/bmp", "image/jp2", "image/vnd.microsoft.icon",
    }
)  # fmt: skip
BOXED = frozenset(
    {"video/mp4", "audio/mp4", "video/quicktime", "video/3gpp", "audio/3gpp", "video/3gpp2", "audio/3gpp2"}
)
PLAIN = frozenset({"audio/amr", "audio/amr-wb", "audio/basic", "text/plain", "text/csv"})
"""Kinds that have no place for a maker."""
_TAGS = frozenset({b"udta", b"meta", b"uuid"})
_WITHIN = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"})
_SECONDS = 20
_INFO = re.compile(
    rb"/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|LastModifiedBy)\s{0,8}\(([^()]{0,2000})\)"
)
_XMP = re.compile(rb"<x:xmpmeta.{0,100000}?</x:xmpmeta>", re.DOTALL)


def bare(content: bytes, kind: str) -> tuple[bytes, str] | None:
    """The same without it, and its media type. None: it cannot be taken out of this kind, or out of this file."""
    if kind in PICTURES:
        return _picture(content, kind)
    if kind == "application/pdf":
        return _pdf(content), kind
    if kind in BOXED:
        return _boxes(content), kind
    if kind in CHUNKED:
        return chunks(content, kind), kind
    if kind in MATROSKA:
        return matroska(content), kind
    if kind in SOUNDS:
        return _with_kind(without_tags(content), kind)
    if kind in DOCUMENTS:
        return _with_kind(without_properties(content, kind), kind)
    return (content, kind) if kind in PLAIN else None


def _with_kind(content: bytes | None, kind: str) -> tuple[bytes, str] | None:
    return None if content is None else (content, kind)


def _picture(content: bytes, kind: str) -> tuple[bytes, str] | None:
    """A JPEG keeps its own tables where it stands upright already, so that it loses nothing."""
    out = io.BytesIO()
    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
        picture = Image.open(io.BytesIO(content))
        if picture.format == "JPEG" and picture.getexif().get(0x0112, 1) == 1:
            picture.info.pop("comment", None)
            picture.save(out, "JPEG", quality="keep", exif=b"", icc_profile=picture.info.get("icc_profile"))
            return out.getvalue(), "image/jpeg"
        upright = ImageOps.exif_transpose(picture)
        if kind == "image/png":
            plain = upright.convert("RGBA" if "A" in upright.mode or upright.mode == "P" else "RGB")
            plain.info.clear()  # else its texts are written again
            plain.save(out, "PNG")
            return out.getvalue(), "image/png"
        upright.convert("RGB").save(out, "JPEG", quality=92)
        return out.getvalue(), "image/jpeg"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _pdf(content: bytes) -> bytes:
    """By a process of its own: what it opens may be hostile. One that pdfium cannot open has what stands in clear
    blotted out."""
    command = [sys.executable, "-m", "channels.letters.opening.without_author"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _blotted(content)
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF") else _blotted(content)


def _blotted(content: bytes) -> bytes:
    def blank(found: re.Match[bytes]) -> bytes:
        return found.group().replace(found[1], b" " * len(found[1])) if found[1] else found.group()

    return _XMP.sub(lambda found: b" " * len(found.group()), _INFO.sub(blank, content))


def _boxes(content: bytes) -> bytes:
    bare = bytearray(content)
    for at, kind in _found(content, 0, len(content), 0):
        if kind in _TAGS:
            bare[at + 4 : at + 8] = b"free"
            size = min(struct.unpack_from(">I", content, at)[0], len(content) - at)
            bare[at + 8 : at + size] = bytes(max(size - 8, 0))
    return bytes(bare)


def _found(content: bytes, start: int, end: int, depth: int) -> Iterator[tuple[int, bytes]]:
    """Where boxes begin, and of which kind; those inside of those that hold others."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = struct.unpack_from(">Q", content, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield start, kind
        if kind in _WITHIN and depth < 6:
            yield from _found(content, start + head, start + size, depth + 1)
        start += size

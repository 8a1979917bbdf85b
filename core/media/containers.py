"""Files that hold other things: MP4 and its kin, Matroska, Ogg, ZIP, old office documents. What is inside decides."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"heis": "image/heic",
    b"hevc": "image/heic-sequence", b"hevx": "image/heic-sequence", b"hevm": "image/heic-sequence",
    b"hevs": "image/heic-sequence", b"mif1": "image/heif", b"mif2": "image/heif",
    b"msf1": "image/heif-sequence", b"avif": "image/avif", b"avis": "image/avif", b"crx ": "image/x-canon-cr3",
    b"miaf": "image/heif", b"jpeg": "image/heif",
    b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"M4P ": "audio/mp4", b"F4A ": "audio/mp4",
}  # fmt: skip
_BOXES = (b"moov", b"trak", b"mdia")
_MOST_BOXES = 5000
_PICTURES = {kind for kind in _BRANDS.values() if kind.startswith("image/")}
_UNNAMED = {"image/heif": ("image/heic", "image/avif"), "image/heif-sequence": ("image/heic-sequence", "image/avif")}
"""Brands that name no code, and what a later one may say that they are."""
_BEFORE = (b"free", b"skip", b"pnot", b"wide")
_SEGMENT, _TRACKS, _ENTRY, _TRACK_TYPE = 0x18538067, 0x1654AE6B, 0xAE, 0x83
_DOC_TYPE = re.compile(rb"\x42\x82[\x81-\x88]([a-z]+)")
_VIDEO, _AUDIO = 1, 2
_OGG_VIDEO = (b"\x80theora", b"OVP80", b"BBCD")
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/[a-z0-9.+-]{3,80})")
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_XML = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    ("word/", f"{_XML}.wordprocessingml.document"),
    ("xl/", f"{_XML}.spreadsheetml.sheet"),
    ("ppt/", f"{_XML}.presentationml.presentation"),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
_BY_ONE_NAME = (
    ("index/document.iwa", "application/vnd.apple.pages"),
    ("androidmanifest.xml", "application/vnd.android.package-archive"),
    ("meta-inf/manifest.mf", "application/java-archive"),
    ("doc.kml", "application/vnd.google-earth.kmz"),
)
_STREAMS = (
    ("EncryptedPackage", "application/x-ole-storage"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1", "application/vnd.ms-outlook"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("VisioDocument", "application/vnd.visio"),
    ("Book", "application/vnd.ms-excel"),
    ("InPage", "application/x-inpage"),
    ("MatOST", "application/vnd.ms-works"),
    ("HwpSummaryInformation", "application/x-hwp"),
    ("Quill", "application/vnd.ms-publisher"),
)


def mp4_kind(content: bytes) -> str:
    """ISO base media: a picture by its brands; sound where it has a track and none is a picture; else a film."""
    major, others = _brands(content)
    if major in _BRANDS:
        kind = _BRANDS[major]
        return next((_BRANDS[one] for one in others if _BRANDS.get(one) in _UNNAMED.get(kind, ())), kind)
    tracks = _handlers(content)
    pictures = [_BRANDS[one] for one in others if _BRANDS.get(one) in _PICTURES]
    if pictures and not tracks & {b"vide", b"soun"}:
        return next((one for one in pictures if one not in _UNNAMED), pictures[0])
    only_sound = b"soun" in tracks and not tracks & {b"vide", b"auxv"}
    if major.startswith((b"3gp", b"3gs", b"3ge", b"3gr")):
        return "audio/3gpp" if only_sound else "video/3gpp"
    if major.startswith(b"3g2"):
        return "audio/3gpp2" if only_sound else "video/3gpp2"
    if only_sound:
        return "audio/mp4"
    return "video/quicktime" if major in (b"qt  ", b"") else "video/mp4"


def _brands(content: bytes) -> tuple[bytes, list[bytes]]:
    """The major brand and the others; a box or two that say nothing may stand before them."""
    at = 0
    for _ in range(4):
        size = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] == b"ftyp":
            ends = at + min(size, 256)
            return content[at + 8 : at + 12], [content[one : one + 4] for one in range(at + 16, ends, 4)]
        if content[at + 4 : at + 8] not in _BEFORE or size < 8:
            break
        at += size
    return b"", []


def _handlers(content: bytes) -> set[bytes]:
    """What its tracks are for: ``vide``, ``soun`` …"""
    found: set[bytes] = set()
    waiting = [(0, len(content))]
    for _ in range(_MOST_BOXES):
        if not waiting:
            break
        at, end = waiting.pop()
        if at + 8 > end:
            continue
        size, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else min(end, at + size)
        if stop <= at + head - 1:
            continue
        waiting.append((stop, end))
        if name in _BOXES:
            waiting.append((at + head, stop))
        elif name == b"hdlr" and content[at + head + 8 : at + head + 12] != b"alis":
            found.add(content[at + head + 8 : at + head + 12])
    return found


def ebml_kind(content: bytes) -> str:
    """WebM and Matroska, as a film or as sound only (a browser's recording)."""
    named = _DOC_TYPE.search(content[:256])
    kind = "webm" if named is None or named[1] == b"webm" else "x-matroska"
    types = set(_track_types(content))
    return f"{'audio' if types and _VIDEO not in types and _AUDIO in types else 'video'}/{kind}"


def _track_types(content: bytes) -> Iterator[int]:
    at, end = 0, len(content)
    for _ in range(_MOST_BOXES):
        if at >= end:
            return
        name, size, begin = element(content, at)
        if name == 0:
            return
        if name == _TRACK_TYPE and size is not None:
            yield int.from_bytes(content[begin : begin + size], "big")
        inside = name in (_SEGMENT, _TRACKS, _ENTRY)
        if not inside and size is None:
            return
        at = begin if inside or size is None else begin + size
        if name == 0x1F43B675:  # a cluster: the tracks stand before it
            return


def element(content: bytes, at: int) -> tuple[int, int | None, int]:
    """Id, size (None where it is not known yet), and where its content begins; id 0 where there is none."""
    length = _width(content, at)
    size_at = at + length
    width = _width(content, size_at)
    if not length or not width:
        return 0, None, at
    name = int.from_bytes(content[at:size_at], "big")
    size = int.from_bytes(content[size_at : size_at + width], "big") & ((1 << (7 * width)) - 1)
    return name, None if size == (1 << (7 * width)) - 1 else size, size_at + width


def _width(content: bytes, at: int) -> int:
    if at >= len(content) or content[at] == 0:
        return 0
    return 9 - content[at].bit_length()


def ogg_kind(content: bytes) -> str:
    """Sound, unless one of its streams is a film."""
    return "video/ogg" if any(mark in content[:4096] for mark in _OGG_VIDEO) else "audio/ogg"


def zip_kind(content: bytes) -> str:
    """An office document by its parts, else an archive."""
    named = _OPEN_DOCUMENT.search(content[:200])
    if named is not None:
        return named[1].decode("ascii")
    given = _zip_names(content)
    if "mimetype" in given and (late := _late_type(content)):
        return late
    names = {name.replace("\\", "/").lstrip("/").casefold() for name in given}
    if "[content_types].xml" in names:
        for start, kind in _PARTS:
            if any(name.startswith(start) for name in names):
                return kind
        if any(name.endswith((".fpage", ".fdseq")) for name in names):
            return "application/oxps"
    return next((kind for name, kind in _BY_ONE_NAME if name in names), "application/zip")


def _late_type(content: bytes) -> str | None:
    """The type of an OpenDocument that some other program packed again: no more first, or squeezed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack, pack.open("mimetype") as file:
            said = file.read(100)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, KeyError, RuntimeError, EOFError):
        return None  # no such file in it, locked, or damaged: then nothing says that it is one
    named = re.fullmatch(rb"application/vnd\.oasis\.opendocument\.[a-z-]{3,40}", said.strip())
    return named[0].decode("ascii") if named else None


def _zip_names(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return set(pack.namelist()[:2000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _names_in_front(content)  # cut off, or packed as zipfile cannot: names still tell


def _names_in_front(content: bytes) -> set[str]:
    """The names that stand before each file, for an archive that was cut off."""
    found = set()
    for match in _LOCAL_NAME.finditer(content[: 1024 * 1024]):
        length = int.from_bytes(match[1], "little")
        found.add(content[match.end() : match.end() + min(length, 200)].decode("utf-8", "replace"))
    return found


def office_kind(content: bytes) -> str:
    """An old office document, or a mail of Outlook's, by the names of its streams."""
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return "application/x-ole-storage"

"""Which kinds of files are read as letters, judged by their content (core.media.kinds)."""

from core.errors import Malformed, Unsupported
from core.media.kinds import UNKNOWN, media_type

PDF, JPEG, PNG, TIFF, HEIC = "application/pdf", "image/jpeg", "image/png", "image/tiff", "image/heic"

_READ = {PDF: PDF, JPEG: JPEG, PNG: PNG, TIFF: TIFF, HEIC: HEIC} | dict.fromkeys(
    ("image/heif", "image/heic-sequence", "image/heif-sequence"), HEIC
)
_STARTS = (
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"PK", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a recording"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_FAMILIES = (("audio/", "a recording"), ("video/", "a film"), ("image/", "another kind of picture"))


def kind_of(content: bytes) -> str:
    """The media type: PDF, JPEG, PNG, TIFF or HEIC.

    Raises Malformed for an empty file and for one that is nothing known, Unsupported for a known kind that is no scan.
    """
    if not content:
        raise Malformed("the file is empty")
    kind = media_type(content)
    if kind in _READ:
        return _READ[kind]
    name = next((name for start, name in _STARTS if content.startswith(start)), None)
    if name is None and kind != UNKNOWN:
        name = next((name for family, name in _FAMILIES if kind.startswith(family)), None)
    if name is not None:
        raise Unsupported(f"this is {name}, not a scan: PDF, TIFF, JPEG, PNG or HEIC is read")
    raise Malformed("this is none of PDF, TIFF, JPEG, PNG and HEIC")

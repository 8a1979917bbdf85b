"""What a file is, by its content. Its name and the type somebody claimed for it are not asked."""

from core.errors import Malformed, Unsupported

PDF, JPEG, PNG, TIFF, HEIC = "application/pdf", "image/jpeg", "image/png", "image/tiff", "image/heic"

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_KNOWN_BUT_NOT_TAKEN = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
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


def kind_of(content: bytes) -> str:
    """The media type: PDF, JPEG, PNG, TIFF or HEIC.

    Raises Malformed for an empty file and for one that is nothing known, Unsupported for a known kind that is no scan.
    """
    if not content:
        raise Malformed("the file is empty")
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    for start, name in _KNOWN_BUT_NOT_TAKEN:
        if content.startswith(start):
            raise Unsupported(f"this is {name}, not a scan: PDF, TIFF, JPEG, PNG or HEIC is read")
    if b"%PDF-" in content[:1024]:
        return PDF
    raise Malformed("this is none of PDF, TIFF, JPEG, PNG and HEIC")

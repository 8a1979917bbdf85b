"""What a file is, by its content: the one detector, for every channel and every form.

Names and claimed types are not asked, except for text, which looks like nothing in particular. The table has what
phones, scanners, browsers and offices make. Containers are opened as far as needed: a film without a picture is sound,
a ZIP with a Word document's parts is a Word document.

Sources: WHATWG MIME Sniffing; ISO/IEC 14496-12 and 23008-12 (MP4, HEIF brands), RFC 8794 and Matroska (EBML), RFC 3533
(Ogg), RFC 4867 (AMR), PKWARE APPNOTE (ZIP), [MS-CFB] (old office documents), IANA media types.
"""

import re

import puremagic

from core.media.containers import ebml_kind, mp4_kind, office_kind, ogg_kind, zip_kind

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\xff\x0a", "image/jxl"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\xff\x4f\xff\x51", "image/j2c"),
    (b"\x97JB2\r\n\x1a\n", "image/jb2"),
    (b"\x0a\x05\x01", "image/vnd.zbrush.pcx"),
    (b"IIU\x00", "image/x-panasonic-rw2"),
    (b"IIRO", "image/x-olympus-orf"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"#!AMR-WB\n", "audio/amr-wb"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR_MC1.0\n", "audio/amr"),
    (b"#!EVRC", "audio/evrc"),
    (b"#!SILK_V3", "audio/silk"),
    (b"\x02#!SILK_V3", "audio/silk"),
    (b"\x02dss", "audio/x-dss"),
    (b"\x03ds2", "audio/x-dss"),
    (b".RMF", "application/vnd.rn-realmedia"),
    (b"II\xbc\x01", "image/jxr"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"MThd", "audio/midi"),
    (b"caff", "audio/x-caf"),
    (b"ADIF", "audio/aac"),
    (b"\x0b\x77", "audio/ac3"),
    (b".snd", "audio/basic"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x7fELF", "application/x-executable"),
    (b"-----BEGIN PGP ", "application/pgp-encrypted"),
    (b"x\x9f>\x22", "application/vnd.ms-tnef"),
    (b"PK00PK\x03\x04", "application/zip"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"QLCM": "audio/qcelp",
         b"CDXA": "video/mpeg"}  # fmt: skip
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_BITMAPS = {b"P4": "bitmap", b"P5": "graymap", b"P6": "pixmap"}
_TEXTS = (
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"<!DOCTYPE HTML", "text/html"),
    (b"<HTML", "text/html"),
    (b"<SVG", "image/svg+xml"),
    (b"<HEAD", "text/html"),
    (b"<BODY", "text/html"),
    (b"<?XML", "application/xml"),
    (b"RETURN-PATH:", "message/rfc822"),
    (b"DELIVERED-TO:", "message/rfc822"),
    (b"RECEIVED:", "message/rfc822"),
    (b"MIME-VERSION:", "message/rfc822"),
)
_MAIL = re.compile(rb"(?:From [^\n]{3,200}\n)?[A-Za-z-]{2,40}:[ \t]")
_OF_PROGRAMS = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Content-Type):", re.IGNORECASE | re.MULTILINE)
_XML_KINDS = ((b"<svg", "image/svg+xml"), (b"<html", "text/html"), (b"<HTML", "text/html"))
_TAME = {"text/plain", "text/csv", "text/vcard", "text/x-vcard", "text/calendar", "message/rfc822"}
"""Claims of text that are believed."""
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_PKCS7 = bytes.fromhex("06092a864886f70d0107")
_PDF_WITHIN, _SAMPLE = 1024, 65536
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def media_type(content: bytes, claimed: str = "") -> str:
    """The media type; ``UNKNOWN`` where nothing is known of it. Never raises.

    ``claimed`` is what its sender says it is: believed of text only.
    """
    claimed = claimed.split(";")[0].strip().lower()
    if not content:
        return UNKNOWN
    content = _unicode(content)
    words = _is_words(content)
    for start, kind in _STARTS:
        if content.startswith(start) and not (words and start.isalnum()):
            return kind
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    if words:
        return _text(content, claimed) or UNKNOWN
    found = _container(content) or _by_structure(content) or _text(content, claimed)
    return found or _otherwise(content) or UNKNOWN


def is_no_text(content: bytes) -> bool:
    """Is it a picture, sound, a film or a PDF, although it is called text?"""
    kind = media_type(content)
    if kind == PDF:
        return b"%PDF-" in content[:40]
    return kind.startswith(("image/", "audio/", "video/")) and not kind.endswith("+xml")


def _unicode(content: bytes) -> bytes:
    """A text in UTF-16, as Notepad keeps Urdu, in UTF-8 (its beginning is enough); all else as it is."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content
    text = content[:8192].decode("utf-16", "replace")
    return content if "\ufffd" in text[:-1] or _CONTROLS.search(text) else text.encode("utf-8", "replace")


def _is_words(content: bytes) -> bool:
    """Does it read as text, whatever its first letters are: "ID3", "MZ" and "BZh" begin sentences too?"""
    sample = content[:1024]
    try:
        text = sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(content) <= len(sample) or error.start < len(sample) - 3:  # not only a letter that the sample cuts
            return False
        text = sample[: error.start].decode("utf-8")
    return _CONTROLS.search(text) is None


def _container(content: bytes) -> str | None:
    if content[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _RIFF.get(content[8:12])
    if content[:4] == b"FORM" and content[8:12] in (b"AIFF", b"AIFC"):
        return "audio/aiff"
    if content[4:8] in _BOXES:
        return mp4_kind(content)
    if content[:4] == b"\x1aE\xdf\xa3":
        return ebml_kind(content)
    if content[:4] == b"OggS":
        return ogg_kind(content)
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return zip_kind(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return office_kind(content)
    if content[:16] == _ASF:
        return "video/x-ms-wmv" if _ASF_VIDEO in content[:_SAMPLE] else "audio/x-ms-wma"
    return None


def _by_structure(content: bytes) -> str | None:
    """What has no mark of its own at its start."""
    if content[:2] in _BITMAPS and content[2:3] in b"\n\r\t #":
        return f"image/x-portable-{_BITMAPS[content[:2]]}"
    if content[:2] == b"BM" and len(content) > 26 and content[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if content[:2] == b"MZ" and len(content) > 64:
        return "application/vnd.microsoft.portable-executable"
    if content[:1] == b"\x47" and content[188:189] == b"\x47" and content[376:377] in (b"\x47", b""):
        return "video/mp2t"
    if content[4:5] == b"\x47" and content[196:197] == b"\x47" and content[388:389] in (b"\x47", b""):
        return "video/mp2t"
    if content[:1] == b"\x30" and _PKCS7 in content[:24]:
        return "application/pkcs7-mime"
    if content[257:262] == b"ustar":
        return "application/x-tar"
    if content[40:44] == b" EMF" or content[:4] in (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"):
        return "image/emf" if content[40:44] == b" EMF" else "image/wmf"
    return _frames(content)


def _frames(content: bytes) -> str | None:
    """Sound without a header: MPEG audio and AAC, by their first frame."""
    if len(content) < 4 or content[0] != 0xFF:
        return None
    if content[1] & 0xF6 == 0xF0:
        return "audio/aac"
    layer, rate = content[1] & 0x06, content[2]
    sound = content[1] & 0xE0 == 0xE0 and layer in (0x02, 0x04) and content[1] & 0x18 != 0x08
    return "audio/mpeg" if sound and rate & 0xF0 not in (0xF0, 0) and rate & 0x0C != 0x0C else None


def _text(content: bytes, claimed: str) -> str | None:
    sample = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if sample.startswith(b"<!--"):
        sample = sample.partition(b"-->")[2].lstrip()
    upper = sample[:64].upper()
    for start, kind in _TEXTS:
        if upper.startswith(start):
            within = _XML_KINDS if kind == "application/xml" else ()
            return next((inside for mark, inside in within if mark in sample), kind)
    if _MAIL.match(sample) and _OF_PROGRAMS.search(sample):
        return "message/rfc822"
    return claimed if claimed in _TAME and b"\x00" not in content[:4096] else None


def _otherwise(content: bytes) -> str | None:
    """What only puremagic knows. Of what this table knows it is not asked: it takes HEIC for a film."""
    try:
        found = puremagic.magic_string(content[:_SAMPLE])
    except (puremagic.PureError, ValueError):
        return None
    sure = [str(match.mime_type) for match in found if match.mime_type and match.confidence >= 0.7]
    return sure[0] if sure else None

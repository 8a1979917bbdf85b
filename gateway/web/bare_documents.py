"""Office documents without who wrote them and where they work.

Of ECMA-376 (part 1, 15.2.12) and OpenDocument (1.3 part 3, 4.3) the parts of properties are emptied, and names beside
changes and remarks taken off; of RTF (1.9.1) the information group. The old binary formats are not taken apart.
"""

import io
import re
import zipfile

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_RTF = "application/rtf"
DOCUMENTS = frozenset(
    {
        f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.presentationml.presentation", f"{_OPEN}.text", f"{_OPEN}.spreadsheet",
        f"{_OPEN}.presentation", _RTF,
    }
)  # fmt: skip
_PROPERTIES = re.compile(r"docProps/.*\.xml|meta\.xml|customXml/.*|Thumbnails/.*|docProps/thumbnail.*", re.IGNORECASE)
_TEXT = re.compile(rb">[^<>]+<")
_AUTHORS = re.compile(
    rb'((?:w:author|w:initials|w15:author|w15:userId|userName|author|initials|lastModifiedBy)=")[^"]*(")'
    rb"|(<(?:dc:creator|meta:creator-initials|author)>)[^<]*(</)"
)
_INFO_GROUP = re.compile(rb"\{\\info\b")
_MOST_BYTES = 200_000_000
_MOST_PARTS = 10_000


def without_properties(content: bytes, kind: str) -> bytes | None:
    """The document; None where it cannot be taken apart, or unpacks to more than it should."""
    if kind == _RTF:
        return _rtf(content)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack, zipfile.ZipFile(out, "w") as bare:
            parts = pack.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
                return None
            for part in parts:
                plain = zipfile.ZipInfo(part.filename)  # without the time and what a program noted there
                plain.compress_type = part.compress_type
                bare.writestr(plain, _part(part.filename, pack.read(part)))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError, EOFError):
        return None
    return out.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if _PROPERTIES.fullmatch(name):
        return _TEXT.sub(b"><", content) if name.lower().endswith((".xml", ".rels")) else b""
    if name.lower().endswith(".xml"):
        return _AUTHORS.sub(lambda found: (found[1] or found[3]) + (found[2] or found[4]), content)
    return content


def _rtf(content: bytes) -> bytes | None:
    """Without its group of information: what stands between its braces."""
    begins = _INFO_GROUP.search(content)
    if begins is None:
        return content
    depth, at = 0, begins.start()
    while at < len(content):
        sign = content[at : at + 1]
        if sign == b"\\":
            at += 2
            continue
        depth += (sign == b"{") - (sign == b"}")
        at += 1
        if depth == 0:
            return content[: begins.start()] + content[at:]
    return None

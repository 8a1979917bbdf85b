"""winmail.dat: what Outlook packs when it thinks that the reader is Outlook too.

Source: Microsoft, [MS-OXTNEF].
"""

import struct
from dataclasses import dataclass

from tnefparse import TNEF
from tnefparse.tnef import TNEFAttachment

from channels.email.charsets import decode_text
from channels.email.html import read_html
from channels.email.rtf import is_html, read_rtf

TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
_SIGNATURE = b"\x78\x9f\x3e\x22"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files in it by name, and its text where it has one."""

    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""


def unpack(content: bytes) -> Unpacked | None:
    """What is inside; None where it cannot be read or nothing is found: it stays a file then. Never raises."""
    if not content.startswith(_SIGNATURE):
        return None
    try:
        pack = TNEF(content, do_checksum=False)
        files = tuple((_name(file), bytes(file.data)) for file in pack.attachments if file.data)
        text = _text(pack)
    except Exception:  # noqa: BLE001 - tnefparse lets every error of its struct readers through
        return None
    return Unpacked(files, text) if files or text else None


def _name(file: TNEFAttachment) -> str:
    for attribute in ("long_filename", "name"):
        try:
            name = getattr(file, attribute)
            name = name() if callable(name) else name
        except (struct.error, ValueError, LookupError, AttributeError, TypeError):
            continue
        text = (decode_text(name) if isinstance(name, bytes) else str(name or "")).strip("\x00 ")
        if text:
            return text
    return ""


def _text(pack: TNEF) -> str:
    html = pack.htmlbody
    if html:
        return read_html(html if isinstance(html, str) else decode_text(html)).full
    body = pack.body
    text = (body if isinstance(body, str) else decode_text(body or b"")).strip("\x00 \n")
    return text or _rich_text(pack)


def _rich_text(pack: TNEF) -> str:
    """What the RTF says, where it is the only text."""
    raw = pack.rtfbody
    if not raw:
        return ""
    raw = raw.encode("latin-1", "replace") if isinstance(raw, str) else bytes(raw)
    text = read_rtf(raw)
    return read_html(text).full if is_html(raw) else text

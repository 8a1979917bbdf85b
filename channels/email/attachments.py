"""The attachments of a mail: photographs, documents, forwarded mails, and what winmail.dat holds."""

import hashlib
import re

from channels.email.filenames import made_up_filename, safe_filename, type_by_name
from channels.email.headers import header_text
from channels.email.structure import Part, read_head
from channels.email.tnef import TYPES as TNEF_TYPES
from channels.email.tnef import unpack
from core.media.kinds import UNKNOWN, is_no_text, media_type
from core.messages import Attachment

_SAYS_NOTHING = {
    "application/octet-stream",
    "application/unknown",
    "application/x-unknown",
    "binary/octet-stream",
    "text/plain",
}


def read_attachments(parts: tuple[Part, ...]) -> tuple[tuple[Attachment, ...], str]:
    """The attachments in order, and the text of a winmail.dat (empty where there is none)."""
    found: list[Attachment] = []
    texts: list[str] = []
    for part in parts:
        pack = unpack(part.content) if part.type in TNEF_TYPES or _named_winmail(part) else None
        if pack is None:
            found.append(_attachment(part, len(found) + 1))
            continue
        texts.append(pack.text)
        found.extend(_file(name, content, len(found) + 1 + n) for n, (name, content) in enumerate(pack.files))
    return tuple(found), "\n".join(filter(None, texts))


def _attachment(part: Part, number: int) -> Attachment:
    content = part.content
    kind = _type(part.type, part.filename, content)
    name = safe_filename(part.filename) or _subject_name(part, content) or made_up_filename(number, kind)
    return Attachment(
        filename=name,
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        content_id=part.content_id,
    )


def _file(name: str, content: bytes, number: int) -> Attachment:
    kind = _type("application/octet-stream", name, content)
    return Attachment(
        filename=safe_filename(name) or made_up_filename(number, kind),
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _type(declared: str, name: str | None, content: bytes) -> str:
    """What the content says; where that says nothing, the declared type, and then the name."""
    by_content = media_type(content)
    if declared.startswith("text/") and is_no_text(content):  # phones send photos and recordings so
        return by_content
    sealed = ("message/", "text/", "application/pkcs7", "application/x-pkcs7", "application/pgp")
    if not declared.startswith(sealed) and by_content != UNKNOWN and not by_content.startswith("text/"):
        return by_content
    if declared not in _SAYS_NOTHING and not declared.startswith("multipart/"):
        return declared
    by_name = type_by_name(name)
    return by_name or (declared if declared == "text/plain" else UNKNOWN)


def _subject_name(part: Part, content: bytes) -> str | None:
    """A forwarded mail is named for its subject."""
    if part.type != "message/rfc822":
        return None
    subject = header_text(read_head(content)[0], "Subject")
    return safe_filename(re.sub(r"[/\\]", " ", subject)[:80] + ".eml") if subject else None


def _named_winmail(part: Part) -> bool:
    return (part.filename or "").lower() in {"winmail.dat", "win.dat"}

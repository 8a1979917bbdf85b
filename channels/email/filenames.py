"""File names out of mails: made harmless, still recognisable.

A name is only ever shown and offered for download; evidence is stored under its hash. Sources: OWASP File Upload
Cheat Sheet; Microsoft, "Naming Files, Paths, and Namespaces" (reserved names).
"""

import mimetypes
import re

from channels.email.charsets import clean

LONGEST = 120

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNWANTED = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_COMMON = {
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    "audio/ogg": ".ogg",
    "text/html": ".html",
}


def safe_filename(name: str | None) -> str | None:
    """The last part of a path, without control, direction and reserved characters; None where nothing is left."""
    last = re.split(r"[/\\]", clean(name or "").replace("\n", " ").strip())[-1]
    last = re.sub(r"\s+", " ", _UNWANTED.sub("", last)).strip(" .")
    if not last:
        return None
    if _RESERVED.fullmatch(last):
        last = f"_{last}"
    if len(last) > LONGEST:
        stem, dot, suffix = last.rpartition(".")
        suffix = f".{suffix}" if dot and len(suffix) <= 10 else ""
        last = (stem if suffix else last)[: LONGEST - len(suffix)].rstrip() + suffix
    return last


def made_up_filename(number: int, media_type: str) -> str:
    """A name for a part that has none."""
    return f"attachment-{number}{_COMMON.get(media_type) or mimetypes.guess_extension(media_type) or '.bin'}"


def type_by_name(name: str | None) -> str | None:
    """What a file's name says of its type."""
    return mimetypes.guess_type(name or "")[0]

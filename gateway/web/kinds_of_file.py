"""Files from a browser: which kinds are taken, judged by their bytes and never by their name."""

import re

import puremagic

from core.errors import Unsupported

_TAKEN = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/gif",
    "application/pdf",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/wav",
    "audio/amr",
    "video/mp4",
    "video/3gpp",
    "video/webm",
    "video/quicktime",
}
_SAME = {
    "image/jpg": "image/jpeg",
    "audio/x-wav": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "application/ogg": "audio/ogg",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def kind_of(content: bytes) -> str:
    """The media type, by the content. Raises Unsupported for all that is not a picture, a sound, a film or a PDF."""
    try:
        found = [str(match.mime_type) for match in puremagic.magic_string(content[:65536])]
    except (puremagic.PureError, ValueError):
        found = []
    for kind in found:
        kind = _SAME.get(kind, kind)
        if kind in _TAKEN:
            return kind
    raise Unsupported("not a kind of file that is taken", tell="We take photos, sound, film and PDF files.")


def plain_name(name: str | None) -> str | None:
    """A file's name without folders, signs that nobody sees, and length."""
    bare = _CONTROL.sub("", name or "").replace("\\", "/").rpartition("/")[2].strip()
    return bare[:120] or None

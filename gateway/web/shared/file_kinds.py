"""Files from a browser: which kinds are taken, judged by their bytes and never by their name."""

import re

from core.errors import Unsupported
from core.media.kinds import media_type

_TAKEN = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/gif",
    "application/pdf",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/wav",
    "audio/amr",
    "audio/amr-wb",
    "audio/aac",
    "audio/webm",
    "audio/3gpp",
    "audio/3gpp2",
    "video/mp4",
    "video/3gpp",
    "video/3gpp2",
    "video/webm",
    "video/quicktime",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def kind_of(content: bytes) -> str:
    """The media type, by the content. Raises Unsupported for all that is not a picture, a sound, a film or a PDF."""
    kind = media_type(content)
    if kind in _TAKEN:
        return kind
    raise Unsupported("not a kind of file that is taken", tell="We take photos, sound, film and PDF files.")


def plain_name(name: str | None) -> str | None:
    """A file's name without folders, signs that nobody sees, and length."""
    bare = _CONTROL.sub("", name or "").replace("\\", "/").rpartition("/")[2].strip()
    return bare[:120] or None

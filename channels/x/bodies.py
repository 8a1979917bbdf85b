"""What a post and a direct message have in common: their contents, and the files in them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from channels.providers.shapes import Shape, part, parts, words
from core.messages import Attachment, Location

MOST_BITS = 2_500_000
"""Of a film's sizes, the best with at most so many bits a second: two minutes are then some 35 MB."""
_KINDS = {"photo": "image/jpeg", "video": "video/mp4", "animated_gif": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Body:
    """The contents of a message. ``says_nothing``: no person said it."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    name: str | None = None
    stop: bool = False
    unsupported: str | None = None
    says_nothing: bool = False


def attachment(media: Shape) -> Attachment | None:
    """A picture or a film, of either version of the API; None for what has no address. Raises Malformed."""
    kind = words(media, "type")
    if kind not in _KINDS:
        return None
    url = words(media, "media_url_https") or words(media, "url") if kind == "photo" else _film(media)
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    return Attachment(filename=None, media_type=_KINDS[kind], url=url)


def _film(media: Shape) -> str:
    variants = parts(media, "variants") or parts(part(media, "video_info") or {}, "variants")
    films = [one for one in variants if words(one, "content_type") == "video/mp4"]
    small = [one for one in films if _bits(one) <= MOST_BITS]
    best = max(small, key=_bits, default=None) or min(films, key=_bits, default=None)
    return words(best, "url") if best is not None else ""


def _bits(variant: Shape) -> int:
    told = variant.get("bit_rate", variant.get("bitrate", 0))
    return told if isinstance(told, int) and not isinstance(told, bool) else 0

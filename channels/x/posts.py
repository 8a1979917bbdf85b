"""What is in a post: words without the names of whom it is for, pictures, films, a place.

A post comes as API v2 writes it (https://docs.x.com/x-api/fundamentals/data-dictionary), or, from the Account Activity
API, as v1.1 did; X renames parts of v2, so both names are read.
"""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from channels.providers.shapes import Shape, degrees, part, parts, words
from channels.x.bodies import Body, attachment
from core.errors import Malformed
from core.messages import Attachment, Location
from core.text.normalise import clean_text

_SHORT = re.compile(r"https://t\.co/\w+")
_BLANKS = re.compile(r"[ \t]{2,}")
_LEADING = re.compile(r"(?:@\w{1,15}\s+)+")
_V1_TIME = "%a %b %d %H:%M:%S %z %Y"
_GREETING = "السلام علیکم"
"""What is said by somebody who only names us."""


def is_for(post: Shape, ours: str, *, replies: bool) -> bool:
    """Is it said to us? Where it names us in its own words, or (``replies``) answers a post of ours. Whoever is only
    carried along in the names that stand before a reply is not spoken to. Raises Malformed."""
    if author(post) == ours or _is_repost(post):
        return False
    if replies and ours in (words(post, "in_reply_to_user_id"), words(post, "in_reply_to_user_id_str")):
        return True
    carried, long = _begins(post), _long(post)
    said = [*_mentions(post), *(_mentions(long) if long is not None else [])]
    return any(one == ours and (at is None or at >= carried) for one, at, _ in said)


def author(post: Shape) -> str:
    """Who wrote it. Raises Malformed."""
    user = part(post, "user")
    found = words(user, "id_str") if user is not None else words(post, "author_id")
    if not is_number(found):
        raise Malformed("no author")
    return found


def post_id(post: Shape) -> str:
    """Raises Malformed."""
    found = words(post, "id_str") or (words(post, "id") if isinstance(post.get("id"), str) else "")
    if not is_number(found):
        raise Malformed("no post's id")
    return found


def is_number(found: str) -> bool:
    """X's ids: up to 64 bits, as a text."""
    return found.isascii() and found.isdigit() and len(found) <= 19


def sent_at(post: Shape) -> datetime | None:
    """When; None where it does not say, or says no time at all. Raises Malformed."""
    told = words(post, "created_at")
    try:
        found = datetime.fromisoformat(told) if "T" in told[:11] else datetime.strptime(told, _V1_TIME).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def answers_to(post: Shape) -> str | None:
    """The post that it replies to. Raises Malformed."""
    v1 = words(post, "in_reply_to_status_id_str")
    return v1 or next((words(one, "id") for one in _referenced(post) if words(one, "type") == "replied_to"), None)


def post_body(post: Shape, includes: Shape, ours: str) -> Body:
    """Raises Malformed."""
    files = _files(post, includes)
    text = _text(post, ours)
    if not text and not files:
        text = _GREETING
    user = part(post, "user")
    users = (
        [user] if user is not None else [one for one in parts(includes, "users") if words(one, "id") == author(post)]
    )
    return Body(text, files, _place(post), name=(words(users[0], "name") or None) if users else None)


def _text(post: Shape, ours: str) -> str:
    long = _long(post)
    said = long if long is not None else post
    text = words(said, "full_text") or words(said, "text") or words(post, "full_text")
    begins = _begins(post)
    if long is None and begins:
        text = words(post, "full_text")[begins:] or words(post, "text")[begins:]
    elif answers_to(post) is not None:
        text = _LEADING.sub("", text, count=1) if _LEADING.match(text) else text
    handles = {handle for one in (post, said) for found, _, handle in _mentions(one) if found == ours and handle}
    for handle in handles:
        text = re.sub(rf"@{re.escape(handle)}\b[:,]?", " ", text, flags=re.IGNORECASE)
    urls = {**_urls(post), **_urls(said)}
    text = _SHORT.sub(lambda found: urls.get(found[0], found[0]), text)
    return _BLANKS.sub(" ", clean_text(html.unescape(text))).strip()


def _urls(said: Shape) -> dict[str, str]:
    """Short link → where it leads; nothing for one that stands for a picture."""
    entities = part(said, "entities") or {}
    found = {}
    for one in parts(entities, "urls"):
        shown = words(one, "expanded_url")
        found[words(one, "url")] = "" if "media_key" in one or re.search(r"/(?:photo|video)/\d$", shown) else shown
    for one in (*parts(entities, "media"), *parts(part(said, "extended_entities") or {}, "media")):
        found[words(one, "url")] = ""
    return found


def _mentions(said: Shape) -> list[tuple[str, int | None, str]]:
    """(whose number, where it stands, the name) of each."""
    entities = part(said, "entities") or {}
    found: list[tuple[str, int | None, str]] = []
    for one in parts(entities, "mentions"):
        at = one.get("start")
        found.append((words(one, "id"), at if isinstance(at, int) else None, words(one, "username")))
    for one in parts(entities, "user_mentions"):
        at = one.get("indices")
        start = at[0] if isinstance(at, list) and at and isinstance(at[0], int) else None
        found.append((words(one, "id_str"), start, words(one, "screen_name")))
    return found


def _begins(post: Shape) -> int:
    """Where its own words begin, behind the names of those that a reply is for."""
    told = post.get("display_text_range")
    return told[0] if isinstance(told, list) and told and isinstance(told[0], int) and told[0] > 0 else 0


def _long(post: Shape) -> Shape | None:
    """The whole of a long post, of which only the beginning stands in its text."""
    for name in ("note_tweet", "note_post", "extended_tweet"):
        found = part(post, name)
        if found is not None and (words(found, "text") or words(found, "full_text")):
            return found
    return None


def _referenced(post: Shape) -> Sequence[Shape]:
    return [*parts(post, "referenced_tweets"), *parts(post, "referenced_posts")]


def _is_repost(post: Shape) -> bool:
    return "retweeted_status" in post or any(
        words(one, "type") in ("retweeted", "reposted") for one in _referenced(post)
    )


def _files(post: Shape, includes: Shape) -> tuple[Attachment, ...]:
    keys = (part(post, "attachments") or {}).get("media_keys")
    wanted = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
    there = {words(one, "media_key"): one for one in parts(includes, "media")}
    long = part(post, "extended_tweet") or {}
    v1 = parts(part(long, "extended_entities") or part(post, "extended_entities") or {}, "media")
    media = [there[key] for key in wanted if key in there] or v1
    return tuple(file for one in media if (file := attachment(one)) is not None)


def _place(post: Shape) -> Location | None:
    """The point that its writer put on it; where X only knows the town, it says none."""
    point = part(part(post, "geo") or {}, "coordinates") or part(post, "coordinates")
    return located(point) if point is not None else None


def located(point: Shape) -> Location:
    """GeoJSON: the longitude stands first (RFC 7946, 3.1.1). Raises Malformed."""
    told = point.get("coordinates")
    if not isinstance(told, list) or len(told) != 2:
        raise Malformed("no point")
    shape = {"longitude": told[0], "latitude": told[1]}
    return Location(degrees(shape, "latitude", 90), degrees(shape, "longitude", 180))

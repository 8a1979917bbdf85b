"""Asking X what came: posts that mention us, and direct messages. Each that X lists is paid for, so it is asked for
little: posts since the last one, and of messages, which it lists from the newest on, ten at a time until one is known.

https://docs.x.com/x-api/posts/timelines/introduction, https://docs.x.com/x-api/direct-messages/lookup/introduction
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from channels.providers.shapes import Shape, part, parts, words
from channels.x import direct, events, posts
from channels.x.api import call
from channels.x.settings import Settings
from core.errors import Malformed
from core.messages import Envelope

_MARK = re.compile(r"([0-9]{1,19}):([0-9]{1,19})", re.ASCII)
MOST_PAGES = 50
"""X lists the last 800 posts that mention us, and messages of 30 days."""
_POSTS = {
    "max_results": "100",
    "tweet.fields": "author_id,created_at,display_text_range,entities,attachments,geo,in_reply_to_user_id,"
    "referenced_tweets,note_tweet",
    "expansions": "author_id,attachments.media_keys",
    "user.fields": "name",
    "media.fields": "type,url,variants",
}
_DIRECT = {
    "max_results": "10",
    "event_types": "MessageCreate",
    "dm_event.fields": "id,text,event_type,created_at,sender_id,dm_conversation_id,attachments,entities",
    "expansions": "sender_id,attachments.media_keys",
    "user.fields": "name",
    "media.fields": "type,url,variants",
}
_log = logging.getLogger(__name__)


def poll(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, channel: str, mark: str | None, now: datetime
) -> tuple[Sequence[Envelope], str]:
    """What came since ``mark``, oldest first, and the new mark. Without one nothing is taken: what was there before we
    were is not ours to answer. Raises as ``api.call``."""
    known = _MARK.fullmatch(mark or "")
    post, message = (int(known[1]), int(known[2])) if known is not None else (None, None)
    found: list[tuple[int, Mapping[str, Any]]] = []
    if settings.take_mentions:
        listed = list(_mentions(client, settings, auth, post))
        post, found = max([post or 0, *(number for number, _ in listed)]), found + (listed if known else [])
    listed = list(_messages(client, settings, auth, message))
    message, found = max([message or 0, *(number for number, _ in listed)]), found + (listed if known else [])
    concern = events.Concern(settings.account_id, settings.take_mentions, settings.take_replies)
    made = [one for _, told in sorted(found, key=lambda one: one[0]) for one in _kept(channel, concern, told, now)]
    return made, f"{post or 0}:{message}"


def _mentions(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, since: int | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    given = dict(_POSTS) if since is not None else {"max_results": "5"}
    given |= {"since_id": str(since)} if since else {}
    path = f"/2/users/{settings.account_id}/mentions"
    for page in _pages(client, settings, auth, path, given, many=since is not None):
        includes = part(page, "includes") or {}
        for one in parts(page, "data"):
            yield int(posts.post_id(one)), {"post": one, "about": _about(includes, one, words(one, "author_id"))}


def _messages(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, since: int | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    given = dict(_DIRECT) if since is not None else {"max_results": "1", "event_types": "MessageCreate"}
    for page in _pages(client, settings, auth, "/2/dm_events", given, many=since is not None):
        includes = part(page, "includes") or {}
        for one in parts(page, "data"):
            number = int(direct.event_id(one))
            if since is not None and number <= since:
                return
            yield number, {"direct": one, "about": _about(includes, one, words(one, "sender_id"))}


def _pages(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, path: str, given: Mapping[str, str], *, many: bool
) -> Iterator[Shape]:
    more: dict[str, str] = {}
    for _ in range(MOST_PAGES if many else 1):
        page = call(client, settings, auth, "GET", path, params={**given, **more})
        yield page
        token = words(part(page, "meta") or {}, "next_token")
        if not token:
            return
        more = {"pagination_token": token}


def _about(includes: Shape, told: Shape, who: str) -> Mapping[str, Any]:
    """Of what a page includes for all that it lists, what this one needs."""
    keys = (part(told, "attachments") or {}).get("media_keys")
    wanted = keys if isinstance(keys, list) else []
    users = [{"id": who, "name": words(one, "name")} for one in parts(includes, "users") if words(one, "id") == who]
    return {"users": users, "media": [one for one in parts(includes, "media") if one.get("media_key") in wanted]}


def _kept(channel: str, concern: events.Concern, told: Mapping[str, Any], now: datetime) -> Sequence[Envelope]:
    try:
        return events.envelopes(channel, concern, [told], now)
    except Malformed as error:
        _log.warning("x: left: %s", error.detail)
        return ()

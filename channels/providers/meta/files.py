"""Attachments by their links, fetched once: Meta's links end after a while, and need no token.

Only from Meta's own stores: an event says which, and its signature was checked, but a link must never make us read
our own network for a stranger.
"""

from urllib.parse import urlsplit

import httpx

from channels.providers.addresses import addresses_of, asking, inner, outer
from channels.providers.meta.settings import MetaSettings
from core.errors import MediaNotReady, MediaRefused
from core.media.kinds import media_type

STORES = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
_ONCE = httpx.Limits(max_keepalive_connections=0)


def fetch(settings: MetaSettings, url: str, claimed_type: str) -> tuple[bytes, str]:
    """The content and its media type, decided by the content. Raises MediaNotReady or MediaRefused."""
    asked, home = urlsplit(url), urlsplit(settings.api_base_url)
    ours = (asked.scheme, asked.netloc) == (home.scheme, home.netloc)  # the simulator keeps them beside its API
    if not ours and (asked.scheme != "https" or not f".{asked.hostname or ''}".endswith(STORES)):
        raise MediaRefused("a link to no store of Meta's")
    found = addresses_of(asked.hostname or "")
    addresses = found if ours and any(inner(one) for one in found) else outer(found)
    try:
        with _client(settings) as client, asking(client, url, addresses, None) as response:
            content = _content(response, settings.max_media_bytes)
    except (httpx.InvalidURL, ValueError) as error:
        raise MediaRefused("no address") from error
    except httpx.HTTPError as error:
        raise MediaNotReady(f"Meta's store did not answer: {type(error).__name__}") from error
    return content, media_type(content, claimed_type)


def _client(settings: MetaSettings) -> httpx.Client:
    return httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False, limits=_ONCE)


def _content(response: httpx.Response, limit: int) -> bytes:
    if response.status_code in (408, 425, 429) or response.status_code >= 500:
        raise MediaNotReady(f"HTTP {response.status_code}")
    if response.status_code != 200:  # 403 and 404: the link has ended
        raise MediaRefused(f"HTTP {response.status_code}")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limit:
            raise MediaRefused("larger than the limit")
    return bytes(content)

"""Pictures and films by their links: those of posts are open to all, those of direct messages want our signature.

Only from X's own stores: a link must never make us read our own network for a stranger.
https://docs.x.com/x-api/direct-messages/lookup/migrate
"""

from urllib.parse import urlsplit

import httpx

from channels.providers.addresses import addresses_of, asking, inner, outer
from channels.x.settings import Settings
from core.errors import MediaNotReady, MediaRefused
from core.media.kinds import media_type

OPEN = ("pbs.twimg.com", "video.twimg.com")
SIGNED = ("ton.twitter.com", "ton.x.com")
_ONCE = httpx.Limits(max_keepalive_connections=0)


def fetch(settings: Settings, auth: httpx.Auth, url: str, claimed_type: str) -> tuple[bytes, str]:
    """The content and its media type, decided by the content. Raises MediaNotReady or MediaRefused."""
    asked, home = urlsplit(url), urlsplit(settings.api_base_url)
    ours = (asked.scheme, asked.netloc) == (home.scheme, home.netloc)  # the simulator keeps them beside its API
    if not ours and (asked.scheme != "https" or asked.netloc not in (*OPEN, *SIGNED)):
        raise MediaRefused("a link to no store of X's")
    found = addresses_of(asked.hostname or "")
    addresses = found if ours and any(inner(one) for one in found) else outer(found)
    signing = auth if ours or asked.netloc in SIGNED else None
    try:
        with _client(settings) as client, asking(client, url, addresses, signing) as response:
            content = _content(response, settings.max_media_bytes)
    except (httpx.InvalidURL, ValueError) as error:
        raise MediaRefused("no address") from error
    except httpx.HTTPError as error:
        raise MediaNotReady(f"X's store did not answer: {type(error).__name__}") from error
    return content, media_type(content, claimed_type)


def _client(settings: Settings) -> httpx.Client:
    return httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False, limits=_ONCE)


def _content(response: httpx.Response, limit: int) -> bytes:
    if response.status_code in (401, 408, 425, 429) or response.status_code >= 500:
        raise MediaNotReady(f"HTTP {response.status_code}")  # 401: our keys, which are mended
    if response.status_code != 200:
        raise MediaRefused(f"HTTP {response.status_code}")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limit:
            raise MediaRefused("larger than the limit")
    return bytes(content)

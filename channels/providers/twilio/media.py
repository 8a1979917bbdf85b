"""Fetching attachments that Twilio keeps for us.

The account's credentials go to the API's own host only: Twilio answers with a redirect to a store elsewhere, and what
holds our token must never be sent there. https://www.twilio.com/docs/messaging/api/media-resource
"""

import ssl
from collections.abc import Sequence
from functools import cache
from urllib.parse import urljoin, urlsplit

import httpx

from channels.providers.addresses import addresses_of, asking, inner, outer
from channels.providers.twilio.account import Account
from core.errors import MediaNotReady, MediaRefused
from core.media.kinds import media_type

_REDIRECTS = 3
_ONCE = httpx.Limits(max_keepalive_connections=0)
"""A connection is for the name it was made for: another name may have the same address."""


def fetch(account: Account, url: str, claimed_type: str = "") -> tuple[bytes, str]:
    """The content and its media type, decided by the content.

    Raises MediaNotReady (not there yet, or the provider is away) or MediaRefused (not the provider's, too large, gone).
    """
    home = urlsplit(account.api_base_url)
    if (urlsplit(url).scheme, urlsplit(url).netloc) != (home.scheme, home.netloc):
        raise MediaRefused("a media address that is not the provider's")
    auth: httpx.Auth | None = httpx.BasicAuth(account.account_sid, account.auth_token.get_secret_value())
    at_home = addresses_of(home.hostname or "")
    addresses = at_home
    with httpx.Client(
        timeout=account.timeout_seconds, follow_redirects=False, trust_env=False, limits=_ONCE, verify=_trusted()
    ) as client:
        for _ in range(_REDIRECTS + 1):
            try:
                with asking(client, url, addresses, auth) as response:
                    if auth is not None and response.status_code in (401, 403):  # it is us whom it refuses
                        raise MediaNotReady(f"HTTP {response.status_code}")
                    if not response.is_redirect:
                        return _content(response, account.max_media_bytes, claimed_type)
                    url = urljoin(url, response.headers.get("location", ""))
                    to = urlsplit(url)
            except (httpx.InvalidURL, ValueError) as error:
                raise MediaRefused("a redirect to no address") from error
            except httpx.HTTPError as error:
                raise MediaNotReady(f"the provider did not answer: {type(error).__name__}") from error
            if (to.scheme, to.netloc) == (home.scheme, home.netloc):
                addresses = at_home
            else:
                auth, addresses = None, _elsewhere(url, home.scheme, at_home)
    raise MediaRefused("too many redirects")


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are trusted. Reading them takes longer than most of what is fetched, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)


def _elsewhere(url: str, scheme: str, at_home: Sequence[str]) -> Sequence[str]:
    """The addresses of a store that the provider sends us to. A redirect must not make us read our own network for a
    stranger. (The simulator's media are on loopback, as the simulator is.)"""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or (scheme, parts.scheme) == ("https", "http"):
        raise MediaRefused("a redirect to no safe web address")
    found = addresses_of(parts.hostname)
    return found if any(inner(address) for address in at_home) else outer(found)


def _content(response: httpx.Response, limit: int, claimed_type: str) -> tuple[bytes, str]:
    if response.status_code in (404, 408, 425, 429) or response.status_code >= 500:
        raise MediaNotReady(f"HTTP {response.status_code}")
    if response.status_code != 200:
        raise MediaRefused(f"HTTP {response.status_code}")
    if int(response.headers.get("content-length") or 0) > limit:
        raise MediaRefused("larger than the limit")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limit:
            raise MediaRefused("larger than the limit")
    return bytes(content), media_type(bytes(content), claimed_type)

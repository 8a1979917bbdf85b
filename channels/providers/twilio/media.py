"""Fetching attachments that Twilio keeps for us.

The account's credentials go to the API's own host only: Twilio answers with a redirect to a store elsewhere, and what
holds our token must never be sent there. https://www.twilio.com/docs/messaging/api/media-resource
"""

import ipaddress
import socket
from urllib.parse import urljoin, urlsplit

import httpx
import puremagic

from channels.providers.twilio.account import Account
from core.errors import MediaNotReady, MediaRefused

_REDIRECTS = 3
_TEXTUAL = ("text/vcard", "text/x-vcard", "text/plain", "text/csv")


def fetch(account: Account, url: str, claimed_type: str = "") -> tuple[bytes, str]:
    """The content and its media type, decided by the content.

    Raises MediaNotReady (not there yet, or the provider is away) or MediaRefused (not the provider's, too large, gone).
    """
    home = urlsplit(account.api_base_url)
    if (urlsplit(url).scheme, urlsplit(url).netloc) != (home.scheme, home.netloc):
        raise MediaRefused("a media address that is not the provider's")
    auth: httpx.Auth | None = httpx.BasicAuth(account.account_sid, account.auth_token.get_secret_value())
    with httpx.Client(timeout=account.timeout_seconds, follow_redirects=False, trust_env=False) as client:
        for _ in range(_REDIRECTS + 1):
            try:
                with client.stream("GET", url, auth=auth) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        at_home = (urlsplit(url).scheme, urlsplit(url).netloc) == (home.scheme, home.netloc)
                        auth = auth if at_home else None
                        if not at_home:
                            _refuse_inner_address(url, home.hostname or "")
                        continue
                    return _content(response, account.max_media_bytes, claimed_type)
            except httpx.InvalidURL as error:
                raise MediaRefused("a redirect to no address") from error
            except httpx.HTTPError as error:
                raise MediaNotReady(f"the provider did not answer: {type(error).__name__}") from error
    raise MediaRefused("too many redirects")


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


def media_type(content: bytes, claimed: str = "") -> str:
    """The type by the content. What is text looks like nothing in particular: there the claim counts, if it is tame."""
    claimed = claimed.split(";")[0].strip().lower()
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        found = []
    types = [match.mime_type for match in found if match.mime_type]
    if claimed in types:
        return claimed
    if types:
        return str(types[0])
    return claimed if claimed in _TEXTUAL else "application/octet-stream"


def _refuse_inner_address(url: str, home: str) -> None:
    # A redirect must not make us read our own network for a stranger. (The simulator's media are on loopback.)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MediaRefused("a redirect to no web address")
    if _inner(home):
        return
    if _inner(parts.hostname):
        raise MediaRefused("a redirect into our own network")


def _inner(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise MediaNotReady("the media's host has no address now") from error
    return any(not ipaddress.ip_address(address).is_global for address in found)

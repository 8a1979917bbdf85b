"""Calls signed as our account's: OAuth 1.0a (RFC 5849), whose tokens do not end.

Authlib signs; httpx asks for an ``Auth``. https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview
"""

from collections.abc import Generator

import httpx
from authlib.oauth1 import ClientAuth  # type: ignore[import-untyped]

from channels.x.settings import Settings


class Signed(httpx.Auth):
    """Signs each request. What is signed is the URL as the Host header names it: a file is fetched from an address
    (channels.providers.addresses)."""

    def __init__(self, settings: Settings) -> None:
        self._signer = ClientAuth(
            settings.consumer_key.get_secret_value(),
            settings.consumer_secret.get_secret_value(),
            settings.access_token.get_secret_value(),
            settings.access_token_secret.get_secret_value(),
        )

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        named = request.url.copy_with(netloc=request.headers["Host"].encode("ascii"))
        # No body is signed but a form's (RFC 5849, 3.4.1.3.1), and we send JSON.
        _url, headers, _body = self._signer.prepare(request.method, str(named), {}, b"")
        request.headers["Authorization"] = headers["Authorization"]
        yield request

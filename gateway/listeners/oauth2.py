"""Access tokens for XOAUTH2, had with a refresh token.

Source: RFC 6749, section 6; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
"""

import time
from dataclasses import dataclass, field

import httpx

from channels.email.settings import ImapListener
from core.errors import Unavailable

_EARLY_S = 60


class NoToken(Unavailable):
    """The provider gave no access token."""

    kind = "no-token"


@dataclass
class Tokens:
    """Gives an access token, a new one when the old one is about to end."""

    settings: ImapListener
    _token: str = field(default="", repr=False)
    _until: float = 0.0

    def token(self) -> str:
        """Raises NoToken."""
        if not self._token or time.monotonic() >= self._until:
            self._renew()
        return self._token

    def forget(self) -> None:
        """It was refused: have a new one next time."""
        self._token = ""

    def _renew(self) -> None:
        settings = self.settings
        form = {
            "grant_type": "refresh_token",
            "refresh_token": settings.oauth2_refresh_token.get_secret_value() if settings.oauth2_refresh_token else "",
            "client_id": settings.oauth2_client_id or "",
        }
        if settings.oauth2_client_secret is not None:
            form["client_secret"] = settings.oauth2_client_secret.get_secret_value()
        if settings.oauth2_scope:
            form["scope"] = settings.oauth2_scope
        try:
            answer = httpx.post(settings.oauth2_token_url or "", data=form, timeout=settings.timeout_s)
            answer.raise_for_status()
            given = answer.json()
            self._token = str(given["access_token"])
            self._until = time.monotonic() + max(float(given.get("expires_in", 300)) - _EARLY_S, 0)
        except httpx.HTTPStatusError as error:
            raise NoToken(f"the token server said {error.response.status_code}") from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NoToken(f"no access token: {type(error).__name__}") from error

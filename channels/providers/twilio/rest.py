"""Calling Twilio's REST API with its own client, and saying of each fault whether another try helps.

https://www.twilio.com/docs/api/errors
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.providers.twilio.account import OFFICIAL, Account
from core.errors import DeliveryDelayed, DeliveryFailed, DeliveryUnknown, RecipientStopped, WindowClosed

Result = TypeVar("Result")

_STOPPED = {"21610", "63018"}
_WINDOW_CLOSED = {"63016"}
_BUSY = {"20429", "63038", "14107", "30001", "30022"}
"""Refused with a 4xx although another try helps: too many requests, queues that are full."""


class RebasedHttpClient(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
    """Twilio's own HTTP client, with the API somewhere else than at api.twilio.com when the config says so."""

    def __init__(self, base_url: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base_url = base_url.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._base_url != OFFICIAL:
            parts = urlsplit(url)
            url = self._base_url + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().request(method, url, *args, **kwargs)


def open_client(account: Account) -> Client:
    """Twilio's client for this account."""
    return Client(
        account.account_sid,
        account.auth_token.get_secret_value(),
        http_client=RebasedHttpClient(account.api_base_url, account.timeout_seconds),
    )


def calling(call: Callable[[], Result]) -> Result:
    """What the call gives. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    try:
        return call()
    except TwilioRestException as error:
        raise _refused(error) from error
    except requests.ConnectTimeout as error:
        raise DeliveryDelayed("no connection to the provider in time") from error
    except requests.Timeout as error:
        raise DeliveryUnknown("no answer from the provider in time") from error
    except requests.ConnectionError as error:
        if _never_connected(error):
            raise DeliveryDelayed("no connection to the provider") from error
        raise DeliveryUnknown("the connection to the provider ended before its answer") from error
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        raise DeliveryUnknown(f"an answer from the provider that is none: {type(error).__name__}") from error


def provider_error(code: str, status: int, detail: str) -> DeliveryDelayed | DeliveryFailed:
    """A provider's error code as ours: the one table of them."""
    if code in _STOPPED:
        return RecipientStopped(detail, code=code)
    if code in _WINDOW_CLOSED:
        return WindowClosed(detail, code=code)
    if status == 429 or status >= 500 or code in _BUSY:
        return DeliveryDelayed(detail, code=code)
    return DeliveryFailed(detail, code=code)


def _refused(error: TwilioRestException) -> DeliveryDelayed | DeliveryFailed:
    code = str(error.code) if error.code else str(error.status)
    return provider_error(code, int(error.status), f"HTTP {error.status}, code {code}")


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else None
    return "NewConnectionError" in type(reason).__name__ or "NameResolutionError" in type(reason).__name__

"""Calling Twilio's REST API with its own client, and saying of each fault whether another try helps. Messages, by
whatever channel, are made by it, and looked for after a crash.

https://www.twilio.com/docs/api/errors
https://www.twilio.com/docs/messaging/api/message-resource
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.providers.refusals import Refusal, refusal
from channels.providers.twilio.account import OFFICIAL, Account
from channels.providers.twilio.callers import hides_number
from channels.providers.twilio.codes import meaning_of
from core.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
)
from core.messages import OutboundMessage

MAX_TEXT = 1600
"""Twilio refuses a longer body (error 21617)."""
Result = TypeVar("Result")

LONGEST_AFTER_S = 24 * 3600.0
"""A longer Retry-After is taken for a mistake."""


class RebasedHttpClient(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
    """Twilio's own HTTP client, with the API somewhere else than at api.twilio.com when the config says so."""

    def __init__(self, base_url: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base_url = base_url.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._base_url != OFFICIAL:
            parts = urlsplit(url)
            url = self._base_url + parts.path + (f"?{parts.query}" if parts.query else "")
        answer = super().request(method, url, *args, **kwargs)
        after = retry_after(CaseInsensitiveDict(answer.headers or {}).get("Retry-After"))
        if answer.status_code in (429, 503) and after is not None:  # the client's own error would drop it
            raise DeliveryDelayed(f"HTTP {answer.status_code}", code=str(answer.status_code), after=after)
        return answer


def open_client(account: Account) -> Client:
    """Twilio's client for this account."""
    return Client(
        account.account_sid,
        account.auth_token.get_secret_value(),
        http_client=RebasedHttpClient(account.api_base_url, account.timeout_seconds),
    )


def calling(call: Callable[[], Result]) -> Result:
    """What the call gives. Raises AccountRefused, DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
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


def create_message(client: Client, sender: str, to: str, status_url: str, content: Mapping[str, Any]) -> str:
    """Hand a message to Twilio; its SID. Raises as core.ports.Channel.send."""
    if hides_number(to):  # as an older version kept it
        raise DeliveryFailed("they hide their number", code="hidden")
    resource = calling(lambda: client.messages.create(from_=sender, to=to, status_callback=status_url, **dict(content)))
    return own_id(resource.sid)


def find_message(client: Client, sender: str, to: str, bodies: Collection[str | None], since: datetime) -> str | None:
    """The SID of a message with one of these bodies that Twilio has since then, or None. Raises as the one above."""
    listed = calling(lambda: client.messages.list(to=to, from_=sender, date_sent_after=since, limit=50))
    return next((own_id(found.sid) for found in listed if found.body in bodies), None)


def numbered(message: OutboundMessage) -> str:
    """The text with its buttons as numbered lines, as much as one message takes: any phone can answer a number. What
    the text numbers already is not said twice."""
    lines = "\n".join(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))
    text = message.text if not lines or lines in message.text else f"{message.text}\n{lines}"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def own_id(told: object) -> str:
    """The id in an answer that says "made". Raises DeliveryUnknown where it has none: nobody knows what was made."""
    sid = told if isinstance(told, str) else ""
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Za-z]{1,62}", sid):
        raise DeliveryUnknown("an answer from the provider without an id")
    return sid


def provider_error(code: str, status: int, detail: str) -> Refusal:
    """A provider's error code as ours, by codes.py."""
    found = meaning_of(code, status)
    return refusal(found.meaning, f"{detail}: {found.says}", code, of_template=found.of_template)


def retry_after(told: str | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Seconds to wait, from a Retry-After header: a number, or a date (RFC 9110, 10.2.3); None for what is neither."""
    if not told:
        return None
    try:
        seconds = float(told) if told.strip().isdigit() else (parsedate_to_datetime(told) - now()).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_AFTER_S)


def _refused(error: TwilioRestException) -> Refusal:
    code = str(error.code) if error.code else str(error.status)
    return provider_error(code, int(error.status), f"HTTP {error.status}, code {code}")


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else None
    return "NewConnectionError" in type(reason).__name__ or "NameResolutionError" in type(reason).__name__

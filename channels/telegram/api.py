"""One call of the Bot API, and what each fault of it means.

The token is a part of the address, so no address goes into an error or a log.
https://core.telegram.org/bots/api#making-requests
"""

from collections.abc import Mapping
from typing import Any

import httpx

from channels.providers.refusals import Refusal, json_object, refusal
from channels.telegram.codes import meaning_of
from channels.telegram.settings import Settings
from core.errors import DeliveryDelayed, DeliveryUnknown

LONGEST_AFTER_S = 24 * 3600.0
"""A longer retry_after is taken for a mistake."""


def open_client(settings: Settings) -> httpx.Client:
    """A client for the API, without any proxy of the environment: the token is nobody else's."""
    return httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False)


def call(client: httpx.Client, settings: Settings, method: str, given: Mapping[str, object]) -> Any:
    """What a method gives. Raises AccountRefused, DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    url = f"{settings.api_base_url.rstrip('/')}/bot{settings.token.get_secret_value()}/{method}"
    try:
        response = client.post(url, json=dict(given))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise DeliveryDelayed(f"{method}: no connection to Telegram: {type(error).__name__}") from None
    except httpx.HTTPError as error:
        raise DeliveryUnknown(f"{method}: no answer from Telegram: {type(error).__name__}") from None
    answer = json_object(response)
    if response.status_code == 200 and answer.get("ok") is True and "result" in answer:
        return answer["result"]
    if response.status_code < 400:
        raise DeliveryUnknown(f"{method}: HTTP {response.status_code} without a result")
    raise _refused(method, response.status_code, answer)


def _refused(method: str, status: int, answer: Mapping[str, Any]) -> Refusal:
    description = str(answer.get("description") or "")
    detail = f"{method}: HTTP {status}: {description[:200]}"
    return refusal(meaning_of(status, description), detail, str(status), after=_after(answer))


def _after(answer: Mapping[str, Any]) -> float | None:
    """Seconds that Telegram wants us to wait (https://core.telegram.org/bots/api#responseparameters)."""
    parameters = answer.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    return min(max(float(told), 0.0), LONGEST_AFTER_S)

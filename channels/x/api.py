"""One call of the API v2, and what each fault of it means. https://docs.x.com/x-api/fundamentals/rate-limits"""

import time
from collections.abc import Mapping
from typing import Any

import httpx

from channels.providers.refusals import Refusal, json_object, refusal
from channels.x.codes import meaning_of
from channels.x.settings import Settings
from core.errors import DeliveryDelayed, DeliveryUnknown

LONGEST_AFTER_S = 24 * 3600.0
"""A limit that ends later is taken for a mistake."""
_RESET = "x-rate-limit-reset"
_LEFT = "x-rate-limit-remaining"


def open_client(settings: Settings) -> httpx.Client:
    """A client for the API, without any proxy of the environment: the keys are nobody else's."""
    return httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False)


def call(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, method: str, path: str, **given: Any
) -> Mapping[str, Any]:
    """What a call gives; ``given`` is httpx's json, data or params. Raises AccountRefused, DeliveryDelayed,
    DeliveryFailed or DeliveryUnknown."""
    name = f"{method} {path}"
    try:
        response = client.request(method, f"{settings.api_base_url.rstrip('/')}{path}", auth=auth, **given)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise DeliveryDelayed(f"{name}: no connection to X: {type(error).__name__}") from None
    except httpx.HTTPError as error:
        raise DeliveryUnknown(f"{name}: no answer from X: {type(error).__name__}") from None
    answer = json_object(response)
    if response.status_code < 300 and answer:
        return answer
    if response.status_code < 400:
        raise DeliveryUnknown(f"{name}: HTTP {response.status_code} without an answer")
    raise _refused(name, response, answer)


def _refused(name: str, response: httpx.Response, answer: Mapping[str, Any]) -> Refusal:
    status = response.status_code
    told = answer.get("errors")
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    code = _whole(first.get("code"))
    problem = str(answer.get("type") or first.get("type") or "").rpartition("/")[2]
    said = str(answer.get("detail") or first.get("message") or first.get("detail") or "")
    shown = str(code or problem or status) if problem != "about:blank" else str(code or status)
    meaning = meaning_of(status, code, problem)
    return refusal(meaning, f"{name}: HTTP {status}: {shown}: {said[:200]}", shown, after=_after(response))


def _after(response: httpx.Response) -> float | None:
    """Seconds until the limit of calls ends, where it is reached."""
    told = response.headers.get(_RESET, "")
    if response.status_code != 429 or response.headers.get(_LEFT, "0") != "0" or not told.isdigit() or len(told) > 12:
        return None
    return min(max(int(told) - time.time(), 0.0), LONGEST_AFTER_S)


def _whole(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) else 0

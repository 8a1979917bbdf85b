"""One call of the Graph API, and what each fault of it means.

The token goes in a header, so that no address holds it.
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from collections.abc import Mapping
from typing import Any

import httpx

from channels.providers.meta.codes import meaning_of
from channels.providers.meta.settings import MetaSettings
from channels.providers.refusals import Refusal, json_object, refusal
from core.errors import DeliveryDelayed, DeliveryUnknown


def open_client(settings: MetaSettings) -> httpx.Client:
    """A client for the API, without any proxy of the environment: the token is nobody else's."""
    return httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False)


def post(client: httpx.Client, settings: MetaSettings, path: str, given: Mapping[str, object]) -> Mapping[str, Any]:
    """What the API answers. Raises AccountRefused, DeliveryDelayed, DeliveryFailed, WindowClosed or DeliveryUnknown."""
    url = f"{settings.api_base_url.rstrip('/')}/{path}"
    bearer = {"Authorization": f"Bearer {settings.access_token.get_secret_value()}"}
    try:
        response = client.post(url, json=dict(given), headers=bearer)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise DeliveryDelayed(f"{path}: no connection to Meta: {type(error).__name__}") from None
    except httpx.HTTPError as error:
        raise DeliveryUnknown(f"{path}: no answer from Meta: {type(error).__name__}") from None
    answer = json_object(response)
    if response.status_code == 200 and "error" not in answer:
        return answer
    if response.status_code < 400 and not answer.get("error"):
        raise DeliveryUnknown(f"{path}: HTTP {response.status_code} without an answer")
    raise _refused(path, response.status_code, answer)


def _refused(path: str, status: int, answer: Mapping[str, Any]) -> Refusal:
    told = answer.get("error")
    error = told if isinstance(told, dict) else {}
    code, subcode = _whole(error.get("code")), _whole(error.get("error_subcode"))
    shown = f"{code}/{subcode}" if subcode else str(code or status)
    detail = f"{path}: HTTP {status}: {shown}: {str(error.get('message') or '')[:200]}"
    return refusal(meaning_of(status, code, subcode), detail, shown)


def _whole(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) else 0

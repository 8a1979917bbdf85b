"""An SMS handed to an aggregator over HTTP.

Its status says how it went: 2xx is taken, 401 and 403 refuse us, 429 and 5xx pass, any other 4xx is about the message.
"""

import json
from typing import Any

import httpx

from channels.providers.aggregator.settings import Aggregator
from channels.providers.gsm7 import GSM7, encoding, plain
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown

_LONGEST_ID = 128


def send(settings: Aggregator, sender: str, to: str, text: str, own_id: str) -> str:
    """Hand it over; the aggregator's id. Raises as core.ports.Channel.send."""
    text = plain(text)
    given = {
        **settings.more,
        settings.to_name: to if settings.to_plus else to.removeprefix("+"),
        settings.sender_name: sender,
        settings.text_name: text,
        **({settings.id_name: own_id} if settings.id_name else {}),
        **({} if encoding(text) == GSM7 else settings.unicode),
    }
    answer = _posted(settings, given)
    _raise_for(answer)
    return _id(answer, settings.id_path)


def _posted(settings: Aggregator, given: dict[str, str]) -> httpx.Response:
    secret = settings.secret.get_secret_value()
    headers: dict[str, str] = {}
    auth: httpx.Auth | None = None
    if settings.user_name:
        given = {**given, settings.user_name: settings.user, settings.secret_name or "password": secret}
    elif settings.user:
        auth = httpx.BasicAuth(settings.user, secret)
    else:
        headers = {"Authorization": f"Bearer {secret}"}
    body: dict[str, Any] = {"json": given} if settings.form == "json" else {"data": given}
    try:
        with httpx.Client(timeout=settings.timeout_seconds, follow_redirects=False) as client:
            return client.post(settings.url, headers=headers, auth=auth or httpx.USE_CLIENT_DEFAULT, **body)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise DeliveryDelayed("no connection to the aggregator") from error
    except httpx.HTTPError as error:
        raise DeliveryUnknown(f"the aggregator's answer did not come: {type(error).__name__}") from error


def _raise_for(answer: httpx.Response) -> None:
    code, detail = str(answer.status_code), f"the aggregator: HTTP {answer.status_code}"
    if answer.is_success:
        return
    if answer.status_code in (401, 403):
        raise AccountRefused(detail, code=code)
    if answer.status_code == 429 or answer.status_code >= 500:
        raise DeliveryDelayed(detail, code=code)
    if answer.is_redirect:
        raise AccountRefused(f"{detail}: is its url right?", code=code)
    raise DeliveryFailed(detail, code=code)


def _id(answer: httpx.Response, path: str) -> str:
    """The id in its JSON. Raises DeliveryUnknown where there is none: nobody knows what was made."""
    try:
        found: Any = json.loads(answer.content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DeliveryUnknown("the aggregator's answer is no JSON") from error
    for step in path.split("."):
        if isinstance(found, list) and step.isascii() and step.isdigit():
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = found.get(step) if isinstance(found, dict) else None
    found = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
    if not isinstance(found, str) or not found or len(found) > _LONGEST_ID or not found.isprintable():
        raise DeliveryUnknown(f"the aggregator's answer has no id at {path}")
    return found

"""What a provider answered when we handed a message over, and its "no" as an error of ours: for all providers."""

from collections.abc import Mapping
from typing import Any

import httpx

from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, RecipientStopped, WindowClosed
from core.messages import Meaning

Refusal = AccountRefused | DeliveryDelayed | DeliveryFailed


def json_object(response: httpx.Response) -> Mapping[str, Any]:
    """The object in an answer; an empty one where there is none: then the status says what there is to say."""
    try:
        found = response.json()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def refusal(
    meaning: Meaning, detail: str, code: str, *, after: float | None = None, of_template: bool = False
) -> Refusal:
    """The error to be raised. ``code``: the provider's. ``after``: the seconds that it wants us to wait."""
    match meaning:
        case Meaning.US:
            return AccountRefused(detail, code=code, of_template=of_template)
        case Meaning.PASSING:
            return DeliveryDelayed(detail, code=code, after=after)
        case Meaning.WINDOW:
            return WindowClosed(detail, code=code)
        case Meaning.STOPPED:
            return RecipientStopped(detail, code=code)
        case _:
            return DeliveryFailed(detail, code=code)

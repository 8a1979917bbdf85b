"""Proving that a webhook comes from Twilio.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import functools
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from core.errors import Malformed, SignatureInvalid
from core.messages import WebhookRequest


class Form(dict[str, str]):
    """A form's parameters. A name that came twice keeps its first value here and both for the signature."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(reversed(pairs))
        self._pairs = pairs

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]


@functools.lru_cache(maxsize=8)
def read_form(body: bytes) -> Form:
    """An urlencoded body. Raises Malformed. Kept for a moment: a webhook's body is read for its signature, then for its
    sender."""
    try:
        text = body.decode("utf-8")
        return Form(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=500))
    except (UnicodeDecodeError, ValueError) as error:
        raise Malformed(f"not an urlencoded form in UTF-8: {type(error).__name__}") from error


def signed_form(request: WebhookRequest, auth_token: str) -> Form:
    """The form of a webhook that Twilio signed over the public URL. Raises SignatureInvalid or Malformed."""
    signature = request.headers.get("x-twilio-signature", "")
    if not signature:
        raise SignatureInvalid("no X-Twilio-Signature")
    form = read_form(request.body)
    validator = RequestValidator(auth_token)
    # ``validate`` tries the URL with and without a port: usually it is signed as it is.
    as_it_is = hmac.compare_digest(validator.compute_signature(request.url, form).encode(), signature.encode())
    if not as_it_is and not validator.validate(request.url, form, signature):
        raise SignatureInvalid("the X-Twilio-Signature does not fit the public URL and this body")
    return form


def read_body(body: bytes) -> Mapping[str, str]:
    """The form's parameters, from an urlencoded body or a JSON object. Raises Malformed."""
    if body.lstrip()[:1] != b"{":
        form = read_form(body)
        if not form:
            raise Malformed("an empty form")
        return form
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("neither an urlencoded form nor JSON") from error
    return {str(name): "" if value is None else str(value) for name, value in data.items()}

"""Proving that a webhook comes from Twilio.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import functools
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from channels.providers.twilio.account import Account
from channels.providers.twilio.webhooks import OVERRIDES
from core.errors import Malformed, SignatureInvalid
from core.messages import WebhookRequest

_PLAIN = re.compile(r"[A-Za-z0-9_]{1,64}")


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


def signed_form(request: WebhookRequest, account: Account) -> Form:
    """The form of a webhook that Twilio signed over the public URL, with the account's token or with a shared key.
    Raises SignatureInvalid or Malformed."""
    signature = request.headers.get("x-twilio-signature", "")
    if not signature:
        raise SignatureInvalid("no X-Twilio-Signature")
    form = read_form(request.body)
    settings = request.headers.get(SIGNATURE_SETTINGS_HEADER.lower(), "").strip()
    secrets, algorithm = _by_shared_key(account, settings) if settings else (_token(account), HMAC_SHA1)
    if not any(_fits(secret, algorithm, request.url, form, signature) for secret in secrets):
        by = "shared key's signature" if settings else "X-Twilio-Signature"
        raise SignatureInvalid(f"the {by} does not fit the public URL and this body")
    return form


def _token(account: Account) -> tuple[str, ...]:
    return (account.auth_token.get_secret_value(),)


def _by_shared_key(account: Account, settings: str) -> tuple[tuple[str, ...], str]:
    """The secrets and the algorithm for a webhook whose header says ``key=ID,algorithm=HMAC_SHA256``.

    https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
    """
    algorithm = get_signature_algorithm(settings).upper()
    if algorithm != HMAC_SHA256:
        shown = algorithm if _PLAIN.fullmatch(algorithm) else "another algorithm"
        raise SignatureInvalid(f"signed with a shared key by {shown}: only {HMAC_SHA256} is taken")
    if not account.shared_keys:
        key = next((part[4:] for part in map(str.strip, settings.split(",")) if part.startswith("key=")), "")
        shown = f" ({key})" if _PLAIN.fullmatch(key) else ""
        raise SignatureInvalid(f"signed with a shared key{shown} and none is set: give the channel's shared_key")
    return account.shared_keys, algorithm


def _fits(secret: str, algorithm: str, url: str, form: Form, signature: str) -> bool:
    validator = RequestValidator(secret)
    # ``validate`` tries the URL with and without a port: usually it is signed as it is.
    as_it_is = validator.compute_signature(url, form, algorithm)
    if hmac.compare_digest(as_it_is.encode(), signature.encode()):
        return True
    # The words behind "#" are for Twilio itself; whether it signs them too, its documents do not say.
    return any(validator.validate(one, form, signature, algorithm) for one in (url, f"{url}#{OVERRIDES}"))


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

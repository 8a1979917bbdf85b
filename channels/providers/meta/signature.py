"""Who calls us: the HMAC of the raw body, and the question that Meta asks once, when the webhook is entered.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

import hashlib
import hmac
from collections.abc import Mapping

from core.errors import SignatureInvalid

HEADER = "x-hub-signature-256"
_PREFIX = "sha256="


def sign(body: bytes, secret: str) -> str:
    """What Meta puts into the header."""
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def prove(body: bytes, shown: str, secret: str) -> None:
    """Raises SignatureInvalid where the body is not signed with our app's secret."""
    if not hmac.compare_digest(shown.strip().lower().encode(), sign(body, secret).encode()):
        raise SignatureInvalid("not signed with the app's secret")


def challenge(asked: Mapping[str, str], verify_token: str) -> str:
    """What to answer Meta's question with. Raises SignatureInvalid where it is not Meta, or not ours."""
    shown = asked.get("hub.verify_token", "").encode()
    told = asked.get("hub.challenge", "")
    if asked.get("hub.mode") != "subscribe" or not hmac.compare_digest(shown, verify_token.encode()):
        raise SignatureInvalid("not the verify token")
    if not told.isascii() or not told.isalnum() or len(told) > 128:
        raise SignatureInvalid("no challenge")
    return told

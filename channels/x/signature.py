"""Who calls us: the HMAC of the raw body; and X's question whether a webhook is ours (challenge-response check).

Both are the same HMAC with the same secret. Whoever asks the question is answered with the HMAC of what they chose: so
only what cannot be a body of X's is answered, else anybody could have a body of theirs signed by us.
https://docs.x.com/x-api/webhooks/quickstart
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping

from core.errors import SignatureInvalid

HEADER = "x-twitter-webhooks-signature"
_TOKEN = re.compile(r"[A-Za-z0-9_\-+/=.]{1,256}", re.ASCII)
"""No brace and no quotation mark: no JSON object."""


def sign(body: bytes, secret: str) -> str:
    """What X puts into the header."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def prove(body: bytes, shown: str, secret: str) -> None:
    """Raises SignatureInvalid where the body is not signed with our app's secret."""
    if not body.lstrip().startswith(b"{") or not hmac.compare_digest(
        shown.strip().encode(), sign(body, secret).encode()
    ):
        raise SignatureInvalid("not signed with the app's secret")


def challenge(asked: Mapping[str, str], secret: str) -> tuple[str, str]:
    """What to answer X's question with. Raises SignatureInvalid where it is not one."""
    token = asked.get("crc_token", "")
    if not _TOKEN.fullmatch(token):
        raise SignatureInvalid("no crc_token")
    return json.dumps({"response_token": sign(token.encode(), secret)}), "application/json"

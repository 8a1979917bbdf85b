"""By which secret and algorithm a webhook must be signed: the account's token, or a shared key where one is given."""

import base64
import hashlib
import hmac

import pytest
from pydantic import SecretStr

from channels.providers.twilio.account import Account
from channels.providers.twilio.signature import signed_form
from core.errors import SignatureInvalid
from core.messages import WebhookRequest
from tests.channels.whatsapp.forms import TOKEN, URL, body, form

KEY, NEW_KEY = "a-shared-key-for-tests-only", "the-key-that-comes-after-it"
BY_KEY = "key=webhooks_sharedkey_01abc,algorithm=HMAC_SHA256"


def account(shared: str | None = None) -> Account:
    return Account(account_sid="AC0", auth_token=SecretStr(TOKEN), shared_key=SecretStr(shared) if shared else None)


def request(secret: str, digest: str, settings: str | None, url: str = URL) -> WebhookRequest:
    """Signed as Twilio's pages say, without its library: the URL and the sorted parameters."""
    text = url + "".join(name + value for name, value in sorted(form().items()))
    signed = base64.b64encode(hmac.new(secret.encode(), text.encode(), getattr(hashlib, digest)).digest()).decode()
    headers = {"x-twilio-signature": signed}
    if settings is not None:
        headers["x-twilio-webhooks-signature-settings"] = settings
    return WebhookRequest("POST", URL, headers, body())


@pytest.mark.parametrize(
    ("shared", "secret", "digest", "settings"),
    [
        (None, TOKEN, "sha1", None),
        (None, TOKEN, "sha1", ""),
        (KEY, TOKEN, "sha1", None),
        (KEY, KEY, "sha256", BY_KEY),
        (f"{KEY} {NEW_KEY}", KEY, "sha256", BY_KEY),
        (f"{KEY} {NEW_KEY}", NEW_KEY, "sha256", BY_KEY),
        (KEY, KEY, "sha256", " algorithm=hmac_sha256 , key=x "),
    ],
)
def test_taken(shared: str | None, secret: str, digest: str, settings: str | None) -> None:
    assert signed_form(request(secret, digest, settings), account(shared))["Body"] == form()["Body"]


@pytest.mark.parametrize("url", [URL + "#rc=5&rp=5xx,ct,rt", URL.replace(".org/", ".org:443/")])
def test_the_url_as_it_is_entered_or_with_its_port(url: str) -> None:
    assert signed_form(request(KEY, "sha256", BY_KEY, url), account(KEY))


@pytest.mark.parametrize(
    ("shared", "secret", "digest", "settings", "why"),
    [
        (None, KEY, "sha256", BY_KEY, "signed with a shared key (webhooks_sharedkey_01abc) and none is set"),
        (None, TOKEN, "sha256", BY_KEY, "none is set"),
        (" ", "", "sha256", BY_KEY, "none is set"),
        (KEY, TOKEN, "sha256", BY_KEY, "shared key's signature does not fit"),
        (KEY, TOKEN, "sha1", BY_KEY, "shared key's signature does not fit"),
        (KEY, KEY, "sha1", BY_KEY, "shared key's signature does not fit"),
        (KEY, KEY, "sha1", None, "X-Twilio-Signature does not fit"),
        (KEY, KEY, "sha256", None, "X-Twilio-Signature does not fit"),
        (KEY, KEY, "sha256", "key=a,algorithm=HMAC_SHA512", "by HMAC_SHA512: only HMAC_SHA256 is taken"),
        (KEY, KEY, "sha1", "key=a", "by HMAC_SHA1: only HMAC_SHA256 is taken"),
        (KEY, KEY, "sha256", "nonsense", "only HMAC_SHA256 is taken"),
        (KEY, KEY, "sha256", "algorithm=a\r\nX: b", "by another algorithm"),
        (None, KEY, "sha256", "key=a b\r\nc,algorithm=HMAC_SHA256", "signed with a shared key and none is set"),
    ],
)
def test_refused_with_why(shared: str | None, secret: str, digest: str, settings: str, why: str) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        signed_form(request(secret, digest, settings), account(shared))
    assert why in caught.value.detail
    assert KEY not in caught.value.detail

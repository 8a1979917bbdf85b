"""The Twilio account that the simulator plays: its credentials, its numbers, and where the gateway is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator

API_VERSION = "2010-04-01"
INCOMING = "/in/whatsapp#rc=5&rp=5xx,ct,rt"
"""The webhook as it would be entered in Twilio's console, with its connection overrides: five more tries within
fifteen seconds (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)."""
INCOMING_SMS = "/in/sms#rc=5&rp=5xx,ct,rt"
VOICE = "/in/ivr#rc=2&rp=5xx,ct,rt"


@dataclass(frozen=True, slots=True)
class Account:
    """``public_url`` is what signatures are made over, ``local_url`` where requests really go: nowhere else.

    ``number`` is the government's WhatsApp and SMS number, ``helpline`` the one that is called; both E.164.
    """

    sid: str
    token: str = field(repr=False)
    number: str
    helpline: str
    public_url: str
    local_url: str

    @property
    def api_url(self) -> str:
        """What the gateway sets as the base of Twilio's API."""
        return f"{self.local_url}/simulator/twilio"

    @property
    def resource_url(self) -> str:
        """The account's resource in that API."""
        return f"{self.api_url}/{API_VERSION}/Accounts/{self.sid}"

    def sign(self, url: str, params: Mapping[str, str]) -> str:
        """X-Twilio-Signature of a form posted to ``url``."""
        return str(RequestValidator(self.token).compute_signature(url.partition("#")[0], dict(params)))

    def public(self, path: str) -> str:
        """A path of the gateway as the outside sees it."""
        return self.public_url + path

    def as_a_proxy_would(self) -> dict[str, str]:
        """Where the public address is another one, there is a proxy between, and its headers say so."""
        if self.public_url == self.local_url:
            return {}
        public = urlsplit(self.public_url)
        return {"X-Forwarded-Proto": public.scheme, "X-Forwarded-Host": public.netloc}

    def reachable(self, url: str) -> str | None:
        """Where a URL of the gateway really is; None for any other host, which the simulator never talks to."""
        for base in (self.public_url, self.local_url):
            if url == base or url.startswith((base + "/", base + "?")):
                return self.local_url + url.removeprefix(base)
        return None

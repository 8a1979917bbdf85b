"""Webhooks as Twilio posts them."""

from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

TOKEN = "a-token-for-tests-only"
URL = "https://arzi.example.org/in/whatsapp"

TEXT = {
    "SmsMessageSid": "SM00000000000000000000000000000001",
    "MessageSid": "SM00000000000000000000000000000001",
    "AccountSid": "AC00000000000000000000000000000000",
    "MessageType": "text",
    "ProfileName": "Gul Khan",
    "WaId": "923001234567",
    "From": "whatsapp:+923001234567",
    "To": "whatsapp:+14155238886",
    "Body": "3 din se bijli nahi hai",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsStatus": "received",
    "ApiVersion": "2010-04-01",
}


def form(**changes: str | None) -> dict[str, str]:
    """The plain text webhook with these parameters changed; None leaves one out."""
    changed = {**TEXT, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def body(**changes: str | None) -> bytes:
    return urlencode(form(**changes)).encode()


def media(*kinds: str) -> dict[str, str]:
    """Parameters of attachments of these types."""
    found = {"NumMedia": str(len(kinds))}
    for n, kind in enumerate(kinds):
        found[f"MediaUrl{n}"] = f"https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME{n}"
        found[f"MediaContentType{n}"] = kind
    return found


def signature(raw: dict[str, str], url: str = URL, token: str = TOKEN) -> str:
    return str(RequestValidator(token).compute_signature(url, raw))

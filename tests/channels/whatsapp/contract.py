"""WhatsApp's part of the contract of all channels."""

from pydantic import SecretStr

from channels.whatsapp import Settings, build
from core.messages import WebhookRequest
from core.ports import Surroundings
from tests.channels.contract import Contract, Never, Report
from tests.channels.whatsapp.forms import TOKEN, URL, body, form, media, signature

PUBLIC = "https://arzi.example.org"


def signed(path: str = "/in/whatsapp", **changes: str | None) -> WebhookRequest:
    headers = {"x-twilio-signature": signature(form(**changes), PUBLIC + path)}
    return WebhookRequest("POST", PUBLIC + path, headers, body(**changes))


def broken(path: str, *changes: dict[str, str | None]) -> list[WebhookRequest]:
    """Well signed, and wrong."""
    return [signed(path, **change) for change in changes]


BROKEN: tuple[dict[str, str | None], ...] = (
    {"MessageSid": None, "SmsMessageSid": None},
    {"MessageSid": "", "SmsMessageSid": ""},
    {"MessageSid": "../../etc/passwd", "SmsMessageSid": None},
    {"MessageSid": "S" * 5000, "SmsMessageSid": None},
    {"MessageSid": "آ" * 34, "SmsMessageSid": None},
    {"From": None, "WaId": None},
    {"From": "", "WaId": ""},
    {"From": "whatsapp:   ", "WaId": None},
    {"From": "whatsapp:+1", "WaId": None},
    {"From": "whatsapp:PK.1\r\nBcc: x", "WaId": None},
    {"From": "whatsapp:" + "x" * 500, "WaId": None},
    {"NumMedia": "many"},
    {"NumMedia": "-1"},
    {"NumMedia": "11"},
    {"NumMedia": "9" * 40},
    {"NumMedia": "1.5"},
    {"Latitude": "north", "Longitude": "71"},
    {"Latitude": "134", "Longitude": "71"},
    {"Latitude": "34", "Longitude": "271"},
    {"Latitude": "nan", "Longitude": "71"},
)


def contract() -> Contract:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
    gone = {"MessageSid": "SM77", "MessageStatus": "undelivered", "ErrorCode": "63024"}
    return Contract(
        channel=build(Settings.model_validate(settings), Surroundings(PUBLIC)),
        text="3 din se bijli nahi hai",
        person="tel:+923001234567",
        address="+923001234567",
        words=signed(),
        forged=[
            WebhookRequest("POST", URL, headers, body())
            for headers in ({}, {"x-twilio-signature": ""}, {"x-twilio-signature": signature(form(), token="another")})
        ],
        malformed=broken("/in/whatsapp", *BROKEN),
        album=[signed(MessageSid="SM2", SmsMessageSid="SM2", Body="", **media("image/jpeg", "image/jpeg"))],
        voice_note=signed(Body="", MessageType="audio", **media("audio/ogg; codecs=opus")),
        location=signed(Body=None, MessageType="location", Latitude="34.1989", Longitude="72.0404"),
        stop=Never("Twilio takes the word itself, and answers later messages with 21610"),
        late_report=Report("+923001234567", "SM77", signed("/in/whatsapp/status", **gone)),
    )

"""SMS's part of the contract of all channels: Twilio's messages, from another number."""

from dataclasses import replace

from pydantic import SecretStr

from channels.sms import Settings, build
from core.messages import WebhookRequest
from core.ports import Surroundings
from tests.channels.contract import Contract, Report
from tests.channels.whatsapp import contract as whatsapp
from tests.channels.whatsapp.forms import TOKEN, media

PLAIN: dict[str, str | None] = {"From": "+923001234567", "WaId": None, "ProfileName": None, "MessageType": None}


def signed(path: str = "/in/sms", **changes: str | None) -> WebhookRequest:
    return whatsapp.signed(path, **{**PLAIN, **changes})


def contract() -> Contract:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+92911334433"}
    gone = {"MessageSid": "SM77", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    shared = whatsapp.contract()
    return replace(
        shared,
        channel=build(Settings.model_validate(settings), Surroundings(whatsapp.PUBLIC)),
        words=signed(),
        forged=[replace(signed(), headers={"x-twilio-signature": "nope"}), replace(signed(), headers={})],
        malformed=[
            signed(**{**one, "From": (one.get("From", PLAIN["From"]) or "").removeprefix("whatsapp:")})
            for one in whatsapp.BROKEN
        ],
        album=[signed(MessageSid="MM2", SmsMessageSid="MM2", Body="", **media("image/jpeg", "image/jpeg"))],
        voice_note=signed(Body="", **media("audio/amr")),
        location=signed(Body=None, Latitude="34.1989", Longitude="72.0404"),
        late_report=Report("+923001234567", "SM77", signed("/in/sms/status", **gone)),
    )

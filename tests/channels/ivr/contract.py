"""The helpline's part of the contract of all channels: a call is steps (tests/gateway/pipeline/calls), no message."""

from datetime import UTC, datetime

from pydantic import SecretStr

from channels.ivr import Settings, build
from core.messages import Envelope
from core.ports import Surroundings
from tests.channels.contract import Contract, Never, Report
from tests.channels.whatsapp.contract import BROKEN, PUBLIC, signed
from tests.channels.whatsapp.forms import TOKEN, body

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NO_MESSAGE = Never("a call is no message: gateway/pipeline/calls answers it step by step")


def contract() -> Contract:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "number": "+92911334433", "prompts_dir": ""}
    gone = {"MessageSid": "SM77", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    return Contract(
        channel=build(Settings.model_validate(settings), Surroundings(PUBLIC)),
        text="",
        person="tel:+923001234567",
        address="+923001234567",
        words=NO_MESSAGE,
        forged=NO_MESSAGE,
        malformed=[Envelope("ivr", str(n), body(**one), NOW) for n, one in enumerate(BROKEN)],
        album=NO_MESSAGE,
        voice_note=NO_MESSAGE,
        location=NO_MESSAGE,
        stop=NO_MESSAGE,
        late_report=Report("+923001234567", "SM77", signed("/in/ivr/sms", **gone)),
    )

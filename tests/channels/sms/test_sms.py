"""SMS: the same citizen as on WhatsApp and on the telephone."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from channels.sms import Settings, Sms, build, read
from core.errors import Malformed, SignatureInvalid
from core.messages import Button, Envelope, OutboundMessage, WebhookRequest
from core.ports import Surroundings
from tests.channels.whatsapp.forms import TOKEN, body, form, signature
from tests.fakes.http import Answer, scripted_server

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://arzi.example.org/in/sms"
PLAIN = {"From": "+923001234567", "To": "+92911334433", "WaId": None, "ProfileName": None, "MessageType": None}


def channel(api: str = "http://127.0.0.1:1") -> Sms:
    values = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+92911334433", "timeout_seconds": 1}
    return build(Settings.model_validate(values), Surroundings("https://arzi.example.org", "PK", {"twilio": api}))


def test_an_sms_is_the_same_persons_message() -> None:
    [message] = read(Envelope("sms", "x", body(**PLAIN), NOW), "PK")
    assert (message.channel, message.sender.address) == ("sms", "+923001234567")
    assert channel().peek(Envelope("sms", "x", body(**PLAIN), NOW)).person == "tel:+923001234567"


def test_it_proves_itself() -> None:
    signed = {"x-twilio-signature": signature(form(**PLAIN), URL)}
    assert channel().receive(WebhookRequest("POST", URL, signed, body(**PLAIN)), NOW).channel == "sms"
    with pytest.raises(SignatureInvalid):
        channel().receive(WebhookRequest("POST", URL, {"x-twilio-signature": "x"}, body(**PLAIN)), NOW)


def test_what_is_malformed_says_so() -> None:
    with pytest.raises(Malformed):
        read(Envelope("sms", "x", body(From="", WaId=""), NOW), "PK")


def test_answers_to_choose_are_numbered() -> None:
    made = Answer(201, json.dumps({"sid": "SM1", "status": "queued"}).encode())
    with scripted_server(made) as server:
        buttons = (Button("Haan", "yes"), Button("Nahi", "no"))
        channel(server.url()).send(OutboundMessage("1", "sms", "+923001234567", "Theek hai?", buttons=buttons))
    sent = parse_qs(server.requests[0][3].decode())
    assert sent["Body"] == ["Theek hai?\n1. Haan\n2. Nahi"]
    assert sent["From"] == ["+92911334433"]

"""SMS: the same citizen as on WhatsApp and on the telephone."""

import importlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode

import pytest
from pydantic import SecretStr

from channels.sms import Settings, Sms, build, read
from core.errors import Malformed, SignatureInvalid
from core.messages import Button, Envelope, OutboundMessage, WebhookRequest
from core.ports import Surroundings
from core.store.engine import Store
from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.channels.whatsapp.forms import TOKEN, body, form, signature
from tests.fakes.house import make_house
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


@pytest.mark.parametrize(("name", "where"), [("sms", "status"), ("ivr", "sms")])
def test_an_aggregator_reports_at_the_channels_address(store: Store, name: str, where: str) -> None:
    """A notice that did not arrive is known as such, whoever sent it."""
    aggregator = {
        "url": "https://sms.example/send",
        "secret": "a-secret-for-tests-only",
        "reports": {"secret": "a-report-secret-for-tests"},
    }
    of_ivr = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "number": "+92911334433", "sms_sender": "KPGOVT"}
    given = {"sms": {"sender": "KPGOVT"}, "ivr": of_ivr}[name] | {"aggregator": aggregator}
    package = importlib.import_module(f"channels.{name}")
    built = package.build(package.Settings.model_validate(given), Surroundings("https://arzi.example.org"))
    made = make_house(store)
    made.house = replace(made.house, channels={name: built})
    with store.write() as session:
        message = OutboundMessage("", name, "+923001234567", "KP-1 is registered", "en")
        row = outbox.stage(
            session, message, cause="c", person="tel:+923001234567", conversation_id=None, now=made.clock.now()
        )
        assert row is not None
        outbox.claim(session, row, made.clock.now())
        outbox.mark_sent(session, row, "m-17", made.clock.now())
    app = create_app(made.house, PublicUrl("https://arzi.example.org"), secret_key="x" * 32, max_body_bytes=10_000)
    client, told, at = app.test_client(), {"id": "m-17", "status": "UNDELIV"}, f"/in/{name}/{where}"
    assert client.get(f"{at}?{urlencode({**told, 'key': 'another'})}").status_code == 403
    for answer in (
        client.get(f"{at}?{urlencode({**told, 'key': 'a-report-secret-for-tests'})}"),
        client.post(at, data=told, headers={"Authorization": "Bearer a-report-secret-for-tests"}),
    ):
        assert answer.status_code == 204
    with store.read() as session:
        kept = session.get(OutboxRow, row)
        assert kept is not None
        assert (kept.state, kept.code) == ("failed", "UNDELIV")

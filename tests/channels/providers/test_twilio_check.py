"""What Twilio says of the account's own set-up, and what it lists after an outage."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from channels import whatsapp
from channels.providers.twilio import check
from channels.providers.twilio.account import Account
from channels.providers.twilio.rest import open_client
from channels.providers.twilio.webhooks import amiss, webhook
from channels.whatsapp.channel import WhatsApp
from core.ports import MissedChannel, Surroundings
from tests.fakes.http import Answer, scripted_server

PUBLIC = "https://arzi.example.org"
WANTED = f"{PUBLIC}/in/sms#rc=5&rp=5xx,ct,rt"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def answer(http: int = 200, **told: object) -> Answer:
    return Answer(http, json.dumps(told).encode())


def account(url: str) -> Account:
    return Account.model_validate({"account_sid": "AC0", "auth_token": SecretStr("t" * 16), "api_base_url": url})


@pytest.mark.parametrize(
    ("entered", "method", "fault"),
    [
        (WANTED, "POST", None),
        (f"{PUBLIC}/in/sms#rc=2&rp=all", "post", None),
        (f"{PUBLIC}/in/sms#rp=rt,ct,5xx&rc=1", None, None),
        (f"{PUBLIC}/in/sms", "POST", "messages are lost"),
        (f"{PUBLIC}/in/sms#rc=5", "POST", "messages are lost"),
        (f"{PUBLIC}/in/sms#rc=0&rp=all", "POST", "messages are lost"),
        (f"{PUBLIC}/in/sms#rc=5&rp=ct", "POST", "messages are lost"),
        ("https://demo.example/reply", "POST", "the webhook is https://demo"),
        (WANTED, "GET", "choose POST"),
        ("", "POST", "no webhook"),
        (None, None, "no webhook"),
    ],
)
def test_an_address_that_is_entered(entered: str | None, method: str | None, fault: str | None) -> None:
    found = amiss(entered, method, webhook(PUBLIC, "/in/sms"))
    assert (found is None) if fault is None else fault in (found or "")
    if fault is not None and "POST" not in fault:
        assert WANTED in (found or ""), "it says what to enter"


def test_a_wrong_token_and_a_suspended_account_are_told() -> None:
    with scripted_server(answer(401, code=20003, message="no", status=401)) as server:
        [found] = check.account(open_client(account(server.url())), "AC0")
    assert "token is not right" in (found.fault or "")
    with scripted_server(answer(sid="AC0", status="suspended", type="Full")) as server:
        found, kind = check.account(open_client(account(server.url())), "AC0")
    assert "it is suspended" in (found.fault or "")
    assert kind.fault is None


def test_a_numbers_webhooks() -> None:
    known = {"sms_url": WANTED, "sms_method": "POST", "voice_url": f"{PUBLIC}/in/ivr", "voice_method": "POST"}
    ours = check.Number("+92911334433", sms="/in/sms", voice="/in/ivr", status="/in/ivr/status")
    with scripted_server(answer(incoming_phone_numbers=[known], page=0)) as server:
        found = list(check.number(open_client(account(server.url())), PUBLIC, ours))
        assert parse_qs(urlsplit(server.requests[0][1]).query)["PhoneNumber"] == ["+92911334433"]
    assert [(one.about, one.fault is None) for one in found] == [
        ("+92911334433: messages", True),
        ("+92911334433: calls", False),
        ("+92911334433: ends of calls", False),
    ]
    with scripted_server(answer(incoming_phone_numbers=[], page=0)) as server:
        [none] = check.number(open_client(account(server.url())), PUBLIC, ours)
    assert "no such number" in (none.fault or "")


def test_a_whatsapp_sender_and_its_templates() -> None:
    hook = {"callback_url": webhook(PUBLIC, "/in/whatsapp"), "callback_method": "POST"}
    sender = {"sid": "XE1", "sender_id": "whatsapp:+14155238886", "status": "ONLINE", "webhook": hook}
    senders = answer(senders=[sender], meta={"key": "senders", "next_page_url": None})
    paused = answer(sid="HX1", whatsapp={"status": "paused"})
    with scripted_server(senders, paused) as server:
        client = open_client(account(server.url()))
        found = list(check.whatsapp(client, PUBLIC, "+14155238886", {"reply": "HX1"}))
    assert [one.fault for one in found] == [None, None, "HX1 is paused"]
    with scripted_server(answer(403, code=20403, message="no", status=403)) as server:
        first, template = check.whatsapp(open_client(account(server.url())), PUBLIC, "+14155238886", {})
    assert "could not be asked" in (first.fault or "")
    assert "none is named" in (template.fault or "")


def test_what_was_missed_is_listed_as_envelopes_oldest_first() -> None:
    def one(sid: str, direction: str, **more: object) -> dict[str, object]:
        plain = {"sid": sid, "direction": direction, "from": "whatsapp:+923001234567", "body": f"words of {sid}"}
        return {**plain, "to": "whatsapp:+14155238886", "account_sid": "AC0", "num_media": "0", **more}

    listed = [one("SM3", "inbound", num_media="1"), one("SM2", "outbound-api"), one("SM1", "inbound")]
    uri = "/2010-04-01/Accounts/AC0/Messages/SM3/Media/ME1.json"
    files = answer(media_list=[{"sid": "ME1", "uri": uri, "content_type": "image/jpeg"}], page=0)
    with scripted_server(answer(messages=listed, page=0), files) as server:
        settings = {"account_sid": "AC0", "auth_token": SecretStr("t" * 16), "sender": "+14155238886"}
        made = whatsapp.Settings.model_validate({**settings, "api_base_url": server.url()})
        channel = whatsapp.build(made, Surroundings(PUBLIC))
        assert isinstance(channel, MissedChannel)
        assert isinstance(channel, WhatsApp)
        first, second = channel.missed(NOW - timedelta(hours=2), NOW)
        asked = parse_qs(urlsplit(server.requests[0][1]).query)
        base = server.url()
    assert asked["To"] == ["whatsapp:+14155238886"]
    [read] = channel.parse(first)
    assert (first.id, read.sender.address, read.text) == ("SM1", "+923001234567", "words of SM1")
    peek = channel.peek(second)
    assert [file.url for file in peek.media] == [base + uri.removesuffix(".json")]
    assert peek.media[0].media_type == "image/jpeg"

"""From a phone to the gateway."""

import time
from typing import Any

import pytest
from flask import Response

from tests.simulator.standin import GUL, HTTP, NUMBER, SAIRA, SID, Gateway, eventually

POINT = {"latitude": 34.2, "longitude": 72.05, "label": "Mardan"}


def upload(gateway: Gateway, name: str, media_type: str, content: bytes = b"\x00\x01") -> str:
    file = gateway.call("PUT", f"/files?name={name}", content=content, headers={"Content-Type": media_type})
    return str(file["sid"])


def test_a_text_arrives_signed_and_as_twilio_sends_it(gateway: Gateway) -> None:
    gateway.call("PUT", f"/phones/{GUL}", {"name": "گل خان"})
    sent = gateway.write(GUL, "3 din se bijli nahi hai")
    assert sent["status"] == "queued"
    gateway.settled(sent["sid"], "received")
    assert gateway.forged == 0
    form = gateway.received[0]
    assert (
        form.items()
        >= {
            "MessageSid": sent["sid"],
            "SmsMessageSid": sent["sid"],
            "AccountSid": SID,
            "From": f"whatsapp:{GUL}",
            "To": f"whatsapp:{NUMBER}",
            "Body": "3 din se bijli nahi hai",
            "ProfileName": "گل خان",
            "WaId": GUL[1:],
            "NumMedia": "0",
            "MessageType": "text",
            "ApiVersion": "2010-04-01",
        }.items()
    )
    assert gateway.headers[0]["X-Forwarded-Host"] == "arzi.example.gov.pk"
    assert gateway.headers[0]["X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize(
    ("media_type", "kind", "body"),
    [
        ("image/jpeg", "image", ""),
        ("audio/ogg; codecs=opus", "audio", ""),
        ("video/mp4", "video", ""),
        ("application/pdf", "document", "file"),
    ],
)
def test_files(gateway: Gateway, media_type: str, kind: str, body: str) -> None:
    sid = upload(gateway, "file", media_type)
    sent = gateway.write(GUL, files=[sid])
    gateway.settled(sent["sid"], "received")
    form = gateway.received[0]
    assert sent["sid"].startswith("MM")
    assert (form["MessageType"], form["NumMedia"], form["Body"]) == (kind, "1", body)
    assert form["MediaContentType0"] == media_type.partition(";")[0]
    assert form["MediaUrl0"].endswith(f"/2010-04-01/Accounts/{SID}/Messages/{sent['sid']}/Media/{sid}")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"location": POINT}, {"MessageType": "location", "Latitude": "34.2", "Longitude": "72.05", "Label": "Mardan"}),
        ({"text": "stop"}, {"Body": "stop", "OptOutType": "STOP"}),
        ({"fields": {"MessageType": "sticker"}}, {"MessageType": "sticker", "Body": ""}),
        (
            {"text": "ok", "reply_to": "SMabc"},
            {"OriginalRepliedMessageSid": "SMabc", "OriginalRepliedMessageSender": f"whatsapp:{NUMBER}"},
        ),
        ({"text": "hi", "fields": {"From": "whatsapp:+1", "AccountSid": "x"}}, {"From": f"whatsapp:{GUL}"}),
    ],
)
def test_other_kinds(gateway: Gateway, written: dict[str, Any], expected: dict[str, str]) -> None:
    gateway.settled(gateway.write(GUL, **written)["sid"], "received")
    assert gateway.received[0].items() >= expected.items()


@pytest.mark.parametrize(
    ("number", "written", "status"),
    [
        (GUL, {}, 400),
        (GUL, {"text": "a", "colour": "red"}, 400),
        (GUL, {"files": ["MEnone"]}, 404),
        (GUL, {"button": {"message": "SMnone", "payload": "x"}}, 404),
        ("12", {"text": "a"}, 400),
        ("nobody", {"text": "a"}, 400),
    ],
)
def test_what_cannot_be_sent(gateway: Gateway, number: str, written: object, status: int) -> None:
    answer = HTTP.post(f"{gateway.url}/simulator/api/phones/{number}/messages", json=written)
    assert answer.status_code == status
    assert answer.json()["error"]["detail"]


def test_national_and_overseas_numbers(gateway: Gateway) -> None:
    assert gateway.call("PUT", "/phones/0300 1234567", {"name": "Gul"})["number"] == GUL
    assert gateway.call("PUT", f"/phones/{SAIRA}", {"name": "Saira"})["shown"] == "+44 7700 900123"


def test_a_form_post_from_a_foreign_page_does_nothing(gateway: Gateway) -> None:
    answer = HTTP.post(f"{gateway.url}/simulator/api/phones/{GUL}/messages", data={"text": "forged"})
    assert answer.status_code == 400
    assert gateway.call("GET", "/changes")["messages"] == []


def test_a_server_error_is_tried_again_with_the_same_message(gateway: Gateway) -> None:
    gateway.answers = [503, 500, 200]
    sent = gateway.write(GUL, "salaam")
    gateway.settled(sent["sid"], "received")
    assert [form["MessageSid"] for form in gateway.received] == [sent["sid"]] * 3
    assert len({headers["I-Twilio-Idempotency-Token"] for headers in gateway.headers}) == 1


def test_a_refusal_is_not_tried_again_and_marked(gateway: Gateway) -> None:
    gateway.answers = [403]
    failed = gateway.settled(gateway.write(GUL, "salaam")["sid"], "failed")
    assert (failed["error_code"], failed["error"]) == ("11200", "the gateway answered 403")
    assert len(gateway.received) == 1


def test_a_wrong_token_is_refused_by_the_gateway(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.simulator.standin.TOKEN", "another")
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "failed")
    assert gateway.forged == 1


def test_messages_of_one_phone_stay_in_order_while_one_is_tried_again(gateway: Gateway) -> None:
    gateway.answers = [500, 200]
    sent = [gateway.write(GUL, text)["sid"] for text in ("one", "two", "three")]
    gateway.settled(sent[-1], "received")
    assert [form["Body"] for form in gateway.received] == ["one", "one", "two", "three"]


def test_phones_do_not_wait_for_each_other(gateway: Gateway) -> None:
    def slow() -> Response:
        time.sleep(2)
        return Response("", 200)

    gateway.answers = [slow, 200]
    first = gateway.write(GUL, "slow")["sid"]
    second = gateway.write(SAIRA, "fast")["sid"]
    gateway.settled(second, "received")
    assert gateway.message(first)["status"] == "queued"
    gateway.settled(first, "received")


def test_a_webhook_can_come_twice(gateway: Gateway) -> None:
    gateway.call("POST", "/faults", {"kind": "repeat", "detail": {"times": 2}})
    sent = gateway.write(GUL, "salaam")
    eventually(lambda: len(gateway.received) == 3)
    assert {form["MessageSid"] for form in gateway.received} == {sent["sid"]}
    gateway.call("POST", f"/messages/{sent['sid']}/repeat", {})
    eventually(lambda: len(gateway.received) == 4)

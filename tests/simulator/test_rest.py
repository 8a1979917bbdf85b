"""Twilio's own Python client against the simulator."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException

from tests.simulator.standin import GUL, HTTP, NUMBER, SAIRA, SID, TOKEN, Gateway, eventually

FROM = f"whatsapp:{NUMBER}"
TO = f"whatsapp:{GUL}"
CALLBACK = "https://arzi.example.gov.pk/in/whatsapp/status?id=7"
QUICK = {
    "friendly_name": "confirm",
    "language": "en",
    "variables": {"1": "Is this right?", "2": "Yes"},
    "types": {
        "twilio/quick-reply": {
            "body": "{{1}}",
            "actions": [{"title": "{{2}}", "id": "affirm"}, {"title": "No", "id": "deny"}],
        }
    },
}


def talk(gateway: Gateway) -> None:
    """The phone has written: free text is allowed."""
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")


def quick_reply(gateway: Gateway, approved: bool = False) -> str:
    base, auth = f"{gateway.url}/simulator/twilio/v1/Content", (SID, TOKEN)
    shape: Any = QUICK["types"]["twilio/quick-reply"]  # type: ignore[index]
    body = "About your complaint: {{1}} Please answer." if approved else shape["body"]
    content = QUICK | {"types": {"twilio/quick-reply": shape | {"body": body}}}
    sid = str(HTTP.post(base, json=content, auth=auth).json()["sid"])
    if approved:
        wanted = {"name": "confirm", "category": "UTILITY"}
        HTTP.post(f"{base}/{sid}/ApprovalRequests/whatsapp", json=wanted, auth=auth)
    return sid


def refused(gateway: Gateway, **changes: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        gateway.twilio().messages.create(**{"from_": FROM, "to": TO, "body": "hello", **changes})
    return caught.value.status, int(caught.value.code or 0)


def test_send_and_follow_a_message(gateway: Gateway) -> None:
    talk(gateway)
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, body="آپ کا شکریہ", status_callback=CALLBACK)
    assert (sent.status, sent.direction, sent.to) == ("queued", "outbound-api", TO)
    gateway.settled(str(sent.sid), "delivered")
    assert gateway.shown(GUL)[-1]["text"] == "آپ کا شکریہ"
    gateway.call("POST", f"/phones/{GUL}/read", {})
    eventually(lambda: len(gateway.statuses) == 4)
    assert [form["MessageStatus"] for form in gateway.statuses] == ["queued", "sent", "delivered", "read"]
    assert {form["MessageSid"] for form in gateway.statuses} == {sent.sid}
    assert gateway.forged == 0
    fetched = gateway.twilio().messages(str(sent.sid)).fetch()
    assert (fetched.status, fetched.body, fetched.date_created.year > 2000) == ("read", "آپ کا شکریہ", True)
    hour = timedelta(hours=1)
    for since, found in ((-hour, [sent.sid]), (hour, [])):
        listed = gateway.twilio().messages.list(to=TO, date_sent_after=datetime.now(UTC) + since)
        assert [message.sid for message in listed] == found


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"to": "whatsapp:+92"}, (400, 21211)),
        ({"to": "whatsapp:nobody"}, (400, 21211)),
        ({"to": GUL}, (400, 21910)),
        ({"from_": "whatsapp:+15550001111"}, (400, 63007)),
        ({"from_": "+15550001111", "to": GUL}, (400, 21606)),
        ({"body": ""}, (400, 21619)),
        ({"body": "x" * 1601}, (400, 21617)),
        ({"status_callback": "not a url"}, (400, 21609)),
        ({"content_sid": "HX" + "0" * 32}, (400, 21655)),
    ],
)
def test_what_twilio_refuses(gateway: Gateway, changes: dict[str, str], answer: tuple[int, int]) -> None:
    talk(gateway)
    assert refused(gateway, **changes) == answer
    assert len(gateway.shown(GUL)) == 1


def test_wrong_credentials(gateway: Gateway) -> None:
    with pytest.raises(TwilioRestException) as caught:
        gateway.twilio(token="wrong").messages.create(from_=FROM, to=TO, body="x")
    assert (caught.value.status, caught.value.code) == (401, 20003)


def test_unknown_message(gateway: Gateway) -> None:
    with pytest.raises(TwilioRestException) as caught:
        gateway.twilio().messages("SM" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)


def test_a_person_who_stopped(gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "STOP")["sid"], "received")
    assert refused(gateway) == (400, 21610)
    gateway.settled(gateway.write(GUL, "start")["sid"], "received")
    assert gateway.twilio().messages.create(from_=FROM, to=TO, body="welcome back").sid


@pytest.mark.parametrize("hours", [None, 25])
def test_outside_the_window_free_text_fails_and_a_template_arrives(gateway: Gateway, hours: int | None) -> None:
    if hours:
        talk(gateway)
        gateway.call("POST", "/clock", {"seconds": hours * 3600})
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, body="news", status_callback=CALLBACK)
    failed = gateway.settled(str(sent.sid), "failed")
    assert failed["error_code"] == "63016"
    eventually(lambda: len(gateway.statuses) == 2)
    assert (gateway.statuses[1]["MessageStatus"], gateway.statuses[1]["ErrorCode"]) == ("failed", "63016")
    unapproved = gateway.twilio().messages.create(from_=FROM, to=TO, content_sid=quick_reply(gateway))
    gateway.settled(str(unapproved.sid), "failed")
    template = quick_reply(gateway, approved=True)
    gateway.settled(str(gateway.twilio().messages.create(from_=FROM, to=TO, content_sid=template).sid), "delivered")


def test_buttons(gateway: Gateway) -> None:
    talk(gateway)
    sent = gateway.twilio().messages.create(
        from_=FROM, to=TO, content_sid=quick_reply(gateway), content_variables='{"1": "درست ہے؟", "2": "ہاں"}'
    )
    shown = gateway.settled(str(sent.sid), "delivered")
    assert (shown["text"], [button["title"] for button in shown["buttons"]]) == ("درست ہے؟", ["ہاں", "No"])
    pressed = gateway.write(GUL, button={"message": sent.sid, "payload": "affirm"})
    gateway.settled(pressed["sid"], "received")
    assert (
        gateway.received[-1].items()
        >= {
            "Body": "ہاں",
            "ButtonText": "ہاں",
            "ButtonPayload": "affirm",
            "MessageType": "interactive",
            "OriginalRepliedMessageSid": sent.sid,
        }.items()
    )


@pytest.mark.parametrize(
    "actions", [[{"title": "x" * 21, "id": "a"}], [{"title": "", "id": "a"}], [{"title": "a", "id": "a"}] * 11]
)
def test_buttons_that_whatsapp_does_not_take(gateway: Gateway, actions: object) -> None:
    content = {"friendly_name": "x", "types": {"twilio/quick-reply": {"body": "x", "actions": actions}}}
    base = f"{gateway.url}/simulator/twilio/v1/Content"
    assert HTTP.post(base, json=content, auth=(SID, TOKEN)).json()["code"] == 20422


@pytest.mark.parametrize("variables", ["no json", "[]", '{"1": null}', '{"1": ""}', '{"1": "two\\nlines"}'])
def test_variables_that_whatsapp_does_not_take(gateway: Gateway, variables: str) -> None:
    talk(gateway)
    assert refused(gateway, content_sid=quick_reply(gateway), content_variables=variables) == (400, 21656)


@pytest.mark.parametrize(("status", "code"), [(429, 20429), (500, 20500), (400, 63016)])
def test_faults_of_the_api(gateway: Gateway, status: int, code: int) -> None:
    gateway.call("POST", "/faults", {"kind": "send", "times": 2, "detail": {"status": status, "code": code}})
    talk(gateway)
    assert [refused(gateway), refused(gateway)] == [(status, code)] * 2
    assert gateway.twilio().messages.create(from_=FROM, to=TO, body="at last").sid


@pytest.mark.parametrize(("sent", "count"), [(True, 2), (False, 1)])
def test_an_answer_that_comes_too_late(gateway: Gateway, sent: bool, count: int) -> None:
    talk(gateway)
    gateway.call("POST", "/faults", {"kind": "timeout", "detail": {"seconds": 1, "sent": sent}})
    with pytest.raises(OSError, match="Read timed out"):
        gateway.twilio(timeout=0.3).messages.create(from_=FROM, to=TO, body="slow")
    time.sleep(0.1)
    assert len(gateway.shown(GUL)) == count


def test_a_delivery_that_fails_later(gateway: Gateway) -> None:
    talk(gateway)
    gateway.call("POST", "/faults", {"kind": "delivery", "detail": {"code": 30003}})
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, body="x", status_callback=CALLBACK)
    gateway.settled(str(sent.sid), "undelivered")
    eventually(lambda: len(gateway.statuses) == 3)
    assert gateway.statuses[-1]["ErrorCode"] == "30003"


def test_a_phone_that_was_off_gets_it_when_it_is_on(gateway: Gateway) -> None:
    talk(gateway)
    gateway.call("PUT", f"/phones/{GUL}", {"online": False})
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, body="x")
    gateway.settled(str(sent.sid), "sent")
    gateway.call("PUT", f"/phones/{GUL}", {"online": True})
    gateway.settled(str(sent.sid), "delivered")


def test_sms_needs_no_window(gateway: Gateway) -> None:
    sent = gateway.twilio().messages.create(from_=NUMBER, to=SAIRA, body="KP-2026-000123-4")
    assert gateway.settled(str(sent.sid), "delivered")["channel"] == "sms"


def test_no_callback_goes_to_another_host(gateway: Gateway) -> None:
    talk(gateway)
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, body="x", status_callback="https://example.org/cb")
    gateway.settled(str(sent.sid), "delivered")
    eventually(lambda: gateway.call("GET", f"/posts?subject={sent.sid}")["idle"])
    posts = gateway.call("GET", f"/posts?subject={sent.sid}")["posts"]
    assert {post["problem"] for post in posts} == {"outside"}


def test_media(gateway: Gateway) -> None:
    content = b"\xff\xd8\xff a photo"
    file = gateway.call("PUT", "/files?name=p.jpg", content=content, headers={"Content-Type": "image/jpeg"})
    sent = gateway.write(GUL, files=[file["sid"]])
    gateway.settled(sent["sid"], "received")
    url = gateway.received[0]["MediaUrl0"]
    gateway.call("POST", "/faults", {"kind": "media-missing"})
    assert HTTP.get(url).status_code == 401
    assert HTTP.get(url, auth=(SID, TOKEN)).status_code == 404
    moved = HTTP.get(url, auth=(SID, TOKEN))
    assert moved.status_code == 307
    there = moved.headers["Location"]
    assert httpx.URL(there).host != httpx.URL(url).host
    assert HTTP.get(there).content == content
    assert HTTP.get(there, auth=(SID, TOKEN)).status_code == 400
    assert gateway.call("GET", "/posts")["leaked"] == 1
    assert [m.content_type for m in gateway.twilio().messages(sent["sid"]).media.list()] == ["image/jpeg"]
    assert gateway.twilio().messages(sent["sid"]).media(file["sid"]).fetch().parent_sid == sent["sid"]

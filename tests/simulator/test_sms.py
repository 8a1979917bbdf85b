"""SMS from a phone to the helpline's number."""

import pytest
from playwright.sync_api import Page, expect

from tests.simulator.standin import GUL, HELPLINE, HTTP, SID, Gateway, eventually


def test_an_sms_arrives_signed_and_as_twilio_sends_it(gateway: Gateway) -> None:
    sent = gateway.write(GUL, "بجلی نہیں ہے", sms=True)
    shown = gateway.settled(sent["sid"], "received")
    assert (shown["channel"], gateway.forged, gateway.received) == ("sms", 0, [])
    [form] = gateway.sms
    told = {"MessageSid": sent["sid"], "AccountSid": SID, "From": GUL, "To": HELPLINE, "Body": "بجلی نہیں ہے"}
    assert form.items() >= {**told, "NumMedia": "0", "NumSegments": "1"}.items()
    assert "ProfileName" not in form


@pytest.mark.parametrize("more", [{"location": {"latitude": 34, "longitude": 71}}, {"files": ["ME1"]}])
def test_an_sms_is_text(gateway: Gateway, more: dict[str, object]) -> None:
    answer = HTTP.post(f"{gateway.url}/simulator/api/phones/{GUL}/messages", json={"text": "x", "sms": True, **more})
    assert answer.status_code in (400, 404)
    assert gateway.sms == []


def test_the_page_sends_sms(page: Page, gateway: Gateway) -> None:
    mine = page.locator(f'.phone[data-number="{GUL}"]')
    mine.get_by_label("SMS").check()
    mine.get_by_label("Message", exact=True).fill("Mardan")
    mine.get_by_label("Message", exact=True).press("Enter")
    expect(mine.locator(".message.out.sms")).to_contain_text("Mardan")
    eventually(lambda: gateway.sms)

"""Templates through Twilio's own client, and the richer messages that are made of them."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from tests.gateway.simulator.standin import GUL, NUMBER, Gateway, eventually
from tests.gateway.simulator.test_rest import FROM, QUICK, TO

LIST = {
    "friendly_name": "places",
    "language": "ur",
    "types": {
        "twilio/list-picker": {
            "body": "ضلع؟",
            "button": "چنیں",
            "items": [{"item": "مردان", "id": "Mardan"}, {"item": "سوات", "id": "Swat"}],
        }
    },
}


def make(gateway: Gateway, content: dict[str, Any]) -> Any:
    return gateway.twilio().content.v1.contents.create(ContentList.ContentCreateRequest(content))


def talk(gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")


def test_made_listed_fetched_and_approved(gateway: Gateway) -> None:
    made = make(gateway, QUICK)
    contents = gateway.twilio().content.v1.contents
    assert [content.friendly_name for content in contents.list()] == ["confirm"]
    assert contents(made.sid).fetch().variables == {"1": "Is this right?", "2": "Yes"}
    assert contents(made.sid).approval_fetch().fetch().whatsapp["status"] == "unsubmitted"


def test_an_unknown_template(gateway: Gateway) -> None:
    with pytest.raises(TwilioRestException) as caught:
        gateway.twilio().content.v1.contents("HX" + "0" * 32).fetch()
    assert caught.value.status == 404


def test_a_list_is_chosen_from(gateway: Gateway) -> None:
    talk(gateway)
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, content_sid=make(gateway, LIST).sid)
    shown = gateway.settled(str(sent.sid), "delivered")
    assert [button["title"] for button in shown["buttons"]] == ["مردان", "سوات"]
    gateway.write(GUL, button={"message": sent.sid, "payload": "Swat"})
    eventually(lambda: len(gateway.received) == 2)
    assert gateway.received[1].items() >= {"MessageType": "interactive", "ListId": "Swat", "ListTitle": "سوات"}.items()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            {"media_url": ["https://arzi.example.gov.pk/a.pdf"]},
            {"media": [{"url": "https://arzi.example.gov.pk/a.pdf"}]},
        ),
        (
            {"persistent_action": ["geo:34.01,71.52|Peshawar"]},
            {"location": {"latitude": "34.01", "longitude": "71.52", "label": "Peshawar"}},
        ),
    ],
)
def test_files_and_places_from_the_gateway(gateway: Gateway, sent: dict[str, Any], shown: dict[str, Any]) -> None:
    talk(gateway)
    message = gateway.twilio().messages.create(from_=FROM, to=TO, body="see", **sent)
    assert gateway.settled(str(message.sid), "delivered").items() >= shown.items()


def test_a_pressed_button_of_a_template_outside_the_window(gateway: Gateway) -> None:
    made = make(gateway, QUICK)
    gateway.twilio().content.v1.contents(made.sid).approval_create.create(
        ApprovalCreateList.ContentApprovalRequest({"name": "confirm", "category": "UTILITY"})
    )
    sent = gateway.twilio().messages.create(from_=f"whatsapp:{NUMBER}", to=TO, content_sid=made.sid)
    gateway.settled(str(sent.sid), "delivered")
    gateway.write(GUL, button={"message": sent.sid, "payload": "deny"})
    eventually(lambda: gateway.received)
    assert gateway.received[0]["MessageType"] == "button"

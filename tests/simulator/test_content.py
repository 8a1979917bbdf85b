"""Templates through Twilio's own client, and the richer messages that are made of them."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from tests.simulator.standin import GUL, NUMBER, Gateway, eventually
from tests.simulator.test_rest import FROM, QUICK, TO

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
    reply = QUICK["types"]["twilio/quick-reply"] | {"body": "About {{1}}: please answer."}  # type: ignore[index]
    made = make(gateway, QUICK | {"types": {"twilio/quick-reply": reply}})
    gateway.twilio().content.v1.contents(made.sid).approval_create.create(
        ApprovalCreateList.ContentApprovalRequest({"name": "confirm", "category": "UTILITY"})
    )
    sent = gateway.twilio().messages.create(from_=f"whatsapp:{NUMBER}", to=TO, content_sid=made.sid)
    gateway.settled(str(sent.sid), "delivered")
    gateway.write(GUL, button={"message": sent.sid, "payload": "deny"})
    eventually(lambda: gateway.received)
    assert gateway.received[0]["MessageType"] == "button"


def row(n: int, **more: str) -> dict[str, str]:
    return {"item": f"row {n}", "id": str(n), **more}


@pytest.mark.parametrize(
    ("items", "button"),
    [([row(n) for n in range(11)], "Choose"), ([], "Choose"), ([row(1)], ""), ([{"item": "row"}], "Choose")],
    ids=["eleven rows", "no rows", "no button", "no id"],
)
def test_what_is_no_list(gateway: Gateway, items: list[dict[str, str]], button: str) -> None:
    with pytest.raises(TwilioRestException) as caught:
        make(gateway, {**LIST, "types": {"twilio/list-picker": {"body": "?", "button": button, "items": items}}})
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "items", [[row(1), {"item": "x" * 25, "id": "2"}], [row(1), row(1)], [row(1, description="x" * 73)]],
    ids=["long row", "the same id", "long description"],
)  # fmt: skip
def test_a_list_that_whatsapp_would_not_show(gateway: Gateway, items: list[dict[str, str]]) -> None:
    talk(gateway)
    made = make(gateway, {**LIST, "types": {"twilio/list-picker": {"body": "?", "button": "Choose", "items": items}}})
    with pytest.raises(TwilioRestException):
        gateway.twilio().messages.create(from_=FROM, to=TO, content_sid=made.sid)


@pytest.mark.parametrize(
    ("types", "name", "status"),
    [
        (LIST["types"], "places", None),
        ({"twilio/text": {"body": "{{1}}"}}, "text", "rejected"),
        ({"twilio/text": {"body": "About {{1}}: we heard of it."}}, "text", "approved"),
        ({"twilio/text": {"body": "About {{1}}: we heard of it."}}, "A text", None),
    ],
    ids=["a list", "a variable alone", "a text", "a name that is none"],
)
def test_what_whatsapp_approves(gateway: Gateway, types: dict[str, Any], name: str, status: str | None) -> None:
    made = make(gateway, {"friendly_name": "x", "language": "en", "variables": {"1": "a case"}, "types": types})
    content = gateway.twilio().content.v1.contents(made.sid)
    asked = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": "UTILITY"})
    if status is None:
        with pytest.raises(TwilioRestException):
            content.approval_create.create(asked)
        return
    content.approval_create.create(asked)
    assert content.approval_fetch().fetch().whatsapp["status"] == status


def test_a_list_does_not_go_out_after_a_day(gateway: Gateway) -> None:
    talk(gateway)
    gateway.call("POST", "/clock", {"seconds": 25 * 3600})
    sent = gateway.twilio().messages.create(from_=FROM, to=TO, content_sid=make(gateway, LIST).sid)
    assert gateway.settled(str(sent.sid), "failed")["error_code"] == "63016"

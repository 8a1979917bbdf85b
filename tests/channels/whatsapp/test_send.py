"""Sending through twilio's own client: what each fault means, and buttons as far as WhatsApp has them."""

import json
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from channels.whatsapp import Settings, build
from channels.whatsapp.buttons import body_and_variables
from channels.whatsapp.channel import WhatsApp
from core.errors import ArziError, DeliveryDelayed, DeliveryFailed, DeliveryUnknown, RecipientStopped, WindowClosed
from core.messages import Button, OutboundMessage
from core.ports import Surroundings
from tests.fakes.http import Answer, scripted_server

MESSAGE = OutboundMessage("1", "whatsapp", "+923001234567", "کیا یہ درست ہے؟", "ur")
YES_NO = (Button("جی ہاں", "confirm:yes"), Button("نہیں", "confirm:no"))
MANY = tuple(Button(f"category {n}", f"category:{n}") for n in range(5))


def channel(url: str) -> WhatsApp:
    settings = Settings.model_validate(
        {
            "account_sid": "AC0",
            "auth_token": SecretStr("secret"),
            "sender": "+14155238886",
            "timeout_seconds": 1,
            "templates": {"reply.ur": "HXur", "reply": "HXany"},
        }
    )
    return build(settings, Surroundings("https://arzi.example.org", "PK", {"twilio": url}))


def made(**more: object) -> Answer:
    resource = {"sid": "SM1", "status": "queued", "body": "", **more}
    return Answer(201, json.dumps(resource).encode(), {"Content-Type": "application/json"})


def refused(status: int, code: int) -> Answer:
    return Answer(status, json.dumps({"code": code, "message": "no", "status": status}).encode())


def test_a_text_goes_out_with_our_number_and_where_to_report() -> None:
    with scripted_server(made()) as server:
        assert channel(server.url()).send(MESSAGE) == "SM1"
    method, path, headers, body = server.requests[0]
    assert (method, path) == ("POST", "/2010-04-01/Accounts/AC0/Messages.json")
    assert parse_qs(body.decode()) == {
        "To": ["whatsapp:+923001234567"],
        "From": ["whatsapp:+14155238886"],
        "Body": ["کیا یہ درست ہے؟"],
        "StatusCallback": ["https://arzi.example.org/in/whatsapp/status"],
    }
    assert headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused(429, 20429), DeliveryDelayed),
        (refused(500, 20500), DeliveryDelayed),
        (refused(503, 20503), DeliveryDelayed),
        (refused(400, 21211), DeliveryFailed),
        (refused(401, 20003), DeliveryFailed),
        (refused(400, 21610), RecipientStopped),
        (refused(400, 63016), WindowClosed),
        (Answer(502, b"<html>bad gateway</html>"), DeliveryDelayed),
        (Answer(201, b"half an ans"), DeliveryUnknown),
        (Answer(hang_up=True), DeliveryUnknown),
    ],
)
def test_what_a_fault_means(answer: Answer, expected: type[ArziError]) -> None:
    with scripted_server(answer) as server, pytest.raises(expected) as caught:
        channel(server.url()).send(MESSAGE)
    assert type(caught.value) is expected


def test_nobody_there_is_tried_again() -> None:
    with scripted_server(made()) as server:
        closed = server.url()
    with pytest.raises(DeliveryDelayed):
        channel(closed).send(MESSAGE)


def test_two_answers_can_be_pressed() -> None:
    contents = Answer(200, json.dumps({"contents": [], "meta": {"key": "contents"}}).encode())
    content = Answer(201, json.dumps({"sid": "HX1", "friendly_name": "x"}).encode())
    question = OutboundMessage("1", "whatsapp", "+923001234567", "کیا یہ درست ہے؟", "ur", buttons=YES_NO)
    with scripted_server(contents, content, made()) as server:
        phone = channel(server.url())
        phone.send(question)
        phone.send(question)
    paths = [path.partition("?")[0] for _, path, _, _ in server.requests]
    assert paths == ["/v1/Content", "/v1/Content", *["/2010-04-01/Accounts/AC0/Messages.json"] * 2]
    actions = json.loads(server.requests[1][3])["types"]["twilio/quick-reply"]["actions"]
    assert [(action["title"], action["id"]) for action in actions] == [
        ("جی ہاں", "confirm:yes"),
        ("نہیں", "confirm:no"),
    ]
    sent = parse_qs(server.requests[2][3].decode())
    assert sent["ContentSid"] == ["HX1"]
    assert json.loads(sent["ContentVariables"][0]) == {"1": "کیا یہ درست ہے؟"}


@pytest.mark.parametrize(
    ("text", "body", "values"),
    [
        ("ok?", "{{1}}", {"1": "ok?"}),
        ("a\nb", "{{1}}\n{{2}}", {"1": "a", "2": "b"}),
        ("a\n\nb  c\t d", "{{1}}\n\n{{2}}", {"1": "a", "2": "b c d"}),
    ],
)
def test_each_line_is_a_variable(text: str, body: str, values: dict[str, str]) -> None:
    assert body_and_variables(text) == (body, values)


@pytest.mark.parametrize(
    ("buttons", "text"),
    [(MANY, "Which?"), ((Button("a title that is far too long for it", "x"),), "Which?"), (YES_NO, "x" * 1100)],
)
def test_what_whatsapp_has_no_buttons_for_is_numbered(buttons: tuple[Button, ...], text: str) -> None:
    with scripted_server(made()) as server:
        channel(server.url()).send(OutboundMessage("1", "whatsapp", "+923001234567", text, buttons=buttons))
    [body] = parse_qs(server.requests[0][3].decode())["Body"]
    assert body.splitlines()[1:] == [f"{n}. {button.title}" for n, button in enumerate(buttons, 1)]


def test_without_a_content_api_they_are_numbered_too() -> None:
    question = OutboundMessage("1", "whatsapp", "+923001234567", "ok?", buttons=YES_NO)
    with scripted_server(refused(403, 20403), made()) as server:
        assert channel(server.url()).send(question) == "SM1"


def test_a_text_longer_than_twilio_takes_is_cut() -> None:
    with scripted_server(made()) as server:
        channel(server.url()).send(OutboundMessage("1", "whatsapp", "+923001234567", "x" * 5000))
    [body] = parse_qs(server.requests[0][3].decode())["Body"]
    assert len(body) == 1600


@pytest.mark.parametrize(("language", "sid"), [("ur", "HXur"), ("ps", "HXany")])
def test_outside_the_window_a_template_says_it(language: str, sid: str) -> None:
    phone = channel("http://127.0.0.1:1")
    template = phone.as_template(OutboundMessage("1", "whatsapp", "+923001234567", "hello", language))
    assert template is not None
    assert (template.template, dict(template.variables)) == (sid, {"1": "hello"})
    assert phone.as_template(template) is None


def test_after_a_crash_the_provider_is_asked() -> None:
    from datetime import UTC, datetime

    listed = {"messages": [{"sid": "SM7", "body": MESSAGE.text}], "next_page_uri": None}
    with scripted_server(Answer(200, json.dumps(listed).encode())) as server:
        assert channel(server.url()).find_sent(MESSAGE, datetime(2026, 11, 22, tzinfo=UTC)) == "SM7"
    other = {"messages": [{"sid": "SM7", "body": "something else"}], "next_page_uri": None}
    with scripted_server(Answer(200, json.dumps(other).encode())) as server:
        assert channel(server.url()).find_sent(MESSAGE, datetime(2026, 11, 22, tzinfo=UTC)) is None

"""Sending through twilio's own client: what each fault means, and buttons as far as WhatsApp has them."""

import dataclasses
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from channels.providers.twilio.rest import numbered
from channels.whatsapp import Settings, build
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.contents import body_and_variables, without_numbers
from core.errors import (
    AccountRefused,
    ArziError,
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
    RecipientStopped,
    WindowClosed,
)
from core.messages import Button, Menu, MenuRow, OutboundMessage
from core.ports import Surroundings
from tests.fakes.http import Answer, scripted_server

MESSAGE = OutboundMessage("1", "whatsapp", "+923001234567", "کیا یہ درست ہے؟", "ur")
YES_NO = (Button("جی ہاں", "confirm:yes"), Button("نہیں", "confirm:no"))
MANY = tuple(Button(f"category {n}", f"category:{n}") for n in range(5))


def channel(url: str, templates: dict[str, str] | None = None) -> WhatsApp:
    settings = Settings.model_validate(
        {
            "account_sid": "AC0",
            "auth_token": SecretStr("secret"),
            "sender": "+14155238886",
            "timeout_seconds": 1,
            "templates": {"reply.ur": "HXur", "reply": "HXany", **(templates or {})},
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
        "StatusCallback": ["https://arzi.example.org/in/whatsapp/status#rc=5&rp=5xx,ct,rt"],
    }
    assert headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused(429, 20429), DeliveryDelayed),
        (refused(500, 20500), DeliveryDelayed),
        (refused(503, 20503), DeliveryDelayed),
        (refused(400, 21211), DeliveryFailed),
        (refused(401, 20003), AccountRefused),
        (refused(403, 99999), AccountRefused),
        (refused(400, 63041), AccountRefused),
        (refused(400, 63018), DeliveryDelayed),
        (refused(400, 63003), DeliveryFailed),
        (Answer(201, b"{}"), DeliveryUnknown),
        (Answer(201, b'{"sid": null}'), DeliveryUnknown),
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


@pytest.mark.parametrize(("told", "seconds"), [("90", 90), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None)])
def test_what_retry_after_says_is_handed_on(told: str, seconds: float | None) -> None:
    busy = Answer(429, json.dumps({"code": 20429, "message": "no", "status": 429}).encode(), {"Retry-After": told})
    with scripted_server(busy) as server, pytest.raises(DeliveryDelayed) as caught:
        channel(server.url()).send(MESSAGE)
    assert caught.value.after == seconds


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
    assert [(action["title"], action["id"]) for action in actions] == [("{{2}}", "{{3}}"), ("{{4}}", "{{5}}")]
    sent = parse_qs(server.requests[2][3].decode())
    assert sent["ContentSid"] == ["HX1"]
    values = json.loads(sent["ContentVariables"][0])
    assert list(values.values()) == ["کیا یہ درست ہے؟", "جی ہاں", "confirm:yes", "نہیں", "confirm:no"]


def listed(rows: int, about: str = "", title: str = "row {}") -> Menu:
    made = tuple(MenuRow(title.format(n), f"category:{n}", about) for n in range(rows))
    return Menu("Choose", made, "What is it?", "What is it? Send the number.\n1. row 0\n2. row 1")


def with_menu(menu: Menu) -> OutboundMessage:
    text = f"Sorry to hear it.\n\n{menu.instead_of}"
    return OutboundMessage("1", "whatsapp", "+923001234567", text, "en", menu=menu)


@pytest.mark.parametrize("about", ["", "what is in it"])
def test_a_question_with_many_answers_is_a_list(about: str) -> None:
    contents = Answer(200, json.dumps({"contents": [], "meta": {"key": "contents"}}).encode())
    content = Answer(201, json.dumps({"sid": "HX1", "friendly_name": "x"}).encode())
    with scripted_server(contents, content, made()) as server:
        channel(server.url()).send(with_menu(listed(10, about)))
    shape = json.loads(server.requests[1][3])["types"]["twilio/list-picker"]
    assert shape["body"] == "{{1}}\n\n{{2}}"
    values = json.loads(parse_qs(server.requests[2][3].decode())["ContentVariables"][0])
    assert list(values.values())[:5] == ["Sorry to hear it.", "What is it?", "Choose", "row 0", "category:0"]
    said = {part: values[variable.strip("{}")] for part, variable in shape["items"][9].items() if variable}
    assert said == {"item": "row 9", "id": "category:9", "description": about or "row 9"}


@pytest.mark.parametrize(
    "menu",
    [listed(11), listed(2, title="a title that is much too long {}"), listed(2, about="x" * 73), listed(0)],
    ids=["eleven rows", "long title", "long description", "no rows"],
)
def test_what_whatsapp_has_no_lists_for_is_numbered(menu: Menu) -> None:
    with scripted_server(made()) as server:
        channel(server.url()).send(with_menu(menu))
    [body] = parse_qs(server.requests[0][3].decode())["Body"]
    assert body.endswith("1. row 0\n2. row 1")


def test_numbers_stay_where_no_list_can_be_made() -> None:
    with scripted_server(refused(500, 20500), made()) as server:
        channel(server.url()).send(with_menu(listed(3)))
    [body] = parse_qs(server.requests[-1][3].decode())["Body"]
    assert body.endswith("1. row 0\n2. row 1")


def test_what_the_text_numbers_is_not_numbered_twice() -> None:
    buttons = (Button("Gas", "category:gas"), Button("Roads", "category:roads"))
    message = OutboundMessage("1", "sms", "+923001234567", "What is it?\n1. Gas\n2. Roads", buttons=buttons)
    assert numbered(message) == message.text
    assert without_numbers(message) == "What is it?"


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


@pytest.mark.parametrize(
    ("language", "file", "there"),
    [
        ("ur", "voice_kept.mp3", True),
        ("ur", "ask_district.ogg", True),
        ("ps", "voice_kept.mp3", False),
        ("ur", "notes.txt", False),
        ("..", "secret.mp3", False),
        ("ur", "../secret.mp3", False),
    ],
)
def test_recordings_of_ours(tmp_path: Path, language: str, file: str, there: bool) -> None:
    (tmp_path / "ur").mkdir()
    for name in ("ur/voice_kept.mp3", "ur/ask_district.ogg", "ur/notes.txt", "secret.mp3"):
        (tmp_path / name).write_bytes(b"ID3")
    speaks = dataclasses.replace(channel("http://127.0.0.1:1"), recordings=tmp_path)
    assert (speaks.recording_file(language, file) is not None) is there


def test_a_recording_goes_out_alone(tmp_path: Path) -> None:
    (tmp_path / "ur").mkdir()
    (tmp_path / "ur/voice_kept.mp3").write_bytes(b"ID3")
    with scripted_server(made()) as server:
        speaks = dataclasses.replace(channel(server.url()), recordings=tmp_path)
        address = speaks.recording("voice_kept", "ur")
        speaks.send(dataclasses.replace(MESSAGE, recording=address))
    sent = parse_qs(server.requests[0][3].decode())
    assert sent["MediaUrl"] == ["https://arzi.example.org/in/whatsapp/recordings/ur/voice_kept.mp3"]
    assert "Body" not in sent
    assert speaks.recording("voice_kept", "ps") is None


ASKS = dataclasses.replace(MESSAGE, to="PK.13491208655302741918", asks="phone", text="آپ کا نمبر؟\nاس پر کال ہو گی")
REQUEST = {"contact": "HXcontact", "contact.ps": "HXps"}


@pytest.mark.parametrize(("language", "sid"), [("ur", "HXcontact"), ("ps", "HXps")])
def test_who_withholds_their_number_is_asked_for_it_by_whatsapp(language: str, sid: str) -> None:
    with scripted_server(made()) as server:
        channel(server.url(), REQUEST).send(dataclasses.replace(ASKS, language=language))
    sent = parse_qs(server.requests[0][3].decode())
    assert sent["ContentSid"] == [sid]
    assert json.loads(sent["ContentVariables"][0]) == {"1": "آپ کا نمبر؟ · اس پر کال ہو گی"}
    assert sent["To"] == [f"whatsapp:{ASKS.to}"]


@pytest.mark.parametrize(
    ("message", "templates"),
    [
        (ASKS, {}),
        (dataclasses.replace(ASKS, to="+923001234567"), REQUEST),
        (dataclasses.replace(ASKS, asks=None), REQUEST),
    ],
)
def test_all_others_are_asked_in_words(message: OutboundMessage, templates: dict[str, str]) -> None:
    with scripted_server(made()) as server:
        channel(server.url(), templates).send(message)
    sent = parse_qs(server.requests[0][3].decode())
    assert (sent["Body"], "ContentSid" in sent) == ([message.text], False)


@pytest.mark.parametrize("fault", [refused(400, 21654), refused(400, 63013), refused(401, 20003)])
def test_where_the_request_is_refused_words_ask(fault: Answer) -> None:
    with scripted_server(fault, made()) as server:
        assert channel(server.url(), REQUEST).send(ASKS) == "SM1"
    assert "Body" in parse_qs(server.requests[-1][3].decode())


def test_where_nobody_knows_whether_it_went_out_it_is_not_asked_twice() -> None:
    with scripted_server(Answer(hang_up=True), made()) as server, pytest.raises(DeliveryUnknown):
        channel(server.url(), REQUEST).send(ASKS)
    assert len([one for one in server.requests if one[0] == "POST"]) == 1

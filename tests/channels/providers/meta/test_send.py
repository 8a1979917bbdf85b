"""Sending: what goes out, how it is cut, and what each refusal means."""

import json
from typing import Any

import pytest

from channels.providers.cutting import parts
from core.errors import (
    AccountRefused,
    ArziError,
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
    MediaNotReady,
    MediaRefused,
    WindowClosed,
)
from core.messages import Button, Menu, MenuRow, OutboundMessage
from tests.channels.providers.meta.given import GUL, PAGE, TOKEN, account
from tests.fakes.http import Answer, scripted_server

YES_NO = (Button("جی ہاں", "confirm:yes"), Button("نہیں", "confirm:no"))
LONG = (Button("a title of more than twenty signs", "x"),)
ROWS = (MenuRow("Electricity", "category:electricity", "wires"), MenuRow("Gas", "category:gas"))
MENU = Menu("Choose", ROWS, "What?", "What? 1. Electricity 2. Gas")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82"


def out(text: str = "کیا یہ درست ہے؟", to: str = GUL, **more: Any) -> OutboundMessage:
    return OutboundMessage("1", "messenger", to, text, "ur", **more)


def answer(status: int = 200, **told: Any) -> Answer:
    given = told or {"recipient_id": GUL, "message_id": "m_out"}
    return Answer(status, json.dumps(given).encode(), {"Content-Type": "application/json"})


def refused(status: int, code: int, subcode: int | None = None) -> Answer:
    error = {"message": "no", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return answer(status, error=error | ({"error_subcode": subcode} if subcode else {}))


def sent(message: OutboundMessage, channel: str = "messenger") -> list[dict[str, Any]]:
    with scripted_server(answer()) as server:
        assert account(channel, server.url()).send(message) == "m_out"
    assert {path for _, path, _, _ in server.requests} == {f"/{PAGE}/messages"}
    assert {shown["authorization"] for _, _, shown, _ in server.requests} == {f"Bearer {TOKEN}"}
    return [json.loads(body) for *_, body in server.requests]


@pytest.mark.parametrize(
    ("more", "text", "pressed"),
    [
        ({}, "کیا یہ درست ہے؟", []),
        ({"buttons": YES_NO}, "کیا یہ درست ہے؟", ["confirm:yes", "confirm:no"]),
        ({"buttons": LONG}, "کیا یہ درست ہے؟\n1. a title of more than twenty signs", []),
        ({"text": "What? 1. Electricity 2. Gas", "menu": MENU}, "What?", ["category:electricity", "category:gas"]),
    ],
)
def test_a_message_and_what_can_be_pressed_under_it(more: dict[str, Any], text: str, pressed: list[str]) -> None:
    [asked] = sent(out(**more))
    assert asked["recipient"] == {"id": GUL}
    assert asked["message"]["text"].startswith(text)
    assert [one["payload"] for one in asked["message"].get("quick_replies", [])] == pressed


def test_a_private_reply_goes_to_the_comment_once() -> None:
    told = sent(out("word " * 600, f"{GUL}~10_20"))
    assert [one["recipient"] for one in told] == [{"comment_id": "10_20"}, {"id": GUL}]


def test_a_message_is_cut_by_signs_or_by_bytes() -> None:
    assert len(sent(out("آ" * 1500))) == 1
    assert len(sent(out("آ" * 1500), "instagram")) == 3
    assert parts("a b", 10, len) == ["a b"]
    assert parts("", 10, len) == [""]
    assert parts("one two three", 8, len) == ["one two", "three"]
    assert "".join(parts("x" * 95, 10, len)) == "x" * 95


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (refused(400, 10, 2018278), WindowClosed),
        (refused(400, 551, 1545041), DeliveryFailed),
        (refused(400, 100, 2018001), DeliveryFailed),
        (refused(400, 100), DeliveryFailed),
        (refused(400, 190), AccountRefused),
        (refused(403, 200), AccountRefused),
        (refused(400, 368), AccountRefused),
        (refused(403, 10), AccountRefused),
        (refused(400, 299), AccountRefused),
        (refused(400, 613), DeliveryDelayed),
        (refused(400, 4, 2018022), DeliveryDelayed),
        (refused(500, 1200), DeliveryDelayed),
        (refused(500, 99999), DeliveryDelayed),
        (answer(200, error={"code": 2, "message": "later"}), DeliveryDelayed),
        (Answer(503, b"<html>"), DeliveryDelayed),
        (Answer(401, b""), AccountRefused),
        (Answer(200, b"not json"), DeliveryUnknown),
        (answer(200, recipient_id=GUL), DeliveryUnknown),
        (Answer(302, b""), DeliveryUnknown),
        (Answer(hang_up=True), DeliveryUnknown),
    ],
)
def test_what_each_refusal_means(told: Answer, error: type[ArziError]) -> None:
    with scripted_server(told) as server, pytest.raises(error) as caught:
        account("messenger", server.url()).send(out())
    assert type(caught.value) is error
    assert TOKEN not in str(caught.value.detail)


def test_where_nobody_answers_it_is_tried_again() -> None:
    with pytest.raises(DeliveryDelayed):
        account("messenger").send(out())
    with pytest.raises(DeliveryFailed):
        account("messenger").send(out(to="somebody"))


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.xx.fbcdn.net/1.jpg",
        "https://fbcdn.net.example.org/1.jpg",
        "https://127.0.0.1/1.jpg",
        "file:///etc/passwd",
        "https://notfbcdn.net/x",
        "",
    ],
)
def test_a_file_comes_from_metas_stores_only(url: str) -> None:
    with pytest.raises(MediaRefused):
        account("messenger").fetch(url, "image/jpeg")


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (Answer(200, b"x" * 2000), MediaRefused),
        (Answer(404), MediaRefused),
        (Answer(403), MediaRefused),
        (Answer(503), MediaNotReady),
        (Answer(429), MediaNotReady),
        (Answer(hang_up=True), MediaNotReady),
    ],
)
def test_a_file_that_cannot_be_had(told: Answer, error: type[ArziError]) -> None:
    with scripted_server(told) as server, pytest.raises(error):
        account("messenger", server.url(), max_media_bytes=1000).fetch(f"{server.url()}/1.jpg", "image/jpeg")


def test_a_file_is_what_its_content_says() -> None:
    with scripted_server(Answer(200, PNG)) as server:
        content, kind = account("instagram", server.url()).fetch(f"{server.url()}/1.jpg", "image/jpeg")
    assert (content, kind) == (PNG, "image/png")

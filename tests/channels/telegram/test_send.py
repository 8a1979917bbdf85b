"""Sending: what goes out, how it is cut, and what each refusal means."""

import json
from typing import Any

import pytest

from channels.telegram.send import LONGEST_TEXT, parts
from core.errors import (
    AccountRefused,
    ArziError,
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
    RecipientStopped,
    SignatureInvalid,
)
from core.messages import Button, Menu, MenuRow, OutboundMessage
from tests.channels.telegram.given import GUL, PUBLIC, SECRET, TOKEN, bot, posted, said
from tests.fakes.http import Answer, scripted_server

YES_NO = (Button("جی ہاں", "confirm:yes"), Button("نہیں", "confirm:no"))
ROWS = (MenuRow("Electricity", "category:electricity", "wires"), MenuRow("Gas", "category:gas"))
MENU = Menu("Choose", ROWS, "What?", "What? 1. Electricity 2. Gas")


def out(text: str = "کیا یہ درست ہے؟", to: str = str(GUL), **more: Any) -> OutboundMessage:
    return OutboundMessage("1", "telegram", to, text, "ur", **more)


def answer(result: object = None, status: int = 200, **told: Any) -> Answer:
    given = {"ok": True, "result": {"message_id": 42} if result is None else result} if status == 200 else {"ok": False}
    return Answer(status, json.dumps({**given, **told}).encode(), {"Content-Type": "application/json"})


def refused(status: int, description: str, **parameters: Any) -> Answer:
    more = {"parameters": parameters} if parameters else {}
    return answer(status=status, error_code=status, description=description, **more)


def sent(message: OutboundMessage) -> list[dict[str, Any]]:
    with scripted_server(answer()) as server:
        assert bot(server.url()).send(message) == f"{GUL}:42"
    assert {path for _, path, _, _ in server.requests} == {f"/bot{TOKEN}/sendMessage"}
    return [json.loads(body) for *_, body in server.requests]


def test_a_text_goes_out_plain_and_its_links_are_not_looked_at() -> None:
    [asked] = sent(out("see https://arzi.example.org/track/x <b>*_"))
    assert asked == {
        "chat_id": GUL,
        "text": "see https://arzi.example.org/track/x <b>*_",
        "link_preview_options": {"is_disabled": True},
    }


@pytest.mark.parametrize(
    ("more", "text", "pressed"),
    [
        ({"buttons": YES_NO}, "ask", ["confirm:yes", "confirm:no"]),
        ({"buttons": (Button("a", "x" * 64),)}, "ask", ["x" * 64]),
        ({"buttons": (Button("a", "x" * 65),)}, "ask\n1. a", []),
        ({"buttons": (Button("a", "آ" * 32),)}, "ask", ["آ" * 32]),
        ({"buttons": (Button("a", "آ" * 33), *YES_NO)}, "ask\n1. a\n2. جی ہاں\n3. نہیں", []),
        ({"buttons": (Button("a", ""),)}, "ask\n1. a", []),
        ({"buttons": (Button(" ", "a"),)}, "ask\n1.", []),
        ({"buttons": tuple(Button(f"b{n}", str(n)) for n in range(40))}, "ask", [str(n) for n in range(40)]),
        ({"menu": MENU}, "What?", ["category:electricity", "category:gas"]),
    ],
)
def test_what_can_be_pressed_is_one_button_a_line(more: dict[str, Any], text: str, pressed: list[str]) -> None:
    [asked] = sent(out(MENU.instead_of if "menu" in more else "ask", **more))
    rows = asked.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    assert (asked["text"], [button["callback_data"] for [button] in rows]) == (text, pressed)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("x" * 4096, [4096]),
        ("x" * 4097, [4096, 1]),
        ("😀" * 2048, [2048]),  # two code units each
        ("😀" * 2049, [2048, 1]),
        ("x" + "😀" * 2048, [2048, 1]),  # none is cut in two
        ("a" * 3000 + "\n" + "b" * 3000, [3000, 3000]),
        ("a" * 3000 + " " + "b" * 3000, [3000, 3000]),
        ("", [0]),
        ("   ", [0]),
    ],
)
def test_a_long_text_is_several_messages(text: str, sizes: list[int]) -> None:
    found = parts(text)
    assert [len(part) for part in found] == sizes
    assert all(len(part.encode("utf-16-le")) <= 2 * LONGEST_TEXT for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_buttons_stand_under_the_last_part() -> None:
    first, last = sent(out("x" * 5000, buttons=YES_NO))
    assert "reply_markup" not in first
    assert last["reply_markup"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (refused(403, "Forbidden: bot was blocked by the user"), RecipientStopped),
        (refused(403, "Forbidden: user is deactivated"), DeliveryFailed),
        (refused(403, "Forbidden: bot can't initiate conversation with a user"), DeliveryFailed),
        (refused(403, "Forbidden: something new"), DeliveryFailed),
        (refused(400, "Bad Request: chat not found"), DeliveryFailed),
        (refused(400, "Bad Request: message text is empty"), DeliveryFailed),
        (refused(400, "Bad Request: FROZEN_METHOD_INVALID"), AccountRefused),
        (refused(401, "Unauthorized"), AccountRefused),
        (refused(404, "Not Found"), AccountRefused),
        (refused(409, "Conflict"), DeliveryDelayed),
        (refused(429, "Too Many Requests: retry after 14", retry_after=14), DeliveryDelayed),
        (refused(500, "Internal Server Error: restart"), DeliveryDelayed),
        (Answer(502, b"<html>bad gateway</html>"), DeliveryDelayed),
        (Answer(413, b""), DeliveryFailed),
        (Answer(302, b"", {"Location": "http://127.0.0.1/"}), DeliveryUnknown),
        (Answer(200, b"half an ans"), DeliveryUnknown),
        (Answer(200, b"[]"), DeliveryUnknown),
        (answer(ok=False), DeliveryUnknown),
        (answer({"message_id": True}), DeliveryUnknown),
        (answer([]), DeliveryUnknown),
        (Answer(hang_up=True), DeliveryUnknown),
    ],
)
def test_what_a_fault_means(given: Answer, expected: type[ArziError]) -> None:
    with scripted_server(given) as server, pytest.raises(expected) as caught:
        bot(server.url()).send(out())
    assert type(caught.value) is expected
    assert TOKEN not in f"{caught.value!r} {caught.value.detail} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("told", "seconds"), [(14, 14.0), (0, 0.0), (10**9, 86_400.0), (-3, 0.0), ("14", None), (None, None), (True, None)]
)
def test_how_long_to_wait_is_handed_on(told: object, seconds: float | None) -> None:
    busy = refused(429, "Too Many Requests: retry after 14", retry_after=told)
    with scripted_server(busy) as server, pytest.raises(DeliveryDelayed) as caught:
        bot(server.url()).send(out())
    assert caught.value.after == seconds


def test_nobody_there_is_tried_again() -> None:
    with scripted_server(answer()) as server:
        closed = server.url()
    with pytest.raises(DeliveryDelayed):
        bot(closed).send(out())


@pytest.mark.parametrize("to", ["", "+923001234567", "gul@example.org", "@gul", "6512345678\n", "۶۵۱۲"])
def test_an_address_of_another_channel_is_refused_here(to: str) -> None:
    with pytest.raises(DeliveryFailed):
        bot().send(out(to=to))


def test_where_to_call_is_told_with_the_secret() -> None:
    info = {"url": f"{PUBLIC}/in/telegram", "pending_update_count": 3, "last_error_date": 1_795_338_000,
            "last_error_message": "Wrong response from the webhook: 503 Service Unavailable"}  # fmt: skip
    me = {"id": 1, "is_bot": True, "first_name": "Arzi", "username": "arzi_bot", "can_join_groups": False}
    with scripted_server(answer(me), answer(True), answer(info)) as server:
        lines = list(bot(server.url()).set_up(PUBLIC))
    assert lines == [
        "bot: @arzi_bot, may not be added to groups",
        f"webhook: {PUBLIC}/in/telegram",
        "waiting there: 3",
        "last error: 2026-11-22 09:00 UTC, Wrong response from the webhook: 503 Service Unavailable",
    ]
    assert json.loads(server.requests[1][3]) == {
        "url": f"{PUBLIC}/in/telegram",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }


def test_nothing_is_reported_and_a_forged_report_is_refused() -> None:
    assert bot().report(posted(said())) is None
    with pytest.raises(SignatureInvalid):
        bot().report(posted(said(), "another"))

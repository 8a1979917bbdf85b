"""Sending: what goes out where, what each refusal means, and what it costs."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.x.words import INVITATION, LONGEST, invitation, weight
from core.errors import AccountRefused, ArziError, DeliveryDelayed, DeliveryFailed, DeliveryUnknown, Malformed, NotFound
from core.messages import Button, OutboundMessage
from core.reference.phrasebook import LANGUAGES
from tests.channels.x.given import GUL, KEY, OURS, POST, TEXT, TOKEN, account, listed, posted
from tests.fakes.http import Answer, ScriptedServer, scripted_server

LINK = "https://arzi.example.org/track/x"
NOW = datetime(2026, 7, 24, 21, 20, tzinfo=UTC)


def out(text: str = "کیا یہ درست ہے؟", to: str = GUL, **more: Any) -> OutboundMessage:
    return OutboundMessage("1", "x", to, text, more.pop("language", "ur"), **more)


def answer(status: int = 201, **told: Any) -> Answer:
    given = told or {"data": {"dm_conversation_id": f"{OURS}-{GUL}", "dm_event_id": "77", "id": "88", "text": "x"}}
    return Answer(status, json.dumps(given).encode(), {"Content-Type": "application/json"})


def refused(status: int, *, code: int | None = None, problem: str = "about:blank", **headers: str) -> Answer:
    told: dict[str, Any] = {"title": "no", "detail": "no", "type": problem, "status": status}
    told |= {"errors": [{"code": code, "message": "no"}]} if code else {}
    return Answer(status, json.dumps(told).encode(), {"Content-Type": "application/json", **headers})


def sent(message: OutboundMessage) -> tuple[str, ScriptedServer]:
    with scripted_server(answer()) as server:
        return account(server.url()).send(message), server


def test_an_answer_to_a_direct_message_is_one() -> None:
    found, server = sent(out(f"see {LINK}", buttons=(Button("Yes", "confirm:yes"), Button("No", "confirm:no"))))
    [(method, path, shown, body)] = server.requests
    assert (found, method, path) == ("77", "POST", f"/2/dm_conversations/with/{GUL}/messages")
    assert json.loads(body) == {"text": f"see {LINK}\n1. Yes\n2. No"}
    signed = shown["authorization"]
    assert signed.startswith("OAuth ")
    assert all(f'{name}="' in signed for name in ("oauth_signature", "oauth_nonce", "oauth_timestamp"))
    assert f'oauth_consumer_key="{KEY}"' in signed
    assert f'oauth_token="{TOKEN}"' in signed


def test_of_an_answer_to_a_post_only_the_invitation_goes_out() -> None:
    with scripted_server(answer(200, meta={"result_count": 0}), answer()) as server:
        found = account(server.url()).send(out(f"{TEXT}: KP-7F3K-29QD {LINK}", to=f"{GUL}~{POST}"))
    [_, (_, path, _, body)] = server.requests
    assert (found, path) == ("88", "/2/tweets")
    assert json.loads(body) == {"text": invitation("ur", POST), "reply": {"in_reply_to_tweet_id": POST}}
    assert "KP-" not in body.decode()


def test_who_wrote_to_us_directly_before_is_answered_there() -> None:
    with scripted_server(answer(200, data=[listed("1", sender_id=OURS), listed("2")]), answer()) as server:
        assert account(server.url()).send(out("where?", to=f"{GUL}~{POST}")) == "77"
    assert [path.partition("?")[0] for _, path, _, _ in server.requests] == [
        f"/2/dm_conversations/with/{GUL}/dm_events",
        f"/2/dm_conversations/with/{GUL}/messages",
    ]


@pytest.mark.parametrize(
    "said", [refused(429), refused(403), answer(200, data=[listed("1", sender_id=OURS)]), Answer(200)]
)
def test_where_x_cannot_say_whether_they_did_they_are_invited(said: Answer) -> None:
    with scripted_server(said, answer()) as server:
        assert account(server.url()).send(out("where?", to=f"{GUL}~{POST}")) == "88"


def test_what_is_refused_to_us_is_not_taken_for_a_stranger() -> None:
    with scripted_server(refused(401), answer()) as server, pytest.raises(AccountRefused):
        account(server.url()).send(out("where?", to=f"{GUL}~{POST}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_is_short_names_no_link_and_is_one_posts(language: str) -> None:
    said = invitation(language, POST)
    assert said.startswith(INVITATION[language])
    assert weight(said) <= LONGEST
    assert "http" not in said
    assert not any("." in word.strip(".") for word in said.split())  # X makes a link of "a.b"
    assert said == invitation(language, POST) != invitation(language, "2080765813582385607")


@pytest.mark.parametrize(("text", "long"), [("abc", 3), ("شکایت", 5), ("ﷲ", 2), ("😀", 2), ("\u200c", 1), ("漢", 2)])
def test_signs_are_weighed_as_x_does(text: str, long: int) -> None:
    assert weight(text) == long


def test_a_long_answer_goes_out_in_parts() -> None:
    _, server = sent(out("x " * 9000))
    assert [len(json.loads(body)["text"]) <= 10_000 for *_, body in server.requests] == [True, True]


@pytest.mark.parametrize(
    ("given", "error", "code"),
    [
        (refused(401), AccountRefused, "401"),
        (refused(402), AccountRefused, "402"),
        (refused(402, problem="https://api.x.com/2/problems/credits"), AccountRefused, "credits"),
        (refused(403, problem="https://api.x.com/2/problems/client-forbidden"), AccountRefused, "client-forbidden"),
        (refused(403, code=326), AccountRefused, "326"),
        (refused(403, code=226), AccountRefused, "226"),
        (refused(429, problem="https://api.x.com/2/problems/usage-capped"), AccountRefused, "usage-capped"),
        (refused(403), DeliveryFailed, "403"),
        (refused(403, code=349), DeliveryFailed, "349"),
        (refused(403, code=150), DeliveryFailed, "150"),
        (refused(403, code=187), DeliveryFailed, "187"),
        (refused(404), DeliveryFailed, "404"),
        (refused(400, problem="https://api.x.com/2/problems/invalid-request"), DeliveryFailed, "invalid-request"),
        (refused(429), DeliveryDelayed, "429"),
        (refused(503), DeliveryDelayed, "503"),
        (Answer(502, b"<html>"), DeliveryDelayed, "502"),
        (answer(200, data={}), DeliveryUnknown, None),
        (answer(200, data="x"), DeliveryUnknown, None),
        (Answer(200, b""), DeliveryUnknown, None),
        (Answer(302, b"", {"Location": "https://example.org"}), DeliveryUnknown, None),
        (Answer(hang_up=True), DeliveryUnknown, None),
    ],
)
def test_each_refusal_means_something(given: Answer, error: type[ArziError], code: str | None) -> None:
    with scripted_server(given) as server, pytest.raises(error) as caught:
        account(server.url()).send(out())
    assert getattr(caught.value, "code", None) == code
    assert GUL not in caught.value.detail or "POST" in caught.value.detail


def test_nobody_there_is_tried_again() -> None:
    with pytest.raises(DeliveryDelayed):
        account().send(out())


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"x-rate-limit-reset": str(int(time.time()) + 600), "x-rate-limit-remaining": "0"}, 500, 601),
        ({"x-rate-limit-reset": str(int(time.time()) - 5)}, 0, 0),
        ({"x-rate-limit-reset": "9" * 12}, 86_400, 86_400),
    ],
)
def test_a_limit_is_waited_out_as_x_says(headers: dict[str, str], least: float, most: float) -> None:
    with scripted_server(refused(429, **headers)) as server, pytest.raises(DeliveryDelayed) as caught:
        account(server.url()).send(out())
    assert caught.value.after is not None
    assert least <= caught.value.after <= most


def test_a_limit_that_says_no_end_is_tried_again_by_our_own_measure() -> None:
    with (
        scripted_server(refused(429, **{"x-rate-limit-reset": "soon"})) as server,
        pytest.raises(DeliveryDelayed) as caught,
    ):
        account(server.url()).send(out())
    assert caught.value.after is None


@pytest.mark.parametrize("to", ["", "gulkhan", f"{GUL}~", f"{GUL}~x", "../1", "1" * 20, f"~{POST}"])
def test_who_is_no_account_is_not_written_to(to: str) -> None:
    channel = account()
    if to == f"{GUL}~":
        with pytest.raises(DeliveryDelayed):  # nothing behind it: the account itself
            channel.send(out(to=to))
        return
    with pytest.raises(DeliveryFailed):
        channel.send(out(to=to))


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ([listed("9", sender_id=OURS, text="ask &amp; more")], "9"),
        ([listed("9", sender_id=OURS, text="another")], None),
        ([listed("9", sender_id=GUL, text="ask & more")], None),
        ([listed("9", sender_id=OURS, text="ask & more", created_at="2026-07-24T21:00:00.000Z")], None),
        ([], None),
    ],
)
def test_x_is_asked_whether_it_has_a_message_already(there: list[dict[str, Any]], found: str | None) -> None:
    with scripted_server(answer(200, data=there, meta={})) as server:
        assert account(server.url()).find_sent(out("ask & more"), NOW - timedelta(minutes=5)) == found


def test_a_reply_to_a_post_cannot_be_asked_for() -> None:
    with pytest.raises(NotFound):
        account().find_sent(out(to=f"{GUL}~{POST}"), NOW)


def test_there_are_no_reports() -> None:
    with pytest.raises(Malformed):
        account().report(posted({}))

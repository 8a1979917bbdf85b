"""Asking X what came: once each, oldest first, and for little."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import AccountRefused, ArziError, DeliveryDelayed
from core.messages import Envelope
from core.ports import PolledChannel
from tests.channels.x.given import GUL, OURS, PICTURE, SAIRA, TEXT, USERS, account, listed, post
from tests.fakes.http import Answer, scripted_server

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
NONE = {"meta": {"result_count": 0}}


def answer(*data: dict[str, Any], following: str = "", **includes: Any) -> Answer:
    told = {"data": list(data), "includes": {"users": USERS, **includes}, "meta": {"result_count": len(data)}}
    told["meta"] |= {"next_token": following} if following else {}
    return Answer(200, json.dumps(told if data else NONE).encode(), {"Content-Type": "application/json"})


def asked(mark: str | None, *answers: Answer, **settings: object) -> tuple[list[Envelope], str, list[tuple[str, Any]]]:
    with scripted_server(*answers) as server:
        channel = account(server.url(), **settings)
        assert isinstance(channel, PolledChannel)
        envelopes, after = channel.poll(mark, NOW)
    paths = [urlsplit(path) for _, path, _, _ in server.requests]
    return list(envelopes), after, [(one.path, parse_qs(one.query)) for one in paths]


def test_at_first_nothing_is_taken_and_where_we_are_is_noted() -> None:
    envelopes, mark, calls = asked(None, answer(post(id="50")), answer(listed("70")))
    assert (envelopes, mark) == ([], "50:70")
    assert [(path, given["max_results"]) for path, given in calls] == [
        (f"/2/users/{OURS}/mentions", ["5"]), ("/2/dm_events", ["1"]),
    ]  # fmt: skip
    assert asked(None, answer())[1] == "0:0"


def test_what_came_since_is_taken_oldest_first() -> None:
    envelopes, mark, calls = asked(
        "50:70",
        answer(post(id="80"), post(id="60")),
        answer(listed("90"), listed("75", sender_id=SAIRA), listed("70"), listed("65")),
    )
    assert [one.id for one in envelopes] == ["post.60", "dm.75", "post.80", "dm.90"]
    assert mark == "80:90"
    assert calls[0][1]["since_id"] == ["50"]
    channel = account()
    [message] = channel.parse(envelopes[-1])
    assert (message.text, message.sender.address, message.sender.name) == (TEXT, GUL, "Gul Khan")


def test_pages_are_read_until_one_is_known() -> None:
    envelopes, mark, calls = asked(
        "50:70",
        answer(post(id="80"), following="p2"),
        answer(post(id="60")),
        answer(listed("90"), following="d2"),
        answer(listed("80"), listed("70"), following="d3"),
    )
    assert (len(envelopes), mark) == (4, "80:90")
    assert [given.get("pagination_token") for _, given in calls] == [None, ["p2"], None, ["d2"]]


def test_nothing_new_moves_nothing() -> None:
    assert asked("50:70", answer())[:2] == ([], "50:70")
    assert asked("50:70", answer(), answer(listed("70")))[:2] == ([], "50:70")


def test_what_is_listed_brings_its_files_and_no_others() -> None:
    with_one = post(id="60", attachments={"media_keys": ["3_1"]})
    other = {**PICTURE, "media_key": "3_9", "url": "https://pbs.twimg.com/media/other.jpg"}
    envelopes, _, _ = asked("50:70", answer(with_one, media=[PICTURE, other]), answer())
    assert [one.url for one in account().peek(envelopes[0]).media] == [PICTURE["url"]]
    assert b"other.jpg" not in envelopes[0].body
    shown = listed("71", text="", attachments={"media_keys": ["3_1"]})
    envelopes, _, _ = asked("50:70", answer(), answer(shown, media=[PICTURE]))
    assert [one.url for one in account().peek(envelopes[0]).media] == [PICTURE["url"]]


def test_what_is_not_said_to_us_is_passed_over() -> None:
    group = listed("91", dm_conversation_id="1582103724607971328")
    ours, joined = listed("92", sender_id=OURS), listed("93", event_type="ParticipantsJoin")
    envelopes, mark, _ = asked("50:70", answer(), answer(joined, ours, group))
    assert (envelopes, mark) == ([], "50:93")


def test_one_that_nobody_can_read_holds_nothing_up() -> None:
    wrong = post(id="60", geo={"coordinates": {"coordinates": [1]}})
    envelopes, mark, _ = asked("50:70", answer(post(id="61"), wrong), answer())
    assert ([one.id for one in envelopes], mark) == (["post.61"], "61:70")


def test_without_mentions_posts_are_not_asked_for() -> None:
    envelopes, mark, calls = asked("50:70", answer(listed("90")), take_mentions=False)
    assert ([one.id for one in envelopes], mark) == (["dm.90"], "50:90")
    assert [path for path, _ in calls] == ["/2/dm_events"]


@pytest.mark.parametrize(("status", "error"), [(401, AccountRefused), (402, AccountRefused), (429, DeliveryDelayed)])
def test_a_refusal_is_told(status: int, error: type[ArziError]) -> None:
    with pytest.raises(error):
        asked("50:70", Answer(status, b'{"title": "no"}', {"Content-Type": "application/json"}))

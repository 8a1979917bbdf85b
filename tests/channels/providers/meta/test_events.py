"""What comes out of each event of Meta's, on both products."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.providers.meta.channel import MetaChannel
from core.errors import SignatureInvalid
from core.messages import InboundMessage
from tests.channels.providers.meta.given import (
    GUL,
    PAGE,
    SAIRA,
    STORE,
    TEXT,
    VERIFY,
    account,
    attached,
    comment,
    event,
    posted,
    said,
    webhook,
)

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["messenger", "instagram"])
def channel(request: pytest.FixtureRequest) -> MetaChannel:
    return account(request.param)


def read(channel: MetaChannel, told: object) -> list[InboundMessage]:
    taken = channel.receive_all(posted(channel.name, told), NOW)
    return [message for envelope in taken for message in channel.parse(envelope)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (said(), {"text": TEXT, "language": "roman_ur", "id": "m_AbC-1"}),
        (said(text="  بجلی نہیں ہے  "), {"text": "بجلی نہیں ہے", "language": "ur"}),
        (said(text="Yes", quick_reply={"payload": "confirm:yes"}), {"text": "Yes", "choice": "confirm:yes"}),
        (said(reply_to={"mid": "m_ours"}), {"in_reply_to": "m_ours"}),
        (said(reply_to={"story": {"url": STORE, "id": "1"}}), {"in_reply_to": None, "text": TEXT}),
        (
            event(message=None, postback={"title": "Get started", "payload": "START", "mid": "m_p"}),
            {"text": "Get started"},
        ),
        (
            event(message=None, message_edit={"mid": "m_1", "text": "pani", "num_edit": 2}),
            {"id": "m_1.edit2", "text": "pani"},
        ),
        (attached("share", url="https://example.org/post", title="Look"), {"text": "Look https://example.org/post"}),
        (attached("image", url=STORE, sticker_id=369239263222822), {"unsupported": "image"}),
        (said(text=None, is_unsupported=True), {"unsupported": "message"}),
        (attached("ig_story"), {"unsupported": "ig_story"}),
    ],
)
def test_what_a_person_did_is_one_message(channel: MetaChannel, told: object, expected: dict[str, Any]) -> None:
    [message] = read(channel, webhook(channel.name, told))
    assert {name: getattr(message, name) for name in expected} == expected
    assert (message.sender.address, message.sent_at) == (GUL, datetime.fromtimestamp(1_795_338_000, UTC))


@pytest.mark.parametrize(
    "told",
    [
        event(message=None, delivery={"mids": ["m_1"], "watermark": 1}),
        event(message=None, read={"watermark": 1}),
        event(message=None, reaction={"mid": "m_1", "action": "react", "emoji": "x"}),
        event(sender={"id": PAGE}, message={"mid": "m_e", "text": "ours", "is_echo": True}),
        event(sender={"id": PAGE}),
    ],
)
def test_what_nobody_said_to_us_is_no_envelope(channel: MetaChannel, told: object) -> None:
    assert channel.receive_all(posted(channel.name, webhook(channel.name, told)), NOW) == ()


def test_what_was_taken_back_says_which(channel: MetaChannel) -> None:
    [envelope] = channel.receive_all(posted(channel.name, webhook(channel.name, said(is_deleted=True))), NOW)
    assert envelope.id == "m_AbC-1.unsent"
    [message] = channel.parse(envelope)
    assert (message.takes_back, message.text, message.sender.address) == ("m_AbC-1", "", GUL)


def test_one_call_holds_several_people_and_several_messages(channel: MetaChannel) -> None:
    told = webhook(channel.name, said(mid="m_1"), event(sender={"id": SAIRA}, message={"mid": "m_2", "text": "gas"}))
    told["entry"].append({"id": PAGE, "messaging": [said(mid="m_3", text="aur")]})
    told["entry"].append({"id": "999999999", "messaging": [said(mid="m_4", text="another page's")]})
    taken = channel.receive_all(posted(channel.name, told), NOW)
    assert [(channel.peek(one).person, one.id) for one in taken] == [
        (f"{channel.name}:{GUL}", "m_1"),
        (f"{channel.name}:{SAIRA}", "m_2"),
        (f"{channel.name}:{GUL}", "m_3"),
    ]
    assert all(json.loads(one.body)["event"] for one in taken)


def test_another_apps_thread_is_not_ours(channel: MetaChannel) -> None:
    assert read(channel, webhook(channel.name, standby=[said()])) == []


def test_files_are_fetched_or_only_told_of(channel: MetaChannel) -> None:
    told = posted(channel.name, webhook(channel.name, attached("video", url=STORE)))
    [envelope] = channel.receive_all(told, NOW)
    assert [file.url for file in channel.peek(envelope).media] == [STORE]
    shy = account(channel.name, keep_media=False)
    [message] = shy.parse(envelope)
    assert (message.attachments, message.unsupported) == ((), "media")
    assert shy.peek(envelope).media == ()


@pytest.mark.parametrize(
    ("changes", "taken"),
    [({}, True), ({"text": "nice photo", "message": "nice photo"}, False), ({"from": None}, False),
     ({"from": {"id": PAGE}}, False), ({"text": None, "message": None}, False)],
)  # fmt: skip
def test_a_comment_that_mentions_us_is_answered_in_private(
    channel: MetaChannel, changes: dict[str, Any], taken: bool
) -> None:
    found = read(channel, webhook(channel.name, changes=[comment(channel.name, **changes)]))
    assert len(found) == (1 if taken else 0)
    if taken:
        number = "10_20" if channel.name == "messenger" else "178001"
        assert (found[0].sender.address, found[0].id) == (f"{GUL}~{number}", f"comment.{number}")
        assert TEXT in found[0].text


def test_comments_are_left_alone_where_nobody_asked_for_them(channel: MetaChannel) -> None:
    quiet = account(channel.name, mention="")
    assert read(quiet, webhook(channel.name, changes=[comment(channel.name)])) == []
    removed = webhook(channel.name, changes=[comment(channel.name, verb="remove")])
    assert len(read(channel, removed)) == (0 if channel.name == "messenger" else 1)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}, "1158201444"),
        ({"hub.mode": "subscribe", "hub.verify_token": "another", "hub.challenge": "1"}, None),
        ({"hub.mode": "unsubscribe", "hub.verify_token": VERIFY, "hub.challenge": "1"}, None),
        ({"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "<b>"}, None),
        ({"hub.mode": "subscribe", "hub.verify_token": VERIFY}, None),
        ({}, None),
    ],
)
def test_metas_question_is_answered_once_it_proves_itself(
    channel: MetaChannel, asked: dict[str, str], answer: str | None
) -> None:
    if answer is None:
        with pytest.raises(SignatureInvalid):
            channel.challenge(asked)
    else:
        assert channel.challenge(asked) == (answer, "text/plain")

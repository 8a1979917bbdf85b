"""What comes out of each form of post and message, and who may call us."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.x import read
from channels.x.signature import sign
from core.errors import SignatureInvalid
from core.messages import Envelope, InboundMessage, WebhookRequest
from tests.channels.x.given import (
    FILM,
    GUL,
    OURS,
    PICTURE,
    POST,
    SAIRA,
    SECRET,
    TEXT,
    USERS,
    account,
    account_activity,
    activity,
    block,
    direct,
    encrypted,
    mentioned,
    names_us,
    posted,
    told,
    v1_post,
    with_media,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LONG = {"text": f"@ArziKP {TEXT} " + "x" * 300, "entities": {"mentions": [names_us()]}}
REPLY = {
    "text": f"@ArziKP @pesco {TEXT}",
    "display_text_range": [15, 40],
    "in_reply_to_user_id": OURS,
    "entities": {"mentions": [names_us()]},
    "referenced_tweets": [{"type": "replied_to", "id": "2080"}],
}
LINK = {"url": "https://t.co/a", "expanded_url": "https://kp.gov.pk/notice"}
SHOWN = {"url": "https://t.co/b", "expanded_url": "https://x.com/g/status/1/photo/1", "media_key": "3_1"}
SENT_FILE = {"url": "https://t.co/c", "expanded_url": "https://x.com/messages/media/2080765901528535096"}


def taken(body: object, **settings: object) -> list[InboundMessage]:
    channel = account(**settings)
    return [one for envelope in channel.receive_all(posted(body), NOW) for one in channel.parse(envelope)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (mentioned(), TEXT),
        (mentioned(text=f"{TEXT} @arzikp", entities={"mentions": [names_us(24, "ArziKP")]}), TEXT),
        (mentioned(text="@ArziKP: 5 &lt; 6 &amp; more"), "5 < 6 & more"),
        (mentioned(text=f"@ArziKP {TEXT} https://t.co/a", entities={"mentions": [names_us()], "urls": [LINK]}),
         f"{TEXT} {LINK['expanded_url']}"),
        (mentioned(text=f"@ArziKP {TEXT} https://t.co/b", entities={"mentions": [names_us()], "urls": [SHOWN]}), TEXT),
        (mentioned(text="@ArziKP"), "السلام علیکم"),
        (mentioned(note_tweet=LONG), f"{TEXT} " + "x" * 300),
        (mentioned(note_post=LONG, text="@ArziKP 3 din se"), f"{TEXT} " + "x" * 300),
        (mentioned(**REPLY), TEXT),
        (activity("post.reply.create", mentioned(**REPLY)["data"]["payload"]), TEXT),
        (account_activity(tweet_create_events=[v1_post()]), TEXT),
        (account_activity(tweet_create_events=[v1_post(
            text="@ArziKP 3 din", truncated=True, extended_tweet={"full_text": f"@ArziKP {TEXT} ہے"})]), f"{TEXT} ہے"),
        (told(), TEXT),
        (account_activity(direct_message_events=[direct()], users={GUL: {"name": "Gul Khan"}}), TEXT),
        (told(direct(data={"text": "x https://t.co/a", "entities": {"urls": [LINK]}})), f"x {LINK['expanded_url']}"),
    ],
)  # fmt: skip
def test_what_is_said_comes_without_names_and_short_links(body: object, text: str) -> None:
    [message] = taken(body)
    assert message.text == text


def test_a_post_says_who_when_and_where_the_answer_goes() -> None:
    for body in (mentioned(), account_activity(tweet_create_events=[v1_post()])):
        [message] = taken(body)
        assert (message.sender.address, message.sender.name) == (f"{GUL}~{POST}", "Gul Khan")
        assert message.sent_at == datetime(2026, 7, 24, 21, 23, 23, tzinfo=UTC)
        assert message.id == f"post.{POST}"
    assert taken(mentioned(**REPLY))[0].in_reply_to == "2080"


def test_a_direct_message_says_who_and_when() -> None:
    [message] = taken(told())
    assert (message.sender.address, message.sender.name) == (GUL, "Gul Khan")
    assert message.sent_at is not None
    assert message.sent_at.year == 2026
    assert taken(told(direct() | {"created_timestamp": "x"}))[0].sent_at is None


@pytest.mark.parametrize(
    "body",
    [
        mentioned(author_id=OURS),
        mentioned(referenced_tweets=[{"type": "retweeted", "id": "1"}]),
        mentioned(referenced_posts=[{"type": "reposted", "id": "1"}]),
        mentioned(entities={"mentions": [{"start": 0, "username": "pesco", "id": SAIRA}]}),
        mentioned(entities=None),
        mentioned(**{**REPLY, "in_reply_to_user_id": SAIRA}),  # we are only carried along in a quarrel of others
        account_activity(tweet_create_events=[v1_post(retweeted_status={})]),
        account_activity(tweet_create_events=[v1_post(entities=None)]),
        account_activity(favorite_events=[{}], follow_events=[{}], direct_message_mark_read_events=[{}]),
        told(direct(sender_id=OURS)),
        told(direct(target={"recipient_id": SAIRA})),  # a group
        told({**direct(), "type": "participants_join"}),
        activity("dm.read", {}),
        activity("follow.follow", {}),
        {"user_event": {"revoke": {}}},
        {**told(), "data": {**told()["data"], "filter": {"user_id": SAIRA}}},  # another account of the same app
        {**account_activity(direct_message_events=[direct()]), "for_user_id": SAIRA},
        block(OURS),
        block(kind="unblock"),
        encrypted(sender_id=OURS),
        encrypted(conversation_id="g1893"),
    ],
)
def test_what_is_not_said_to_us_is_no_message(body: object) -> None:
    assert taken(body) == []


@pytest.mark.parametrize(
    ("settings", "body", "count"),
    [
        ({"take_mentions": False}, mentioned(), 0),
        ({"take_mentions": False}, told(), 1),
        ({"take_replies": False}, mentioned(**REPLY), 0),
        ({"take_replies": False}, mentioned(), 1),
    ],
)
def test_what_is_taken_is_a_setting(settings: dict[str, object], body: object, count: int) -> None:
    assert len(taken(body, **settings)) == count


@pytest.mark.parametrize(
    ("body", "files"),
    [
        (with_media(PICTURE), [("image/jpeg", PICTURE["url"])]),
        (with_media(FILM), [("video/mp4", "https://video.twimg.com/2/middle.mp4")]),
        (with_media(PICTURE, FILM), [("image/jpeg", PICTURE["url"]), ("video/mp4", FILM["variants"][2]["url"])]),  # type: ignore[index]
        (with_media({**FILM, "variants": FILM["variants"][3:]}), [("video/mp4", "https://video.twimg.com/2/high.mp4")]),  # type: ignore[index]
        (with_media({**PICTURE, "url": "file:///etc/passwd"}), []),
        (with_media({**PICTURE, "type": "model3d"}), []),
        (
            told(direct(data={"text": "https://t.co/c", "entities": {"urls": [SENT_FILE]}, "attachment": {
                "type": "media", "media": {"type": "photo", "media_url_https": "https://ton.twitter.com/1.1/1.jpg"}}})),
            [("image/jpeg", "https://ton.twitter.com/1.1/1.jpg")],
        ),
    ],
)  # fmt: skip
def test_files_come_by_their_links(body: object, files: list[tuple[str, str]]) -> None:
    [message] = taken(body)
    assert [(one.media_type, one.url) for one in message.attachments] == files
    assert "t.co" not in message.text


def test_a_place_is_a_point() -> None:
    point = {"type": "location", "location": {"shared_coordinate": {"coordinates": {"coordinates": [72.04, 34.2]}}}}
    for body in (
        told(direct(data={"text": "", "attachment": point})),
        account_activity(tweet_create_events=[v1_post(coordinates={"type": "Point", "coordinates": [72.04, 34.2]})]),
    ):
        [message] = taken(body)
        assert message.location is not None
        assert (message.location.latitude, message.location.longitude) == (34.2, 72.04)


def test_what_nobody_here_can_read_is_said() -> None:
    assert taken(encrypted())[0].unsupported == "encrypted"
    assert taken(told(direct(data={"text": ""})))[0].unsupported == "message"


def test_the_same_has_the_same_envelope_whichever_way_it_comes() -> None:
    channel = account()
    reply = activity("post.reply.create", mentioned()["data"]["payload"])
    ways = [mentioned(), reply, account_activity(tweet_create_events=[v1_post()])]
    assert {channel.receive(posted(one), NOW).id for one in ways} == {f"post.{POST}"}


def test_several_in_one_call_are_several_peoples() -> None:
    body = account_activity(direct_message_events=[direct("1"), direct("2", sender_id=SAIRA)], users={})
    channel = account()
    assert [channel.peek(one).person for one in channel.receive_all(posted(body), NOW)] == [f"x:{GUL}", f"x:{SAIRA}"]


def test_a_webhook_is_read_from_a_file_without_an_account() -> None:
    [message] = read(Envelope("x", "1", json.dumps(mentioned()).encode(), NOW), "PK")
    assert (message.text, message.sender.name) == (TEXT, USERS[0]["name"])


@pytest.mark.parametrize("token", ["8f7d6s-Ab_9=", "a" * 256])
def test_xs_question_is_answered(token: str) -> None:
    body, kind = account().challenge({"crc_token": token})
    assert (json.loads(body), kind) == ({"response_token": sign(token.encode(), SECRET)}, "application/json")


@pytest.mark.parametrize("asked", [{}, {"crc_token": ""}, {"crc_token": "a" * 257}, {"crc_token": "آ"}])
def test_what_is_no_question_is_not_answered(asked: dict[str, str]) -> None:
    with pytest.raises(SignatureInvalid):
        account().challenge(asked)


@pytest.mark.parametrize("body", [told(), {}, [told()], "x", 7])
def test_nobody_has_a_body_of_theirs_signed_by_asking(body: Any) -> None:
    """The question's answer is the HMAC of what is asked with the secret that X signs its webhooks with."""
    written = json.dumps(body)
    try:
        answer, _ = account().challenge({"crc_token": written})
    except SignatureInvalid:
        return
    signed = json.loads(answer)["response_token"]
    with pytest.raises(SignatureInvalid):
        account().receive_all(
            WebhookRequest("POST", "", {"x-twitter-webhooks-signature": signed}, written.encode()), NOW
        )

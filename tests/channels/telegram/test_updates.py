"""The case table of updates: what comes out of each."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram import read
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage, Location
from tests.channels.telegram.contract import MALFORMED
from tests.channels.telegram.given import (
    CHAT,
    FROM,
    GROUP,
    GUL,
    PHOTO,
    SENT_AT,
    VOICE,
    became,
    bot,
    edited,
    message,
    posted,
    press,
    said,
    update,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
Check = Callable[[InboundMessage], bool]

VIDEO = {"file_id": "BAACvideo", "file_unique_id": "v", "width": 640, "height": 360, "duration": 9, "file_size": 900}
ROUND = {"file_id": "DQACround", "file_unique_id": "r", "length": 240, "duration": 9}
SCAN = {"file_id": "BQACscan", "file_unique_id": "d", "file_name": "bill.pdf", "mime_type": "application/pdf"}
OWN = {"phone_number": "923001234567", "first_name": "Gul", "user_id": GUL}
VENUE = {"location": {"latitude": 34.2, "longitude": 72.05}, "title": "Girls' School", "address": "Bagh-e-Haram"}


def saying(text: str | None = None, /, **more: Any) -> dict[str, Any]:
    return said(text=text, **more)


def greeted(code: str | None) -> dict[str, Any]:
    return saying("/start", **{"from": {**FROM, "language_code": code}})


READ: dict[str, tuple[dict[str, Any], Check]] = {
    "text": (said(), lambda m: m.text == "3 din se bijli nahi hai" and m.language == "roman_ur"),
    "who wrote": (said(), lambda m: m.sender == Address(str(GUL), "Gul Khan")),
    "one name": (said(**{"from": {**FROM, "last_name": None}}), lambda m: m.sender.name == "Gul"),
    "a day without end": (said(date=2**52), lambda m: m.sent_at is None),
    "when": (said(), lambda m: m.sent_at == datetime.fromtimestamp(SENT_AT, UTC)),
    "the update's id, and the message's": (said(), lambda m: m.id == f"731000001.{GUL}.41"),
    "no phone number is known": (said(), lambda m: "phone" not in m.found),
    "urdu": (saying("تین دن سے بجلی نہیں ہے"), lambda m: m.language == "ur"),
    "a NUL in the text": (saying("no\x00 light"), lambda m: "\x00" not in m.text),
    "the longest": (saying("ا" * 4096), lambda m: len(m.text) == 4096),
    "an answer to ours": (
        said(reply_to_message=message(message_id=40)),
        lambda m: m.in_reply_to == f"{GUL}:40",
    ),
    "unknown keys": (said(fresh_in_2027={"a": 1}), lambda m: m.text != ""),
    "photo": (
        saying(photo=PHOTO),
        lambda m: (
            [(a.url, a.media_type, a.size) for a in m.attachments]
            == [("telegram-file:AgAClarge", "image/jpeg", 98_765)]
        ),
    ),
    "photo with words": (
        saying(photo=PHOTO, caption="the pole"),
        lambda m: (m.text, len(m.attachments)) == ("the pole", 1),
    ),
    "voice note": (
        saying(voice=VOICE),
        lambda m: m.attachments[0].url == "telegram-file:AwACvoice" and m.attachments[0].media_type == "audio/ogg",
    ),
    "voice note of no said kind": (
        saying(voice={**VOICE, "mime_type": None}),
        lambda m: m.attachments[0].media_type == "audio/ogg",
    ),
    "music": (saying(audio={**VOICE, "mime_type": None}), lambda m: m.attachments[0].media_type == "audio/mpeg"),
    "film": (saying(video=VIDEO), lambda m: m.attachments[0].media_type == "video/mp4"),
    "round film": (saying(video_note=ROUND), lambda m: m.attachments[0].url == "telegram-file:DQACround"),
    "animation, which comes twice": (saying(animation=VIDEO, document=SCAN), lambda m: len(m.attachments) == 1),
    "document": (
        saying(document=SCAN),
        lambda m: (m.attachments[0].filename, m.attachments[0].media_type) == ("bill.pdf", "application/pdf"),
    ),
    "a file whose id is none": (saying("x", document={"file_id": "../../etc"}), lambda m: m.attachments == ()),
    "sticker": (saying(sticker={"file_id": "CAAC", "emoji": "👍"}), lambda m: m.text == "👍" and not m.attachments),
    "sticker without a sign": (saying(sticker={"file_id": "CAAC"}), lambda m: m.unsupported == "sticker"),
    "location": (
        saying(location={"latitude": 34.1989, "longitude": 72.0404}),
        lambda m: m.location == Location(34.1989, 72.0404),
    ),
    "a place that moves": (
        saying(location={"latitude": 34, "longitude": 72, "live_period": 900}),
        lambda m: m.location == Location(34.0, 72.0),
    ),
    "venue": (
        saying(venue=VENUE, location=VENUE["location"]),
        lambda m: m.location == Location(34.2, 72.05, "Bagh-e-Haram", "Girls' School"),
    ),
    "one's own number": (
        saying(contact=OWN),
        lambda m: m.found == {"phone": ("+923001234567", 1.0)} and m.text == "+923001234567",
    ),
    "one's own number with a plus": (
        saying(contact={**OWN, "phone_number": "+923001234567"}),
        lambda m: m.found == {"phone": ("+923001234567", 1.0)},
    ),
    "another's card": (
        saying(contact={**OWN, "user_id": 77}),
        lambda m: (m.found, m.text, m.attachments[0].media_type) == ({}, "", "text/vcard"),
    ),
    "a card of nobody on Telegram": (saying(contact={**OWN, "user_id": None}), lambda m: not m.found),
    "one's own card, passed on": (saying(contact=OWN, forward_origin={"type": "hidden_user"}), lambda m: not m.found),
    "a number that is a truth": (saying(contact={**OWN, "user_id": True}), lambda m: not m.found),
    "a number with letters": (saying(contact={**OWN, "phone_number": "92300CALLNOW"}), lambda m: not m.found),
    "a number with blanks": (saying(contact={**OWN, "phone_number": "92 300 1234567"}), lambda m: not m.found),
    "a number with a nought inside": (saying(contact={**OWN, "phone_number": "9203001234567"}), lambda m: not m.found),
    "a number in Urdu": (saying(contact={**OWN, "phone_number": "۹۲۳۰۰۱۲۳۴۵۶۷"}), lambda m: not m.found),
    "a card's own file": (
        saying(contact={**OWN, "user_id": 77, "vcard": "BEGIN:VCARD\nEND:VCARD"}),
        lambda m: m.attachments[0].content == b"BEGIN:VCARD\nEND:VCARD",
    ),
    "a poll": (saying(poll={"id": "1"}), lambda m: m.unsupported == "poll"),
    "dice": (saying(dice={"emoji": "🎲", "value": 6}), lambda m: m.unsupported == "dice"),
    "start": (greeted("ur"), lambda m: m.text == "السلام علیکم"),
    "start in English": (greeted("en-GB"), lambda m: m.text == "Hello"),
    "start in no language": (greeted(None), lambda m: m.text == "السلام علیکم"),
    "start by a link": (saying("/start KP-7F3K-29QD"), lambda m: m.text == "KP-7F3K-29QD"),
    "a command": (saying("/status@arzi_bot KP-7F3K"), lambda m: m.text == "status KP-7F3K"),
    "a command of two words": (saying("/new_complaint"), lambda m: m.text == "new complaint"),
    "a slash that is no command": (saying("/ bijli"), lambda m: m.text == "/ bijli"),
    "stop": (saying("/stop"), lambda m: m.stop and m.text == ""),
    "blocked": (became("kicked"), lambda m: m.stop and m.sender.address == str(GUL)),
    "pressed": (press(), lambda m: (m.choice, m.text) == ("confirm:yes", "جی ہاں")),
    "pressed, and the message is gone": (
        press(message={"chat": CHAT, "message_id": 40, "date": 0}),
        lambda m: (m.choice, m.text) == ("confirm:yes", "confirm:yes"),
    ),
    "pressed with no message": (press(message=None), lambda m: m.sender.address == str(GUL)),
    "changed words": (edited(text="4 din se"), lambda m: m.text == "4 din se" and m.id.endswith(f".41.{SENT_AT + 60}")),
    "changed words under a photo": (
        edited(text=None, caption="the new pole", photo=PHOTO),
        lambda m: (m.text, m.attachments) == ("the new pole", ()),
    ),
}


@pytest.mark.parametrize(
    ("told", "also"),
    [
        (saying(contact=OWN), ("tel:+923001234567",)),
        (saying(contact={**OWN, "user_id": 77}), ()),
        (saying(contact=OWN, forward_origin={"type": "hidden_user"}), ()),
        (saying("0300 1234567"), ()),
    ],
)
def test_ones_own_contact_proves_the_number_to_be_the_same_persons(told: object, also: tuple[str, ...]) -> None:
    found = bot().peek(Envelope("telegram", "x", posted(told).body, NOW))
    assert (found.person, found.also) == (f"telegram:{GUL}", also)


def messages(told: object) -> tuple[InboundMessage, ...]:
    return read(Envelope("telegram", "x", posted(told).body, NOW), "PK")


@pytest.mark.parametrize("name", READ)
def test_an_update(name: str) -> None:
    told, holds = READ[name]
    [found] = messages(told)
    assert holds(found), found
    envelope = bot().receive(posted(told), NOW)
    assert (envelope.id, bot().peek(envelope).person) == (found.id, f"telegram:{GUL}")
    assert [file.url for file in bot().peek(envelope).media] == [a.url for a in found.attachments if a.url]
    assert len(envelope.id) <= 64


SILENT: dict[str, dict[str, Any]] = {
    "unblocked": became("member"),
    "a place that moved on": edited(text=None, location={"latitude": 34.21, "longitude": 72.06}),
    "another photo": edited(text=None, photo=PHOTO),
    "pinned": saying(pinned_message=message()),
    "nothing at all": saying(),
    "a group": said(chat=GROUP),
    "a press in a group": press(message={"chat": GROUP, "message_id": 1, "date": 0}),
    "a group that takes the bot in": became("member", chat=GROUP),
    "a group that turns it out": became("kicked", chat=GROUP),
    "another bot": said(**{"from": {**FROM, "is_bot": True}}),
    "a press of a game": press(data=None, game_short_name="chess"),
    "a channel's post": update(channel_post=message(chat={"id": -100, "type": "channel"})),
    "a kind that came later": update(fresh_in_2027={"id": 1}),
    "nothing but a number": update(),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_nobody_said_to_us_is_taken_and_is_no_message(name: str) -> None:
    assert messages(SILENT[name]) == ()
    envelope = bot().receive(posted(SILENT[name]), NOW)
    assert bot().peek(envelope).media == ()


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_says_so(name: str) -> None:
    with pytest.raises(Malformed) as caught:
        messages(MALFORMED[name])
    assert caught.value.detail


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said(1), said(2)),
        (said(1), said(1, message_id=42)),  # after a silent week the numbers begin anywhere
        (said(1), edited(1)),
        (press("a", 1), press("a", 1, id="27970123456790")),
    ],
)
def test_no_two_updates_share_an_id(first: object, second: object) -> None:
    assert bot().receive(posted(first), NOW).id != bot().receive(posted(second), NOW).id


def test_a_press_is_answered_with_the_acknowledgement() -> None:
    body, kind = bot().acknowledgement(bot().receive(posted(press()), NOW))
    assert (body, kind) == (
        '{"method": "answerCallbackQuery", "callback_query_id": "27970123456789"}',
        "application/json",
    )
    assert bot().acknowledgement(bot().receive(posted(said()), NOW)) == ("", "text/plain")


KEYS = st.sampled_from(["text", "photo", "location", "contact", "chat", "id", "voice", "date", "user_id"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING, st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
def test_whatever_comes_is_read_or_malformed(told: Any, kind: str) -> None:
    """Any other error fails the test."""
    if isinstance(told, dict) and kind != "my_chat_member":
        told = {"message_id": 1, "date": 1, "chat": CHAT, "from": FROM, "id": "1", **told}
    with contextlib.suppress(Malformed):
        messages({"update_id": 1, kind: told})

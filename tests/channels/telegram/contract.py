"""Telegram's part of the contract of all channels."""

from typing import Any

from tests.channels.contract import Contract, Never
from tests.channels.telegram.given import GUL, PHOTO, VOICE, became, bot, edited, message, posted, press, said, update

MALFORMED: dict[str, object] = {
    "nothing": b"",
    "no JSON": b"{'update_id': 1}",
    "JSON cut short": b'{"update_id": 731000001, "mess',
    "not UTF-8": b'{"update_id": 1, "message": {"text": "\xff\xfe"}}',
    "JSON that is deep": b'{"update_id": 1, "message":' + b'{"message":' * 100_000,
    "a list": [said()],
    "no number": {"message": message()},
    "a number that is none": {"update_id": "1", "message": message()},
    "a number that is a truth": {"update_id": True, "message": message()},
    "a number below nothing": said(-1),
    "a number without end": said(10**30),
    "a message that is none": update(message="hello"),
    "no chat": said(chat=None),
    "a chat that is none": said(chat=GUL),
    "a chat without a number": said(chat={"type": "private"}),
    "nobody": said(**{"from": None}),
    "nobody in particular": said(**{"from": {"first_name": "Gul"}}),
    "no message's number": said(message_id=None),
    "a text that is none": said(text=["a", "b"]),
    "a place not on Earth": said(text=None, location={"latitude": 134.0, "longitude": 71.5}),
    "half a place": said(text=None, location={"latitude": 34.0}),
    "a place that is no number": b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": '
    b'"private"}, "from": {"id": 1}, "location": {"latitude": NaN, "longitude": 1}}}',
    "a venue without a place": said(text=None, venue={"title": "School", "address": "Mardan"}),
    "photos that are none": said(text=None, photo="AgAC"),
    "a photo without a size": said(text=None, photo=[{"file_id": "AgAC"}]),
    "a file that is none": said(text=None, voice="AwAC"),
    "an answer to nothing": said(reply_to_message={"text": "x"}),
    "edited without a chat": edited(chat=None),
    "pressed by nobody": press("confirm:yes", **{"from": None}),
    "pressed with what is no text": press(**{"data": 7}),
    "changed for nobody": became(chat=None),
    "changed to nothing": became(new_chat_member=None),
}


def picture(serial: int) -> dict[str, Any]:
    """One of an album: each comes as a message of its own."""
    return said(serial, message_id=serial % 1000, text=None, photo=PHOTO, media_group_id="13579")


def contract() -> Contract:
    return Contract(
        channel=bot(),
        text="3 din se bijli nahi hai",
        person=f"telegram:{GUL}",
        address=str(GUL),
        words=posted(said()),
        forged=[
            posted(said(), secret) for secret in (None, "", "another-bots-secret", "a-secret-of-the-test", "آ" * 16)
        ],
        malformed=[posted(told) for told in MALFORMED.values()],
        album=[posted(picture(n)) for n in (731_000_011, 731_000_012)],
        voice_note=posted(said(text=None, voice=VOICE)),
        location=posted(said(text=None, location={"latitude": 34.1989, "longitude": 72.0404})),
        stop=posted(became("kicked")),
        late_report=Never("Telegram reports nothing of what it took; who blocked the bot is told as a stop"),
    )

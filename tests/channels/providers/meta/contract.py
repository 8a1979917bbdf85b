"""Messenger's and Instagram's part of the contract of all channels."""

from channels.providers.meta.signature import sign
from tests.channels.contract import Contract, Never
from tests.channels.providers.meta.given import (
    GUL,
    SECRET,
    STORE,
    TEXT,
    account,
    attached,
    comment,
    event,
    posted,
    said,
    webhook,
)


def malformed(channel: str) -> dict[str, object]:
    """What Meta cannot have written."""
    place = {"type": "location", "payload": {"coordinates": {"lat": 134.0, "long": 71.5}}}
    half = {"type": "location", "payload": {"coordinates": {"lat": 34.0}}}
    return {
        "nothing": b"",
        "no JSON": b"{'object': 'page'}",
        "JSON cut short": b'{"object": "page", "entry": [{"id": "1", "mess',
        "not UTF-8": b'{"object": "page", "entry": [{"id": "\xff\xfe"}]}',
        "JSON that is deep": b'{"entry":' + b'{"entry":' * 100_000,
        "a list": [webhook(channel, said())],
        "no object": {"entry": []},
        "an object that is none": {"object": 7, "entry": []},
        "an object of another product": {"object": "whatsapp_business_account", "entry": []},
        "no entries": {"object": "page"},
        "entries that are none": {"object": "page", "entry": "x"},
        "an entry that is none": {"object": "page", "entry": [7]},
        "events that are none": webhook(channel, messaging="hello"),
        "an event that is none": webhook(channel, messaging=[7]),
        "a message that is none": webhook(channel, event(message="hello")),
        "no mid": webhook(channel, said(mid=None)),
        "a mid that is none": webhook(channel, said(mid=7)),
        "a mid of other letters": webhook(channel, said(mid="پیغام")),
        "a mid without end": webhook(channel, said(mid="m" * 401)),
        "nobody": webhook(channel, event(sender=None)),
        "nobody in particular": webhook(channel, event(sender={})),
        "somebody who is no number": webhook(channel, event(sender={"id": "../x"})),
        "a text that is none": webhook(channel, said(text=["a", "b"])),
        "attachments that are none": webhook(channel, said(attachments="x")),
        "a payload that is none": webhook(channel, said(attachments=[{"type": "image", "payload": "x"}])),
        "a place not on Earth": webhook(channel, said(text=None, attachments=[place])),
        "half a place": webhook(channel, said(text=None, attachments=[half])),
        "a press that is none": webhook(channel, event(message=None, postback="x")),
        "an answer to what is none": webhook(channel, said(reply_to="x")),
        "a time that is none": webhook(channel, event(timestamp="now")),
        "an edit without a number": webhook(channel, event(message=None, message_edit={"mid": "m_1", "text": "x"})),
        "a comment's id that is none": webhook(channel, changes=[comment(channel, comment_id="../1", id="../1")]),
    }


def contract_of(channel: str) -> Contract:
    body = webhook(channel, said())
    return Contract(
        channel=account(channel),
        text=TEXT,
        person=f"{channel}:{GUL}",
        address=GUL,
        words=posted(channel, body),
        forged=[
            *(posted(channel, body, signed) for signed in ("", "sha256=", "sha256=آ", "sha1=" + "0" * 40)),
            posted(channel, body, sign(b"another body", SECRET)),
            posted(channel, body, sign(b"", "another-secret-of-someone")),
        ],
        malformed=[posted(channel, told) for told in malformed(channel).values()],
        album=[posted(channel, webhook(channel, attached("image", f"m_{n}", url=STORE))) for n in (11, 12)],
        voice_note=posted(channel, webhook(channel, attached("audio", url=STORE.replace(".jpg", ".mp4")))),
        location=posted(channel, webhook(channel, attached("location", coordinates={"lat": 34.1989, "long": 72.0404}))),
        stop=Never(
            "Meta has no event for it: who blocks us is refused when we send; in words it is told to the dialogue"
        ),
        late_report=Never("Meta tells of what arrived, and of no failure"),
    )

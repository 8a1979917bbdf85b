"""X's part of the contract of all channels."""

from channels.x.signature import sign
from tests.channels.contract import Contract, Never
from tests.channels.x.given import (
    GUL,
    PICTURE,
    SECRET,
    TEXT,
    account,
    account_activity,
    activity,
    block,
    direct,
    encrypted,
    mentioned,
    posted,
    told,
    with_media,
)

POINT = {"coordinates": {"type": "Point", "coordinates": [72.0404, 34.1989]}}
MALFORMED: dict[str, object] = {
    "no JSON": b"{'data': 1}",
    "JSON cut short": b'{"data": {"event_type": "post.ment',
    "not UTF-8": b'{"data": {"event_type": "\xff\xfe"}}',
    "JSON that is deep": b'{"data":' * 100_000,
    "nothing in it": {},
    "no event that we know": {"something": []},
    "an event that is none": {"data": "x"},
    "nobody's event": {"data": {"event_type": "dm.received", "payload": {}}},
    "an account that is none": {"for_user_id": 7},
    "a payload that is none": activity("dm.received", "x"),
    "messages that are none": activity("dm.received", {"direct_message_events": "x"}),
    "a message that is none": activity("dm.received", {"direct_message_events": [7]}),
    "a message of nobody": told(direct(sender_id=None)),
    "a message of somebody who is no number": told(direct(sender_id="../x")),
    "a message to nobody": told(direct(target=None)),
    "a message without contents": told(direct(message_data=None)),
    "a message without an id": told(direct("")),
    "a message's id that is none": told(direct("../1")),
    "a text that is none": told(direct(data={"text": ["a", "b"]})),
    "a place not on Earth": mentioned(geo={"coordinates": {"coordinates": [71.5, 134.0]}}),
    "half a place": mentioned(geo={"coordinates": {"coordinates": [71.5]}}),
    "a post of nobody": mentioned(author_id=None),
    "a post without an id": mentioned(id=None),
    "a post's id that is none": mentioned(id="../1"),
    "names that are none": mentioned(entities={"mentions": "x"}),
    "a block of nobody": account_activity(block_events=[{"type": "block", "created_timestamp": "1"}]),
    "a block of no time": account_activity(block_events=[{"type": "block", "source": {"id": GUL}}]),
    "an encrypted message of nobody": encrypted(sender_id=None),
    "an encrypted message without an id": encrypted(id=None),
}


def contract() -> Contract:
    body = told()
    return Contract(
        channel=account(),
        text=TEXT,
        person=f"x:{GUL}",
        address=GUL,
        words=posted(body),
        forged=[
            *(posted(body, signed) for signed in ("", "sha256=", "sha256=آ", "sha1=" + "0" * 40)),
            posted(body, sign(b"another body", SECRET)),
            posted(body, sign(b"", "another-secret-of-someone")),
            posted(b"crc_token", sign(b"crc_token", SECRET)),  # what anybody can have us sign
            posted(b"[]"),
        ],
        malformed=[posted(one) for one in MALFORMED.values()],
        album=[posted(with_media(PICTURE, {**PICTURE, "media_key": "3_2"}, text="@ArziKP https://t.co/a"))],
        voice_note=Never("neither posts nor API v2's direct messages hold any: who speaks sends a film"),
        location=posted(mentioned(geo=POINT)),
        stop=posted(block()),
        late_report=Never(
            "X reports nothing of what it took; who blocks us is told as a stop, or refused when we send"
        ),
    )

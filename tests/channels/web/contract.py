"""The web app's part of the contract of all channels."""

import json
from datetime import UTC, datetime
from typing import Any

from channels.web import Web
from channels.web.body import File, Said, envelope_id, pack
from core.messages import Envelope, Location
from tests.channels.contract import Contract, Never

VISITOR = "0123456789abcdef" * 2
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD: dict[str, Any] = {"id": "draft-0000000001", "visitor": VISITOR, "text": "bijli nahi hai"}
PICTURE = File("pole.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a pole")
SOUND = File(None, "audio/webm", b"\x1aE\xdf\xa3 words")

WRONG: dict[str, dict[str, Any]] = {
    "no id": {"id": None},
    "an id that is short": {"id": "a"},
    "an id with a path": {"id": "../../../../etc/passwd"},
    "an id that is a number": {"id": 1234567890123456},
    "nobody": {"visitor": ""},
    "somebody by a secret": {"visitor": "12345678901234567890"},
    "somebody in capitals": {"visitor": VISITOR.upper()},
    "words that are none": {"text": ["a"]},
    "a choice that is none": {"choice": 7},
    "a place that is none": {"location": "Mardan"},
    "half a place": {"location": [34.2]},
    "a place not on Earth": {"location": [134.2, 72.0]},
    "a place that is a truth": {"location": [True, False]},
    "a field of the record that the form has not": {"found": {"cnic": "1"}},
    "a field that is none": {"found": {"phone": 3}},
    "files that are none": {"files": "x"},
    "a file that is none": {"files": ["x"]},
    "a file without its size": {"files": [{"name": "a", "type": "image/jpeg"}]},
    "a file below nothing": {"files": [{"name": "a", "type": "image/jpeg", "size": -1}]},
    "a file that is not there": {"files": [{"name": "a", "type": "image/jpeg", "size": 10}]},
}
MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "no line": b'{"id": "draft-0000000001"}',
    "no JSON": b"{'id': 1}\n",
    "not UTF-8": b'{"text": "\xff\xfe"}\n',
    "JSON that is deep": b'{"a":' * 100_000 + b"\n",
    "a list": b"[]\n",
    **{name: json.dumps({**HEAD, **told}).encode() + b"\n" for name, told in WRONG.items()},
    "bytes of no file": json.dumps(HEAD).encode() + b"\nrest",
}


def said(draft: str = "draft-0000000001", **more: Any) -> Envelope:
    one = Said(draft, VISITOR, **more)
    return Envelope("web", envelope_id(one), pack(one), NOW)


def contract() -> Contract:
    return Contract(
        channel=Web(),
        text="bijli nahi hai",
        person=f"web:{VISITOR}",
        address=VISITOR,
        words=said(text="3 din se bijli nahi hai"),
        forged=Never("the gateway names the visitor by their cookie; without one they are somebody new"),
        malformed=[Envelope("web", f"bad-{n}", body, NOW) for n, body in enumerate(MALFORMED.values())],
        album=[said(f"draft-photo-000{n}", files=[PICTURE]) for n in (1, 2)],
        voice_note=said("draft-voice-0001", files=[SOUND]),
        location=said("draft-place-0001", location=Location(34.1989, 72.0404)),
        stop=Never("nothing is sent to them: who wants to hear no more does not open the page"),
        late_report=Never("what is sent stands in their thread at once"),
    )

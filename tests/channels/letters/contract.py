"""Letters' part of the contract of all channels. Paper is read by tests of its own: what is here opens no page."""

from datetime import UTC, datetime

from channels.letters import Settings, build
from core.messages import Envelope
from core.ports import Surroundings
from tests.channels.contract import Contract, Never

NOW = datetime(2026, 11, 22, tzinfo=UTC)
READ_ELSEWHERE = Never("what stands on paper is read by tests/channels/letters")
NO_PAPER = Never("paper has no such thing")
NO_PICTURES = (
    *(b"", b" ", b"\x00", b"hello", b"<html></html>", b"{}", b"GIF8", b"PK\x03\x04", b"MZ", b"\x7fELF", b"%!PS-Adobe"),
    *(b"RIFF", b"OggS", b"ID3", b"\xff\xfe", b"From: a@b\n\n", b"\xd0\xcf\x11\xe0", b"BZh9", b"\x1f\x8b", b"#!/bin/sh"),
)


def contract() -> Contract:
    return Contract(
        channel=build(Settings(), Surroundings("")),
        text="",
        person="",
        address="",
        words=READ_ELSEWHERE,
        forged=Never("whoever has the scanner has the letters"),
        malformed=[Envelope("letters", str(n), content, NOW) for n, content in enumerate(NO_PICTURES)],
        album=READ_ELSEWHERE,
        voice_note=NO_PAPER,
        location=NO_PAPER,
        stop=NO_PAPER,
        late_report=Never("a slip that the post brings back is told to a clerk"),
    )

"""Mails broken at random: no crash, nothing lost, no time wasted. ``ARZI_FUZZ_MAILS=10000`` is the long run."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.channels.email.samples import channel, envelope

CORPUS = [file.read_bytes() for file in sorted((Path(__file__).parent / "corpus").glob("*.eml"))]
MAILS = int(os.environ.get("ARZI_FUZZ_MAILS", "400"))
LONGEST_S = 5.0

Mutation = Callable[[random.Random, bytes], bytes]
_SPLICES = (
    b"\x00", b"\xff\xfe", b"\r", b"\n\n", b"--", b"=", b"=?", b"?=", b"<", b">", b'"', b"(" * 50, b"\x1b$B", b";" * 30,
    b"Content-Type: multipart/mixed; boundary=\n", b"Content-Type: message/rfc822\n\n", b"charset=utf-16\n",
    b"charset=utf-7;", b"Content-Transfer-Encoding: base64\n", b"Content-Type: application/ms-tnef\n",
    "نے لکھا:\n> ".encode(), b"<table><tr>" * 40, b"filename*0*=utf-8''%", b"\nFrom: \nSent: 1:00\nTo: \n",
)  # fmt: skip


def test_broken_mails() -> None:
    """Each is parsed and peeked at, in bounded time, into what every store takes."""
    dice = random.Random(20251114)  # reproducible
    for number in range(MAILS):
        raw = dice.choice(CORPUS)
        for _ in range(dice.randint(1, 6)):
            raw = dice.choice(MUTATIONS)(dice, raw)
        if not raw.strip():
            continue
        started = time.perf_counter()
        (message,) = channel().parse(envelope(raw, id=f"mail-{number}"))
        person = channel().peek(envelope(raw)).person
        assert person.encode().startswith(b"mailto:")
        assert "\x00" not in person
        assert message.id
        assert "\x00" not in message.text + message.full_text + (message.subject or "")
        assert all(a.content is not None and a.size == len(a.content) for a in message.attachments)
        assert all("/" not in (a.filename or "") and "\\" not in (a.filename or "") for a in message.attachments)
        message.full_text.encode()  # no lone surrogate, which no database takes
        repr(message).encode()
        assert time.perf_counter() - started < LONGEST_S, number


def _flip(dice: random.Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 20)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(dice: random.Random, raw: bytes) -> bytes:
    start = dice.randrange(len(raw) + 1)
    return raw[:start] + raw[start + dice.randint(0, 200) :]


def _end(dice: random.Random, raw: bytes) -> bytes:
    return raw[: dice.randrange(len(raw) + 1)]


def _splice(dice: random.Random, raw: bytes) -> bytes:
    at = dice.randrange(len(raw) + 1)
    return raw[:at] + dice.choice(_SPLICES) * dice.randint(1, 3) + raw[at:]


def _double(dice: random.Random, raw: bytes) -> bytes:
    start = dice.randrange(len(raw) + 1)
    piece = raw[start : start + dice.randint(1, 500)]
    return raw[:start] + piece * dice.randint(1, 5) + raw[start:]


def _swap_lines(dice: random.Random, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _marry(dice: random.Random, raw: bytes) -> bytes:
    other = dice.choice(CORPUS)
    return raw[: dice.randrange(len(raw) + 1)] + other[dice.randrange(len(other) + 1) :]


MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _end, _splice, _double, _swap_lines, _marry)

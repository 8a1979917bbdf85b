"""Mails that are made to take long: each is read in bounded time."""

import base64
import time

import pytest

from tests.channels.email.samples import channel, envelope

HEAD = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
PHOTO = base64.encodebytes(bytes(30 * 1024 * 1024))


@pytest.mark.parametrize(
    ("raw", "attachments"),
    [
        pytest.param(
            MIXED + b"--b\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + PHOTO, 1, id="30 MB"
        ),
        pytest.param(MIXED + b"--b\r\n\r\nx\r\n" * 300_000, None, id="parts"),
        pytest.param(HEAD + b"\r\n" + b"On Fri 14 Nov 2025 at 3:45 x wrote\r\n" * 8000, 0, id="attributions"),
        pytest.param(HEAD + b"\r\n" + b"From: x\r\n" * 20_000, 0, id="header blocks"),
        pytest.param(HEAD + b"To: " + b"(" * 50_000 + b"\r\n\r\nhi", 0, id="comments"),
        pytest.param(HEAD + b"\r\n" + b">" * 1_000_000 + b"\r\nhi", 0, id="quote marks"),
        pytest.param(HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>x" * 3000, 0, id="tables"),
        pytest.param(HEAD + b"Content-Type: text/plain; " + b"a*0*=x;" * 20_000 + b"\r\n\r\nhi", 0, id="parameters"),
    ],
)
def test_in_seconds(raw: bytes, attachments: int | None) -> None:
    began = time.process_time()
    (message,) = channel().parse(envelope(raw))
    assert time.process_time() - began < 10
    assert attachments is None or len(message.attachments) == attachments

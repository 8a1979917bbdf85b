"""Mails whose parts are divided wrongly: nothing of what was written is lost, and no machinery is shown as words."""

import pytest

from channels.email.body import read_content
from channels.email.structure import read_mail
from tests.channels.email.samples import channel, envelope

PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"


def mixed(*lines: str, boundary: str = "==b1") -> str:
    return "\n".join((f'Content-Type: multipart/mixed; boundary="{boundary}"\n', *lines))


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (mixed("--==b1", f"{PLAIN}No water in Saddar.--==b1--", ""), ["No water in Saddar."]),
        (
            mixed("--==b1", f"{PLAIN}No water.--==b1", f"{PLAIN}Since Monday.", "--==b1--"),
            ["No water.", "Since Monday."],
        ),
        (mixed("--==b1", f"{PLAIN}He wrote --==b1 on the wall.", "--==b1--"), ["He wrote --==b1 on the wall."]),
        (mixed("--==b1", "--==b1", "Content-Type: text/plain", "--==b1--"), []),
        (
            mixed(
                "--==b1",
                'Content-Type: multipart/alternative; boundary="in"\n',
                "--in",
                f"{PLAIN}No water.",
                "--==b1",
                f"{PLAIN}Since Monday.",
                "--in",
                f"{PLAIN}In Saddar.",
                "--==b1--",
            ),
            ["No water.", "Since Monday.\n\nIn Saddar."],
        ),
        (
            mixed(
                "--==b1",
                'Content-Type: multipart/alternative; boundary="in"',
                f"{PLAIN}No water in Saddar.\n",
                "--in",
                "Content-Type: text/html\n",
                "<p>No water in Saddar.</p>",
                "--in--",
                "--==b1--",
            ),
            ["No water in Saddar."],
        ),
        (
            'Content-Type: text/plain\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
            + PLAIN
            + "No water.\n--b--",
            ["No water."],
        ),
        (mixed("--==b1", f"{PLAIN}No water.\n-- \nGul", "--==b1--"), ["No water.\n-- \nGul"]),
    ],
)
def test_the_words_and_nothing_else(mail: str, words: list[str]) -> None:
    texts = read_content(read_mail(mail.encode())).texts
    assert [text.full.strip() for text in texts if text.full.strip()] == words


@pytest.mark.parametrize("behind", ["ignored", "-- scanned by a gateway", ""])
def test_base64_ends_at_its_end(behind: str) -> None:
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    mail = f"{head}2b7Yp9mG24wg2YbbgduM2rog24Hbkg== {behind}\n"
    (text,) = read_content(read_mail(mail.encode())).texts
    assert text.full.split("\n")[0].strip() == "پانی نہیں ہے"


def test_what_has_no_zeros_is_not_read_as_utf_16() -> None:
    mail = b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\ny\xc3\xb6t\xc3\xa4 vaan.\n\x8a\t\xe8\xad\xe7"
    (message,) = channel().parse(envelope(mail))
    assert message.text.startswith("y")
    assert "vaan." in message.text

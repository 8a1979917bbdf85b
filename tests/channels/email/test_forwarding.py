"""A complaint that somebody passed on: whole, and whose it is."""

import pytest

from channels.email.parse import parse
from core.intake.extraction import read_complaint
from core.messages import InboundMessage
from core.ports import Understanding
from tests.channels.email.samples import channel, envelope

OFFICER = "Section Officer <so@health.dept.example>"
BLOCK = (
    "From: Rukhsana <rukhsana@mail.example>\nSent: Sunday, November 22, 2026 6:41 PM\nTo: Health\nSubject: Garbage\n"
)
WORDS = "The garbage in Mohalla Khalid has not been lifted."


def read(author: str, subject: str, body: str) -> InboundMessage:
    raw = f"From: {author}\nTo: complaints@arzi.example\nSubject: {subject}\n\n{body}"
    return parse(envelope(raw.encode()), channel().reader)


@pytest.mark.parametrize(
    ("author", "subject", "body", "note", "told_by", "complainant"),
    [
        (OFFICER, "FW: Garbage", f"Not ours.\n\n{BLOCK}\n{WORDS}", "Not ours.", "rukhsana@mail.example", "Rukhsana"),
        (OFFICER, "Garbage", f"Not ours.\n\n{BLOCK}\n{WORDS}", "Not ours.", "rukhsana@mail.example", "Rukhsana"),
        (
            "Akbar <akbar@mail.example>", "Fwd: Garbage",
            f"Forwarded for necessary action.\n\n---------- Forwarded message ---------\n{BLOCK}\n{WORDS}",
            "Forwarded for necessary action.", "rukhsana@mail.example", "Rukhsana",
        ),
        (
            OFFICER, "Fwd: صفائی", f"ضروری کارروائی کے لیے\n\n---------- فارورڈ پیغام ---------\n{BLOCK}\n{WORDS}",
            "ضروری کارروائی کے لیے", "rukhsana@mail.example", "Rukhsana",
        ),
        (
            OFFICER, "FW: FW: Garbage",
            "For disposal.\n\nFrom: DC Kohat <dc@kp.gov.example>\nSent: Monday, 23 November 2026 09:00\nTo: SO\n"
            f"Subject: FW: Garbage\n\nPlease look into it.\n\n{BLOCK}\n{WORDS}",
            "For disposal.", "rukhsana@mail.example", "Rukhsana",
        ),
        # a citizen passes on what an office wrote, or what a friend did
        (
            "Gul <gul@mail.example>", "Fwd: Bill",
            "They refuse.\n\n---------- Forwarded message ---------\n"
            "From: PESCO Office <sdo@pesco.gov.example>\nDate: 22 Nov 2026 at 06:41\nTo: Gul\n\nYour bill is right.",
            "They refuse.", "sdo@pesco.gov.example", None,
        ),
        (
            "Gul <gul@mail.example>", "Fwd: Garbage",
            f"See what my neighbour wrote.\n\n---------- Forwarded message ---------\n{BLOCK}\n{WORDS}",
            "See what my neighbour wrote.", "rukhsana@mail.example", None,
        ),
    ],
)  # fmt: skip
def test_what_was_passed_on_is_told_too(
    author: str, subject: str, body: str, note: str, told_by: str, complainant: str | None
) -> None:
    message = read(author, subject, body)
    assert message.text == note
    assert message.forwarded is not None
    assert message.forwarded.sender is not None
    assert message.forwarded.sender.address == told_by
    assert note in message.content
    assert message.forwarded.text in message.content
    assert message.full_text.count(note) == 1
    record = read_complaint(message, Understanding("en", "file_complaint", confidence={"intent": 0.9}))
    assert record.get("description") == message.content
    assert (record.get("complainant_name") == complainant) is (complainant is not None)
    assert (record.get("email") == told_by) is (complainant is not None)


def test_an_answer_passes_nothing_on() -> None:
    raw = f"From: gul@mail.example\nSubject: Re: Water\nIn-Reply-To: <x@y.example>\n\nNot solved.\n\n{BLOCK}\n{WORDS}"
    message = parse(envelope(raw.encode()), channel().reader)
    assert (message.text, message.forwarded, message.content) == ("Not solved.", None, "Not solved.")


def test_a_mail_passed_on_as_a_file() -> None:
    raw = (
        f"From: {OFFICER}\nSubject: Complaint\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nFor necessary action please.\n--b\nContent-Type: message/rfc822\n\n"
        f"From: Rukhsana <rukhsana@mail.example>\nSubject: Garbage\n\n{WORDS}\n--b--\n"
    )
    message = parse(envelope(raw.encode()), channel().reader)
    assert message.content == f"For necessary action please.\n\n{WORDS}"
    assert message.found["email"][0] == "rukhsana@mail.example"


@pytest.mark.parametrize(
    "above",
    [
        "-----Ursprüngliche Nachricht-----\nVon: {}\nGesendet: Montag, 23. November 2026 10:00\nAn: so@d.example\n",
        "Kimden: {}\nGönderme Tarihi: 23 Kasım 2026 Pazartesi 10:00\nKime: so@dept.example\nKonu: Garbage\n",
        "-------- Original Message --------\nSubject: Garbage\nDate: 2026-11-23 10:00\nFrom: {}\nTo: so@d.example\n",
        "-------- Original message --------\nFrom: {}\nDate: 23/11/2026 10:00 (GMT+05:00)\nTo: so@dept.example\n",
        "---------- فارورڈ کردہ پیغام ---------\nاز: {}\nتاریخ: پیر، 23 نومبر 2026 کو 10:00\nتا: <so@dept.example>\n",
        "---------- لېږل شوی پیغام ---------\nله: {}\nنېټه: 23 نومبر 2026\nموضوع: Garbage\nته: so@dept.example\n",
        "---------- پیام بازارسال\u200cشده ---------\nاز: {}\nتاریخ: 23 نوامبر 2026\nبه: so@dept.example\n",
        "---------- Forwarded message ---------\n> From: {}\n> Date: 23 Nov 2026 at 10:00\n> To: <so@d.example>\n>\n> ",
        "---------- Továbbított üzenet ---------\nFeladó: {}\nDátum: 2026. nov. 23. 10:00\nCímzett: so@dept.example\n",
    ],
)
def test_forms_of_other_programs(above: str) -> None:
    head = above.format("Rukhsana <rukhsana@mail.example>")
    message = read(OFFICER, "FW: Garbage", f"Not ours.\n\n{head}\n{WORDS}")
    assert message.text == "Not ours."
    assert message.forwarded is not None
    assert message.forwarded.text == WORDS
    assert message.found["email"] == ("rukhsana@mail.example", 0.7)


@pytest.mark.parametrize(
    "note",
    [
        "Sir, kindly see trailing mail for n/a please.",
        "For n.a. pl",
        "The complaint is forwarded herewith, being related to your department.",
        "Complaint received in this office.",
        "برائے ضروری اقدام",
        "متعلقہ محکمہ کو ارسال کی جاتی ہے",
        "د لازمو اجراآتو لپاره استول کېږي",
    ],
)
def test_words_with_which_offices_pass_on(note: str) -> None:
    body = f"{note}\n\n---------- Forwarded message ---------\n{BLOCK}\n{WORDS}"
    assert read("Akbar <akbar@mail.example>", "Fwd: Garbage", body).found["email"][0] == "rukhsana@mail.example"

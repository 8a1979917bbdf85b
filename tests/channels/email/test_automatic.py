"""What tells a machine's mail from a person's."""

import pytest

from core.messages import Automatic
from tests.channels.email.samples import channel, envelope

REPLY, LIST, LOOP, BOUNCE = Automatic.AUTO_REPLY, Automatic.LIST, Automatic.LOOP, Automatic.BOUNCE


def kind(*fields: str, mail_from: str = "gul@example.org", author: str = "gul@example.org") -> Automatic | None:
    head = "".join(f"{field}\r\n" for field in (f"From: {author}", *fields))
    raw = f"{head}\r\nThe road is broken.\r\n".encode()
    (message,) = channel().parse(envelope(raw, facts={"mail_from": mail_from}))
    return message.automatic


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("Auto-Submitted: auto-replied", REPLY),
        ("Auto-Submitted: auto-generated (by cron); x=y", REPLY),
        ("Auto-Submitted: no", None),
        ("Precedence: auto_reply", REPLY),
        ("Precedence: bulk", LIST),
        ("Precedence: junk", LIST),
        ("Precedence: first-class", None),
        ("X-Auto-Response-Suppress: All", REPLY),
        ("X-Auto-Response-Suppress: OOF, AutoReply", REPLY),
        ("X-Autoreply: yes", REPLY),
        ("List-Id: <news.example.org>", LIST),
        ("List-Unsubscribe: <mailto:x@example.org>", LIST),
        ("X-Failed-Recipients: gul@example.org", BOUNCE),
        ("X-Loop: complaints@arzi.example", LOOP),
        ("X-Arzi-Message: 1", LOOP),
        (f"Message-ID: {channel().reader.signer.message_id('a' * 32)}", LOOP),
    ],
)
def test_by_its_header(field: str, found: Automatic | None) -> None:
    assert kind(field) is found


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your complaint", "Auto-Reply: Water", "Out of Office: Re: Water", "OOO until Monday",
        "On annual leave until 3 March", "Away from my desk", "Automatische Antwort: Wasser", "Abwesenheit: Wasser",
        "Réponse automatique : Eau", "Respuesta automática: Agua", "Risposta automatica: Acqua", "Автоответ: Вода",
        "自动回复: 水", "자동 회신: 부재중", "부재중", "خودکار جواب: پانی", "دفتر سے باہر ہوں",
        "رخصت پر ہوں", "الرد التلقائي: ماء",
        "خارج المكتب", "پاسخ خودکار: آب", "خپلکار ځواب: اوبه", "په رخصت یم",
    ],
)  # fmt: skip
def test_out_of_office_by_its_subject(subject: str) -> None:
    assert kind(f"Subject: {subject}") is REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "The post office is out of stamps",
        "Officer on leave",
        "دفتر میں بجلی نہیں",
        "Re: the school is away",
        "چھٹی کی درخواست",
    ],
)
def test_a_person_may_speak_of_offices_and_leave(subject: str) -> None:
    assert kind(f"Subject: {subject}") is None


@pytest.mark.parametrize(
    ("mail_from", "author", "found"),
    [
        ("", "gul@example.org", REPLY),
        ("<>", "gul@example.org", REPLY),
        ("gul@example.org", "no-reply@example.org", REPLY),
        ("gul@example.org", "complaints+cx2@arzi.example", LOOP),
        ("gul@example.org", "noor@example.org", None),
    ],
)
def test_by_who_sent_it(mail_from: str, author: str, found: Automatic | None) -> None:
    assert kind("Subject: Water", mail_from=mail_from, author=author) is found

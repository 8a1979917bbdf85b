"""Mails of ours, handed to a real SMTP server that refuses as told."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.email import Email, build
from core.errors import AccountRefused, ArziError, DeliveryDelayed, DeliveryFailed, DeliveryUnknown
from core.messages import Button, OutboundMessage
from core.ports import Surroundings
from tests.channels.email.samples import OFFICE, channel, envelope, settings
from tests.gateway.listeners.running import certificate
from tests.services.dovecot import free_port
from tests.services.mail_sink import MailSink, mail_sink

CONVERSATION = "0123456789abcdef0123456789abcdef"
OUR_ID = "fedcba9876543210fedcba9876543210"


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with mail_sink() as running:
        yield running


def sender(port: int, **changes: object) -> Email:
    plain = {"host": "127.0.0.1", "port": port, "security": "none", "timeout_s": 5}
    return build(settings(submission={**plain, **changes}), Surroundings("http://127.0.0.1"))


def message(**changes: object) -> OutboundMessage:
    plain: dict[str, object] = {
        "id": OUR_ID, "channel": "email", "to": "gul@example.org", "text": "Which district?\n\nSee https://a.example/x?a=1&b=2.",
        "subject": "Water", "in_reply_to": "<m1@example.org>", "references": ("<m0@example.org>", "<m1@example.org>"),
        "thread": CONVERSATION,
    }  # fmt: skip
    return OutboundMessage(**{**plain, **changes})  # type: ignore[arg-type]


def test_a_mail_has_all_that_it_should(sink: MailSink) -> None:
    provider_id = sender(sink.port).send(message())
    ((mail_from, to, _),) = sink.taken
    (mail,) = sink.mails
    assert provider_id == mail["Message-ID"]
    assert channel().reader.signer.is_ours(provider_id)
    assert to == ["gul@example.org"]
    assert channel().reader.signer.bounced([mail_from]) == OUR_ID
    assert mail["From"].addresses[0].addr_spec == OFFICE
    assert channel().reader.signer.conversation([mail["Reply-To"].addresses[0].addr_spec]) == CONVERSATION
    assert mail["Subject"] == "Re: Water"
    assert mail["In-Reply-To"] == "<m1@example.org>"
    assert mail["References"] == "<m0@example.org> <m1@example.org>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Date"].datetime is not None
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    words = "Which district?\n\nSee https://a.example/x?a=1&b=2."
    greeting = "Assalam-o-alaikum,\n\n"
    closing = "\n\nWith respect,\nComplaints service, Government of Khyber Pakhtunkhwa\n"
    assert plain.get_content().replace("\r\n", "\n") == f"{greeting}{words}{closing}"
    assert html is not None
    assert 'href="https://a.example/x?a=1&amp;b=2"' in html.get_content()


@pytest.mark.parametrize(
    ("language", "text"),
    [("ur", "آپ کا ضلع کون سا ہے؟\nنمبر KP-2026-000123-4"), ("ps", "ستاسو ضلع کومه ده؟\nKP-2026-000123-4")],
)
def test_right_to_left_in_both_parts(sink: MailSink, language: str, text: str) -> None:
    sender(sink.port).send(message(language=language, text=text, buttons=(Button("ہاں", "yes"),)))
    (mail,) = sink.mails
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    written = [line for line in plain.get_content().splitlines() if line.strip()]
    assert all(line.startswith("\u200f\u202b") and line.endswith("\u202c") for line in written)
    assert f'<html lang="{language}" dir="rtl">' in html.get_content()
    assert '<bdi dir="ltr">KP-2026-000123-4</bdi>' in html.get_content()
    assert mail["Content-Language"] == language


def test_a_notice_that_answers_nothing(sink: MailSink) -> None:
    sender(sink.port).send(message(in_reply_to=None, references=(), subject=None, language="ur"))
    (mail,) = sink.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["In-Reply-To"] is None
    assert mail["Subject"] == "آپ کی شکایت"
    assert mail["List-Unsubscribe"].startswith("<mailto:complaints+")


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Water\r\nBcc: victim@example.org"},
        {"subject": "Water\nBcc: victim@example.org\n\nbody"},
        {"subject": "Water\u2028Bcc: victim@example.org"},
        {"subject": "Water\x00\x0b\x85Bcc: victim@example.org"},
        {"in_reply_to": "<a@b>\r\nBcc: victim@example.org"},
        {"references": ("<a@b>\r\nBcc: victim@example.org", "<c@d>\nX: y")},
        {"id": "a\r\nBcc: victim@example.org"},
        {"text": ".\r\nBcc: victim@example.org\r\n.\r\nMAIL FROM:<x@y>"},
        {"text": "<script>alert(1)</script><img src=x onerror=alert(1)>"},
        {"language": 'ur" onload="x'},
    ],
)
def test_nothing_from_outside_becomes_a_header_or_markup(sink: MailSink, changes: dict[str, object]) -> None:
    sender(sink.port).send(message(**changes))
    ((_, to, _),) = sink.taken
    (mail,) = sink.mails
    assert to == ["gul@example.org"]
    assert mail["Bcc"] is None
    assert mail["X"] is None
    html = mail.get_body(("html",))
    assert html is not None
    assert not any(bad in html.get_content() for bad in ("<script", "<img", 'ur" onload'))


@pytest.mark.parametrize(
    "to",
    [
        "gul@example.org\r\nRCPT TO:<x@y.z>",
        "gul@example.org, x@y.z",
        "<gul@example.org>",
        "unknown",
        "",
        "a b@c.d",
        "@x.y",
    ],
)
def test_what_is_no_address_is_refused(sink: MailSink, to: str) -> None:
    with pytest.raises(DeliveryFailed):
        sender(sink.port).send(message(to=to))
    assert sink.taken == []


@pytest.mark.parametrize(
    ("at", "says", "error", "code"),
    [
        ("MAIL", "451 4.3.0 later", DeliveryDelayed, "4.3.0"),
        ("MAIL", "552 5.3.4 too big", DeliveryFailed, "5.3.4"),
        ("MAIL", "530 5.7.0 authentication required", AccountRefused, "5.7.0"),
        ("MAIL", "553 5.7.1 sender address rejected", AccountRefused, "5.7.1"),
        ("RCPT", "450 4.2.1 greylisted", DeliveryDelayed, "4.2.1"),
        ("RCPT", "554 5.7.1 Relay access denied", AccountRefused, "5.7.1"),
        ("RCPT", "535 5.7.8 no", AccountRefused, "5.7.8"),
        ("RCPT", "550 5.1.1 no such user", DeliveryFailed, "5.1.1"),
        ("RCPT", "550 nobody", DeliveryFailed, "550"),
        ("DATA", "452 4.3.1 disk full", DeliveryDelayed, "4.3.1"),
        ("DATA", "554 5.7.1 spam", DeliveryFailed, "5.7.1"),
    ],
)
def test_refusals(sink: MailSink, at: str, says: str, error: type[ArziError], code: str) -> None:
    sink.say[at] = says
    with pytest.raises(error) as raised:
        sender(sink.port).send(message())
    assert raised.value.code == code  # type: ignore[attr-defined]
    assert sink.taken == []


def test_no_answer_after_the_last_dot_is_unknown(sink: MailSink) -> None:
    sink.drop = "DATA"
    with pytest.raises(DeliveryUnknown):
        sender(sink.port).send(message())


def test_nobody_there_and_somebody_who_says_nothing() -> None:
    with pytest.raises(DeliveryDelayed):
        sender(free_port()).send(message())
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(DeliveryDelayed):
            sender(silent.getsockname()[1], timeout_s=0.3).send(message())


def test_a_server_that_breaks_off_is_tried_again() -> None:
    with socket.socket() as rude:
        rude.bind(("127.0.0.1", 0))
        rude.listen()

        def hang_up() -> None:
            peer, _ = rude.accept()
            peer.sendall(b"220 hello\r\n")
            peer.recv(100)
            peer.close()

        threading.Thread(target=hang_up, daemon=True).start()
        with pytest.raises(DeliveryDelayed):
            sender(rude.getsockname()[1]).send(message())


def test_tls_and_login(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    secure = {"host": "localhost", "security": "starttls", "user": "arzi", "ca_file": str(chain)}
    with mail_sink((chain, key), login=True) as sink:
        sender(sink.port, **secure, password="right").send(message())
        assert len(sink.taken) == 1
        with pytest.raises(AccountRefused, match="535"):
            sender(sink.port, **secure, password="wrong").send(message())
        with pytest.raises(AccountRefused):  # a certificate that nobody we know has signed
            sender(sink.port, **{**secure, "ca_file": None}, password="right").send(message())
    with mail_sink() as plain, pytest.raises(AccountRefused):
        sender(plain.port, **secure, password="right").send(message())
    assert sink.logins == [(b"arzi", b"right"), (b"arzi", b"wrong")]


def test_a_password_never_goes_out_without_tls() -> None:
    with pytest.raises(ValueError, match="without TLS"):
        settings(submission={"host": "mail.example.org", "security": "none", "user": "a", "password": "b"})


def test_sent_twice_it_has_the_same_id(sink: MailSink) -> None:
    assert sender(sink.port).send(message()) == sender(sink.port).send(message())


def test_international_addresses(sink: MailSink) -> None:
    sender(sink.port).send(message(to="gul@مثال.example"))
    sender(sink.port).send(message(to="گل@example.org"))
    assert [to for _, to, _ in sink.taken] == [["gul@xn--mgbh0fb.example"], ["گل@example.org"]]


def test_our_mail_coming_back_is_a_loop(sink: MailSink) -> None:
    sender(sink.port).send(message())
    (read,) = channel().parse(envelope(sink.taken[0][2]))
    assert read.automatic == "loop"


@pytest.mark.parametrize(
    ("subject", "in_reply_to", "sent"),
    [
        ("Water", "<m1@example.org>", "Re: Water"),
        ("Re: Re: RE: Water", "<m1@example.org>", "Re: Water"),
        ("AW: Re[2]: Water", "<m1@example.org>", "Re: Water"),
        ("جواب: پانی", "<m1@example.org>", "Re: پانی"),
        ("Water", None, "Water"),
    ],
)
def test_a_subject_says_re_once(sink: MailSink, subject: str, in_reply_to: str | None, sent: str) -> None:
    sender(sink.port).send(message(subject=subject, in_reply_to=in_reply_to))
    assert sink.mails[0]["Subject"] == sent

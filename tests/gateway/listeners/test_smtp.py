"""The mail server against real clients: smtplib, and swaks from Debian."""

import smtplib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Malformed, Overloaded, StoreUnavailable
from tests.gateway.listeners.running import Kept, certificate, smtp_server

MAIL = b"From: gul@example.org\r\nTo: complaints@arzi.example\r\nSubject: Water\r\n\r\nNo water.\r\n"
TO = "complaints@arzi.example"


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def port(kept: Kept) -> Iterator[int]:
    with smtp_server(kept) as number:
        yield number


def client(port: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", port, timeout=60)


def test_a_mail_is_kept_byte_for_byte_with_what_the_session_told(kept: Kept, port: int) -> None:
    with client(port) as smtp:
        smtp.sendmail("gul@example.org", [TO], MAIL)
    (mail,) = kept.mails
    assert mail.body == MAIL
    assert mail.channel == "email"
    assert mail.facts["mail_from"] == "gul@example.org"
    assert mail.facts["recipients"] == TO
    assert mail.facts["peer"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("recipient", "taken"),
    [
        ("complaints@arzi.example", True),
        ("Complaints@ARZI.example", True),
        ("complaints+cx234@arzi.example", True),
        ("postmaster@arzi.example", True),
        ("someone@elsewhere.example", False),
        ("complaints@elsewhere.example", False),
        ("other@arzi.example", False),
        ("complaints%elsewhere.example@arzi.example", False),
        ("@elsewhere.example:complaints@arzi.example", True),  # an old source route: its path is ignored
    ],
)
def test_no_relay_ever(kept: Kept, port: int, recipient: str, taken: bool) -> None:
    with client(port) as smtp:
        smtp.ehlo()
        smtp.mail("gul@example.org")
        code, _ = smtp.docmd("RCPT", f"TO:<{recipient}>")
    assert (code == 250) is taken
    assert code in (250, 501, 550, 553)


@pytest.mark.parametrize(
    "fault", [StoreUnavailable("disk full"), Overloaded("too much"), RuntimeError("a fault of ours")]
)
def test_what_cannot_be_kept_is_asked_for_again(kept: Kept, port: int, fault: Exception) -> None:
    kept.faults.append(fault)
    with client(port) as smtp:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("gul@example.org", [TO], MAIL)
        assert refused.value.smtp_code == 451
        smtp.sendmail("gul@example.org", [TO], MAIL)
    assert len(kept.mails) == 1


def test_a_second_copy_is_the_same_envelope(kept: Kept, port: int) -> None:
    with client(port) as smtp:
        smtp.sendmail("gul@example.org", [TO], b"Received: from a by b; today\r\n" + MAIL)
        smtp.sendmail("gul@example.org", [TO], b"Received: from c by d; later\r\n" + MAIL)
        smtp.sendmail("gul@example.org", [TO], MAIL.replace(b"No water", b"No light"))
    assert len(kept.mails) == 2


def test_nothing_is_refused_for_good_but_no_mail_at_all(kept: Kept, port: int) -> None:
    kept.faults.append(Malformed("empty"))
    with client(port) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("gul@example.org", [TO], b"\r\n")
    assert refused.value.smtp_code == 554


def test_oversize_is_refused_at_mail_and_at_data_and_never_delivered(kept: Kept) -> None:
    with smtp_server(kept, max_bytes=10_000) as port:
        with client(port) as smtp:
            smtp.ehlo()
            assert smtp.esmtp_features["size"] == "10000"
            assert smtp.mail("gul@example.org", ["SIZE=10001"])[0] == 552
        with client(port) as smtp:
            smtp.helo()  # says no size
            smtp.mail("gul@example.org")
            smtp.rcpt(TO)
            assert smtp.data(MAIL + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 200)[0] == 552
            assert kept.mails == []
            smtp.mail("gul@example.org")
            smtp.rcpt(TO)
            assert smtp.data(MAIL)[0] == 250
    assert len(kept.mails) == 1


def test_long_lines_8bit_and_utf8_addresses(kept: Kept, port: int) -> None:
    raw = MAIL + "پانی نہیں ".encode() * 500 + b"\r\n"
    with client(port) as smtp:
        smtp.ehlo()
        assert smtp.has_extn("8bitmime")
        assert smtp.has_extn("smtputf8")
        smtp.sendmail("خان@مثال.example", [TO], raw, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
    assert kept.mails[0].body == raw
    assert kept.mails[0].facts["mail_from"] == "خان@مثال.example"


def test_a_bounce_has_no_sender(kept: Kept, port: int) -> None:
    with client(port) as smtp:
        smtp.sendmail("", [TO], MAIL)
    assert kept.mails[0].facts["mail_from"] == ""


def test_starttls_from_configured_certificates(kept: Kept, tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    with smtp_server(kept, certificate=str(chain), private_key=str(key), require_tls=True) as port:
        with client(port) as smtp:
            smtp.ehlo()
            assert smtp.mail("gul@example.org")[0] == 530
        context = ssl.create_default_context(cafile=str(chain))
        with smtplib.SMTP("localhost", port, timeout=60) as smtp:
            smtp.starttls(context=context)
            smtp.sendmail("gul@example.org", [TO], MAIL)
            assert not smtp.has_extn("auth")
    assert kept.mails[0].facts["tls"] == "yes"


def test_lmtp_answers_for_each_recipient(kept: Kept) -> None:
    with smtp_server(kept, protocol="lmtp") as port, smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.ehlo()
        lmtp.mail("gul@example.org")
        assert lmtp.rcpt(TO)[0] == 250
        assert lmtp.rcpt("complaints+x@arzi.example")[0] == 250
        assert lmtp.rcpt("other@arzi.example")[0] == 550
        assert lmtp.data(MAIL)[0] == 250
        assert lmtp.getreply()[0] == 250
        assert lmtp.noop()[0] == 250
    assert kept.mails[0].facts["recipients"] == "complaints@arzi.example complaints+x@arzi.example"


def test_connections_are_limited_and_given_back(kept: Kept) -> None:
    with smtp_server(kept, max_connections=2) as port:
        first, second = client(port), client(port)
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            client(port)
        assert refused.value.smtp_code == 421
        first.quit()
        second.quit()
        _until_taken(port)


def test_an_idle_client_and_an_endless_session_are_ended(kept: Kept) -> None:
    with smtp_server(kept, timeout_s=0.3) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as idle:
        assert idle.recv(100).startswith(b"220")
        assert idle.recv(100) == b""
    with smtp_server(kept, session_s=0.5) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as busy:
        busy.settimeout(10)
        with pytest.raises(ConnectionError):
            _say_noop_for_ever(busy)


def test_a_mail_that_is_being_kept_is_kept_when_we_stop(kept: Kept) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        reached.set()
        go_on.wait(60)

    kept.before = slow
    answers: list[int] = []

    def hand_over(port: int) -> None:
        smtp = client(port)
        smtp.ehlo()
        smtp.mail("gul@example.org")
        smtp.rcpt(TO)
        try:
            answers.append(smtp.data(MAIL)[0])
        except smtplib.SMTPServerDisconnected:
            answers.append(0)  # it will be sent again, and is known then

    with smtp_server(kept) as port:
        thread = threading.Thread(target=hand_over, args=(port,))
        thread.start()
        assert reached.wait(60)
        threading.Timer(0.2, go_on.set).start()
    thread.join(60)
    assert len(kept.mails) == 1
    assert answers


def test_swaks_hands_a_mail_with_an_attachment_over(kept: Kept, tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bytes(range(256)) * 400)
    with smtp_server(kept, certificate=str(chain), private_key=str(key)) as port:
        done = subprocess.run(
            [
                "swaks", "--server", f"127.0.0.1:{port}", "--tls", "--from", "gul@example.org", "--to", TO,
                "--header", "Subject: Broken pole", "--body", "See the photo", "--attach", f"@{photo}",
            ],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"Subject: Broken pole" in kept.mails[0].body
    assert kept.mails[0].facts["tls"] == "yes"


def _say_noop_for_ever(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"NOOP\r\n")
        if connection.recv(100) == b"":
            raise ConnectionResetError


def _until_taken(port: int) -> None:
    """The server hears of a closed connection a moment later."""
    for _ in range(100):
        try:
            client(port).quit()
        except smtplib.SMTPConnectError:
            continue
        return
    raise AssertionError("no connection was given back")

"""Whatever is said to the mail server: it answers or hangs up, and the next mail is taken."""

import random
import smtplib
import socket
import threading
from contextlib import suppress

from tests.gateway.listeners.running import Kept, smtp_server
from tests.gateway.listeners.test_smtp import MAIL, TO

WORDS = (
    b"EHLO x", b"HELO", b"MAIL FROM:<a@b>", b"MAIL FROM:<>", b"MAIL FROM:<a@b> SIZE=99999999999999999999", b"RCPT TO:<",
    b"RCPT TO:<complaints@arzi.example>", b"RCPT TO:<" + b"a" * 3000 + b"@b>", b"DATA", b".", b"..", b"BDAT 5 LAST",
    b"RSET", b"VRFY root", b"EXPN x", b"AUTH PLAIN AAAA", b"AUTH", b"STARTTLS", b"NOOP", b"HELP", b"LHLO x", b"QUIT",
    b"GET / HTTP/1.1\r\nHost: x", b"\x16\x03\x01\x02\x00", b"\xff\xfe\x00", "خط".encode(), b"X" * 9000, b"",
)  # fmt: skip
SESSIONS, WORDS_A_SESSION = 60, 12


def test_whatever_is_said() -> None:
    kept, dice = Kept(), random.Random(9)
    threads = threading.active_count()
    with smtp_server(kept) as port:
        for _ in range(SESSIONS):
            _talk(port, dice)
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
            smtp.sendmail("gul@example.org", [TO], MAIL)
        assert kept.mails[-1].body == MAIL
    assert threading.active_count() <= threads


def _talk(port: int, dice: random.Random) -> None:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        for _ in range(WORDS_A_SESSION):
            said = dice.choice(WORDS) if dice.random() < 0.8 else dice.randbytes(dice.randrange(200))
            connection.sendall(said + dice.choice((b"\r\n", b"\r\n", b"\n", b"\r", b"\0", b"")))
        if dice.random() < 0.5:
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

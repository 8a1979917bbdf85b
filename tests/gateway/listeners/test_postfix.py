"""A real Postfix in front: it hands over by LMTP, keeps what we cannot take now, and tries again."""

import smtplib

import pytest

from core.errors import StoreUnavailable
from tests.gateway.listeners.running import Kept, smtp_server
from tests.services.postfix import running_postfix
from tests.services.waiting import wait_until

MAIL = (
    "From: gul@example.org\r\nTo: complaints@arzi.example\r\nSubject: Mail {}\r\n"
    "Message-ID: <{}@x>\r\n\r\nNo water.\r\n"
)


def test_postfix_hands_over_by_lmtp_and_tries_again() -> None:
    kept = Kept(faults=[StoreUnavailable("disk full")])
    with smtp_server(kept, protocol="lmtp") as port, running_postfix(port) as postfix:
        with smtplib.SMTP("127.0.0.1", postfix.port, timeout=60) as smtp:
            for number in range(3):
                to = ["complaints@arzi.example", "complaints+cx2a@arzi.example"]
                smtp.sendmail("gul@example.org", to, MAIL.format(number, number))
            with pytest.raises(smtplib.SMTPRecipientsRefused):  # Postfix's own rule: no relay
                smtp.sendmail("gul@example.org", ["somebody@elsewhere.example"], MAIL)

        def all_there() -> bool:
            postfix.flush()
            return len(kept.mails) == 3

        try:
            wait_until(all_there, every=1, what="three mails")
        except AssertionError as error:
            raise AssertionError(postfix.log()) from error
    first = next(mail for mail in kept.mails if b"Mail 1" in mail.body)
    assert set(first.facts["recipients"].split()) == {"complaints@arzi.example", "complaints+cx2a@arzi.example"}
    assert b"Received:" in first.body
    assert first.facts["mail_from"] == "gul@example.org"

"""Citizens who write mail: their server tries again on 4xx and when the connection breaks; or a mailbox takes it."""

import smtplib
import time
from contextlib import suppress
from email.message import EmailMessage
from itertools import count

from tests.chaos.citizens import NUMBER
from tests.chaos.house import MAILBOX, OFFICE, House
from tests.chaos.ledger import Ledger
from tests.chaos.post_office import MailOffice
from tests.services.dovecot import Dovecot

_TRIES, _WAIT_S = 40, 1.0
_PATIENCE_S = 25
_numbers = count(1)


def written(sender: str, subject: str, text: str, to: str = OFFICE) -> EmailMessage:
    """A mail with an id of its own."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Gul Khan <{sender}>", to, subject
    mail["Message-ID"] = f"<storm-{next(_numbers)}@example.org>"
    mail.set_content(text)
    return mail


def hand_over(house: House, mail: EmailMessage) -> int:
    """Tries until it was taken (0: never), or refused for good, which no mail of these may be."""
    sender, to = mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec
    for number in range(1, _TRIES + 1):
        try:
            with smtplib.SMTP("127.0.0.1", house.smtp, timeout=10) as smtp:
                smtp.sendmail(sender, [to], bytes(mail))
                return number
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise
        except smtplib.SMTPRecipientsRefused as error:
            if any(code >= 500 for code, _ in error.recipients.values()):
                raise
        except (OSError, smtplib.SMTPException):
            pass
        time.sleep(_WAIT_S)
    return 0


def correspond(house: House, office: MailOffice, ledger: Ledger) -> None:
    """A complaint by mail, and the answers to what is asked, until the tracking number comes."""
    me = f"citizen{next(_numbers)}@example.org"
    mail = written(me, "Electricity", "There has been no electricity for three days.\nKatlang road, district Mardan.")
    for turn in range(3):
        before = office.number(me)
        if turn:
            ledger.confirmed(me)
        sent = ledger.add("email", str(mail["Message-ID"]), me)
        sent.tries = hand_over(house, mail)
        sent.acknowledged = sent.tries > 0
        until = time.monotonic() + _PATIENCE_S
        while office.number(me) == before and time.monotonic() < until:
            time.sleep(0.1)
        heard = office.of(me)
        if len(heard) == before:
            ledger.note(f"no answer within {_PATIENCE_S} s")
            return
        last = heard[-1]
        found = NUMBER.search(str(last.get_body(("plain",)).get_content()))  # type: ignore[union-attr]
        if found:
            ledger.told(me, found[0])
            return
        with suppress(IndexError, AttributeError):
            mail = written(me, str(last["Subject"]), "Yes", last["Reply-To"].addresses[0].addr_spec)
            mail["In-Reply-To"] = last["Message-ID"]


def to_the_mailbox(dovecot: Dovecot, ledger: Ledger) -> None:
    """A mail that their provider puts into our mailbox: it is ours from then on, whatever happens here."""
    me = f"citizen{next(_numbers)}@example.org"
    mail = written(me, "Water", "There is no water in our street in Kohat since Monday.", MAILBOX)
    mail["Return-Path"] = f"<{me}>"
    sent = ledger.add("imap", str(mail["Message-ID"]), me)
    with dovecot.client() as client:
        client.append("INBOX", bytes(mail))
    sent.tries, sent.acknowledged = 1, True

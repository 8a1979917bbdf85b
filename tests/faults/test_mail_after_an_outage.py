"""Mail that waited for days in the mailbox while we were away, however much of it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.gateway.listeners.imap_reader import Memory, mail, reading, settings, until
from tests.gateway.listeners.running import Kept
from tests.services.dovecot import running_dovecot

MAILS = 150


def test_mail_older_than_a_day_is_fetched_after_an_outage() -> None:
    kept = Kept()
    with running_dovecot() as dovecot:
        dovecot.stop()
        for number in range(MAILS):
            sent = format_datetime(datetime.now(UTC) - timedelta(days=1 + number % 20))
            dovecot.deliver(f"Date: {sent}\r\n".encode() + mail(number))
        dovecot.start()
        with reading(settings(dovecot), Memory(), kept):
            until(lambda: len(kept.mails) == MAILS, seconds=60)
    assert len({one.id for one in kept.mails}) == MAILS

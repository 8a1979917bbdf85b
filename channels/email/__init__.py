"""Email: mail comes in by SMTP, LMTP or IMAP and goes out by SMTP submission.

    parse.py            a mail's bytes → InboundMessage
      structure.py        MIME parts, however broken        fields.py, parameters.py, transfer.py, charsets.py,
      headers.py body.py             which parts are the text          html.py, flowed.py
      author.py           who wrote it: From, or a form's or a group's citizen
      quotes.py           what was newly written            quote_marks.py, signatures.py, device_lines.py
      forwarding.py       what was passed on, and whose complaint that is
      attachments.py      evidence                          filenames.py, tnef.py, rtf.py
      smime.py            signed and encrypted mail
      automatic.py        mail that no person wrote         bounces.py, notices.py
      authentication.py   SPF, DKIM, DMARC                  dns.py
    send.py             OutboundMessage → submission        compose.py
    reply_address.py    addresses and ids that prove themselves

The listeners are in gateway/listeners/; docs/email.md says how to set it up.
"""

from channels.email.channel import Email
from channels.email.dns import open_lookup
from channels.email.parse import Reader
from channels.email.parse import parse as read_message
from channels.email.reply_address import Signer
from channels.email.settings import Settings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "Email", "ur": "ای میل", "ps": "برېښنالیک"}, inspect_as="email", writes_to="email")

__all__ = ["Email", "Settings", "build", "read"]


def build(settings: Settings, surroundings: Surroundings) -> Email:  # noqa: ARG001 - mail needs nothing of the house
    """The channel, ready to use. No connection is made yet."""
    signer = Signer(settings.address, settings.key.get_secret_value().encode())
    own = frozenset(address.lower() for address in (settings.address, *settings.recipients))
    lookup = open_lookup(settings.dns_servers, settings.dns_timeout_s) if settings.verify_senders else None
    return Email(settings, Reader(signer, own, lookup, settings.trusted_authserv_ids))


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - as every channel's
    """The message in a mail, without any settings: ``arzi inspect``. Nothing is looked up. Raises Malformed."""
    return (read_message(envelope, Reader(Signer("", b"none"), frozenset())),)

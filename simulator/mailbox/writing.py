"""A citizen's mail, as a mail program writes it. Sources: RFC 5322 3.6.4 (threads), RFC 3676 (quoting)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from core.errors import Malformed
from simulator.files import File
from simulator.mailbox.mails import Mail, ids

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,255}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written on the page. ``headers``: does the answer say which mail it answers?"""

    sender: str
    to: str
    name: str = ""
    subject: str = ""
    text: str = ""
    files: Sequence[File] = ()
    answers: Mail | None = None
    headers: bool = True


def compose(letter: Letter, now: datetime | None = None) -> EmailMessage:
    """The mail. Raises Malformed where an address is none."""
    for address in (letter.sender, letter.to):
        if not _ADDRESS.fullmatch(address):
            raise Malformed(f"{address[:100] or 'nothing'} is not an address")
    mail = EmailMessage(policy=policy.SMTP.clone(utf8=not (letter.sender + letter.to).isascii()))
    try:
        mail["From"] = Address(_line(letter.name), addr_spec=letter.sender)
        mail["To"] = Address(addr_spec=letter.to)
    except (ValueError, MessageError) as error:
        raise Malformed(f"not an address: {error}") from error
    mail["Subject"] = _line(letter.subject)
    mail["Date"] = format_datetime(now or datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain="citizens.example")
    answered = letter.answers.read() if letter.answers is not None else None
    if answered is not None and letter.headers:
        own = ids(answered, "Message-ID")
        if own:
            mail["In-Reply-To"] = own[0]
            mail["References"] = " ".join([*(ids(answered, "References") or ids(answered, "In-Reply-To")), own[0]])
    mail.set_content(letter.text + (_quoted(answered) if answered is not None else "") + "\n")
    for file in letter.files:
        group, _, kind = file.type.partition("/")
        mail.add_attachment(file.content, maintype=group, subtype=kind, filename=_line(file.name) or "file")
    return mail


def answer_address(mail: Mail) -> str:
    """Where an answer to it goes: its Reply-To, or else its sender. Raises Malformed where there is neither."""
    read = mail.read()
    header = read["Reply-To"] or read["From"]
    if header is None or not header.addresses:
        raise Malformed("this mail has nobody to answer to")
    return str(header.addresses[0].addr_spec)


def answer_subject(mail: Mail) -> str:
    """Its subject, with one Re: before it."""
    subject = str(mail.read()["Subject"] or "")
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()


def _quoted(answered: EmailMessage) -> str:
    part = answered.get_body(("plain",))
    text = str(part.get_content()) if part is not None else ""
    lines = "\n".join(f"> {line}" for line in text.splitlines())
    return f"\n\nOn {answered['Date']}, {answered['From']} wrote:\n{lines}"


def _line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()

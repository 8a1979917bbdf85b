"""The mails of the simulated mailboxes: their bytes as they came, read anew each time they are shown."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from core.errors import NotFound
from simulator import clock
from simulator.database import Transaction, next_version

_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in the mailbox of ``box``. ``answer`` is what the gateway's mail server said to an outgoing one."""

    id: int
    box: str
    outgoing: bool
    answer: str | None
    created_at: float
    raw: bytes = field(repr=False)

    def read(self) -> EmailMessage:
        """Parsed by the standard library."""
        return message_from_bytes(self.raw, policy=policy.default)

    def html(self) -> str | None:
        """Its HTML part."""
        return _content(self.read(), "html")

    def as_json(self) -> dict[str, Any]:
        """What the page and the tests are told."""
        mail = self.read()
        references = ids(mail, "References") or ids(mail, "In-Reply-To")
        own = ids(mail, "Message-ID")
        return {
            "id": self.id,
            "box": self.box,
            "outgoing": self.outgoing,
            "answer": self.answer,
            "refused": self.answer is not None and not self.answer.startswith("250"),
            "at": self.created_at,
            "from": _header(mail, "From"),
            "to": _header(mail, "To"),
            "reply_to": _header(mail, "Reply-To"),
            "subject": _header(mail, "Subject"),
            "message_id": (own or [""])[0],
            "in_reply_to": (ids(mail, "In-Reply-To") or [""])[0],
            "thread": (references or own or [str(self.id)])[0],
            "text": _content(mail, "plain") or "",
            "html": mail.get_body(("html",)) is not None,
            "attachments": [
                {"name": part.get_filename() or "", "type": part.get_content_type()} for part in mail.iter_attachments()
            ],
        }


def keep(tx: Transaction, box: str, raw: bytes, *, outgoing: bool = False) -> int:
    """Keep a mail; its id."""
    row = tx.execute(
        "INSERT INTO mails (box, outgoing, raw, created_at, version) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (box.strip().lower(), outgoing, raw, clock.now(tx), next_version(tx)),
    ).fetchone()
    return int(row["id"])


def answered(tx: Transaction, mail: int, answer: str) -> None:
    """What the gateway's mail server said to an outgoing one."""
    tx.execute("UPDATE mails SET answer = ?, version = ? WHERE id = ?", (answer, next_version(tx), mail))


def get(tx: Transaction, mail: int) -> Mail:
    """Raises NotFound."""
    row = tx.execute("SELECT * FROM mails WHERE id = ?", (mail,)).fetchone()
    if row is None:
        raise NotFound(f"no mail {mail}")
    return _mail(row)


def changed_since(tx: Transaction, version: int) -> list[Mail]:
    """The mails that are new or changed, in order."""
    return [_mail(row) for row in tx.execute("SELECT * FROM mails WHERE version > ? ORDER BY id", (version,))]


def ids(mail: EmailMessage, header: str) -> list[str]:
    """The message ids in a header."""
    return _ID.findall(str(mail[header] or ""))


def _mail(row: Any) -> Mail:
    return Mail(row["id"], row["box"], bool(row["outgoing"]), row["answer"], row["created_at"], row["raw"])


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail[name] or "")


def _content(mail: EmailMessage, kind: str) -> str | None:
    part = mail.get_body((kind,))
    if part is None:
        return None
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows must not hide the other mails
        text = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return text.replace("\r\n", "\n")

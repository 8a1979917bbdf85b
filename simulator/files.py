"""Photos, voice notes and documents on their way between a phone and the gateway."""

import re
import secrets
from dataclasses import dataclass, field

from core.errors import Malformed, NotFound
from simulator import clock
from simulator.database import Transaction, new_sid

_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """One file. ``ticket`` opens it on the content network without credentials, as Twilio's signed URLs do."""

    sid: str
    message: str | None
    name: str
    type: str
    ticket: str
    created_at: float
    content: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """Twilio's MessageType for it."""
        group = self.type.partition("/")[0]
        return group if group in ("image", "audio", "video") else "document"

    def as_json(self) -> dict[str, str]:
        """What the page and the tests are told."""
        return {
            "sid": self.sid,
            "name": self.name,
            "type": self.type,
            "kind": self.kind,
            "size": str(len(self.content)),
        }


def add(tx: Transaction, name: str, media_type: str, content: bytes, message: str | None = None) -> File:
    """Keep a file. Raises Malformed when ``media_type`` is none."""
    plain = media_type.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(plain):
        raise Malformed("not a media type")
    sid = new_sid("ME")
    tx.execute(
        "INSERT INTO media (sid, message, name, type, content, ticket, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (sid, message, name, plain, content, secrets.token_urlsafe(16), clock.now(tx)),
    )
    return get(tx, sid)


def get(tx: Transaction, sid: str) -> File:
    """Raises NotFound."""
    row = tx.execute("SELECT * FROM media WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise NotFound(f"no file {sid}")
    return File(**dict(row))


def by_ticket(tx: Transaction, ticket: str) -> File:
    """Raises NotFound."""
    row = tx.execute("SELECT sid FROM media WHERE ticket = ?", (ticket,)).fetchone()
    if row is None:
        raise NotFound("no such file")
    return get(tx, row["sid"])


def attach(tx: Transaction, sid: str, message: str) -> File:
    """The file, now a part of a message. Raises NotFound."""
    tx.execute("UPDATE media SET message = ? WHERE sid = ?", (message, sid))
    return get(tx, sid)


def of_message(tx: Transaction, message: str) -> list[File]:
    """The files of a message."""
    rows = tx.execute("SELECT sid FROM media WHERE message = ? ORDER BY rowid", (message,)).fetchall()
    return [get(tx, row["sid"]) for row in rows]

"""What is on the phones: every message in both directions, and what became of it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.providers import gsm7
from core.errors import NotFound
from simulator import clock
from simulator.database import Transaction, next_version


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``outgoing``: sent by the phone. ``kind`` is Twilio's MessageType (text, image, audio, video,
    document, location, button, interactive …). ``status`` of an outgoing one: queued, received, failed; of one to the
    phone: queued, sent, delivered, read, undelivered, failed. ``form`` is the webhook that tells of it, without its
    signature."""

    sid: str
    phone: str
    outgoing: bool
    kind: str
    body: str
    sender: str
    recipient: str
    status: str
    channel: str = "whatsapp"
    media: tuple[Mapping[str, str], ...] = ()
    location: Mapping[str, str] | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    reply_to: str | None = None
    template: bool = False
    error_code: str | None = None
    error: str | None = None
    callback: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    created_at: float = 0.0
    seq: int = 0
    version: int = 0

    @property
    def parts(self) -> int:
        """In how many parts an SMS is sent and paid; anything else is one."""
        return gsm7.parts(self.body) if self.channel == "sms" else 1

    def as_json(self) -> dict[str, object]:
        """What the page and the tests are told."""
        return {
            "sid": self.sid,
            "seq": self.seq,
            "phone": self.phone,
            "channel": self.channel,
            "outgoing": self.outgoing,
            "kind": self.kind,
            "text": self.body,
            "parts": self.parts,
            "media": [dict(item) for item in self.media],
            "location": dict(self.location) if self.location else None,
            "buttons": [dict(button) for button in self.buttons],
            "reply_to": self.reply_to,
            "template": self.template,
            "status": self.status,
            "error_code": self.error_code,
            "error": self.error,
            "at": self.created_at,
            "version": self.version,
        }


def add(tx: Transaction, message: Message) -> Message:
    """Keep a new message; the same with its number, time and version."""
    tx.execute(
        "INSERT INTO messages (sid, phone, channel, outgoing, kind, body, sender, recipient, media, location, buttons,"
        " reply_to, template, status, error_code, error, callback, form, created_at, version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.sid,
            message.phone,
            message.channel,
            int(message.outgoing),
            message.kind,
            message.body,
            message.sender,
            message.recipient,
            json.dumps([dict(item) for item in message.media]),
            json.dumps(dict(message.location)) if message.location else None,
            json.dumps([dict(button) for button in message.buttons]),
            message.reply_to,
            int(message.template),
            message.status,
            message.error_code,
            message.error,
            message.callback,
            json.dumps(dict(message.form)),
            clock.now(tx),
            next_version(tx),
        ),
    )
    return get(tx, message.sid)


def get(tx: Transaction, sid: str) -> Message:
    """Raises NotFound."""
    row = tx.execute("SELECT * FROM messages WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise NotFound(f"no message {sid}")
    return _message(row)


def of_phone(tx: Transaction, number: str, after: int = 0) -> list[Message]:
    """The messages of one phone, oldest first."""
    rows = tx.execute("SELECT * FROM messages WHERE phone = ? AND seq > ? ORDER BY seq", (number, after))
    return [_message(row) for row in rows]


def changed_since(tx: Transaction, version: int) -> list[Message]:
    """The messages that are new or changed after ``version``."""
    rows = tx.execute("SELECT * FROM messages WHERE version > ? ORDER BY seq", (version,))
    return [_message(row) for row in rows]


def set_status(tx: Transaction, sid: str, status: str, code: str | None = None, error: str | None = None) -> Message:
    """Note what became of a message. Raises NotFound."""
    tx.execute(
        "UPDATE messages SET status = ?, error_code = ?, error = ?, version = ? WHERE sid = ?",
        (status, code, error, next_version(tx), sid),
    )
    return get(tx, sid)


def unread(tx: Transaction, number: str, upto: int) -> list[Message]:
    """Messages that have reached the phone and were not read yet, up to number ``upto``."""
    rows = tx.execute(
        "SELECT * FROM messages WHERE phone = ? AND NOT outgoing AND status = 'delivered' AND channel = 'whatsapp'"
        " AND seq <= ? ORDER BY seq",
        (number, upto),
    )
    return [_message(row) for row in rows]


def waiting_for(tx: Transaction, number: str) -> list[Message]:
    """Messages sent while the phone was away."""
    rows = tx.execute(
        "SELECT * FROM messages WHERE phone = ? AND NOT outgoing AND status = 'sent' ORDER BY seq", (number,)
    )
    return [_message(row) for row in rows]


def _message(row: sqlite3.Row) -> Message:
    values = dict(row)
    for name in ("media", "buttons"):
        values[name] = tuple(json.loads(values[name]))
    values["location"] = json.loads(values["location"]) if values["location"] else None
    values["form"] = json.loads(values["form"])
    return Message(**{**values, "outgoing": bool(row["outgoing"]), "template": bool(row["template"])})

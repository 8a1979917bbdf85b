"""The citizens' phones."""

from dataclasses import asdict, dataclass

import phonenumbers

from core.errors import Malformed, NotFound
from simulator import clock, identities
from simulator.database import Transaction, next_version

HOME = "PK"
"""A number without a country is one of Pakistan."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone. ``online``: it can be reached; ``stopped``: it asked for no more messages; times are simulated."""

    number: str
    name: str
    added_at: float
    version: int
    online: bool
    stopped: bool
    last_inbound_at: float | None
    removed: bool

    def window_open(self, now: float) -> bool:
        """May free text be sent to it?"""
        return self.last_inbound_at is not None and now - self.last_inbound_at < clock.WINDOW

    def as_json(self, now: float) -> dict[str, object]:
        """What the page and the tests are told."""
        return {
            **asdict(self),
            "window_open": self.window_open(now),
            "shown": international(self.number),
        }


def international(number: str) -> str:
    """An E.164 number as people read it: +92 300 1234567."""
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def e164(written: str) -> str:
    """A number in E.164, from national (0300 1234567) or international spelling. Raises Malformed."""
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException as problem:
        raise Malformed(f"not a phone number: {problem}") from problem
    if not phonenumbers.is_possible_number(number):
        raise Malformed("not a possible phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def add(tx: Transaction, number: str, name: str | None = None) -> Phone:
    """The phone with this E.164 number, made when there is none; a name given replaces the one it had."""
    tx.execute(
        "INSERT INTO phones (number, name, added_at, version) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (number) DO UPDATE SET name = coalesce(?, name), removed = 0, version = excluded.version",
        (number, name or "", clock.now(tx), next_version(tx), name),
    )
    return get(tx, number)


def get(tx: Transaction, number: str) -> Phone:
    """Raises NotFound."""
    row = tx.execute("SELECT * FROM phones WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(f"no phone {number}")
    flags = {name: bool(row[name]) for name in ("online", "stopped", "removed")}
    return Phone(**{**dict(row), **flags})


def changed_since(tx: Transaction, version: int) -> list[Phone]:
    """The phones that changed after ``version``, oldest first."""
    rows = tx.execute("SELECT number FROM phones WHERE version > ? ORDER BY added_at, number", (version,)).fetchall()
    return [get(tx, row["number"]) for row in rows]


def set_flag(tx: Transaction, number: str, name: str, value: bool) -> Phone:
    """Switch ``online``, ``stopped`` or ``removed``. Raises NotFound, or KeyError for another name."""
    if name not in ("online", "stopped", "removed"):
        raise KeyError(name)
    get(tx, number)
    tx.execute(
        f"UPDATE phones SET {name} = ?, version = ? WHERE number = ?",  # noqa: S608 - one of three names of ours
        (int(value), next_version(tx), number),
    )
    return get(tx, number)


def change_number(tx: Transaction, number: str, after: str) -> Phone:
    """The same person with another number: the old one is nobody's on WhatsApp any more. Raises NotFound."""
    before = get(tx, number)
    identities.change(tx, number, after)
    set_flag(tx, number, "removed", True)
    set_flag(tx, number, "online", False)
    return add(tx, after, before.name)


def heard(tx: Transaction, number: str) -> None:
    """The phone wrote: the window for free text opens anew."""
    tx.execute(
        "UPDATE phones SET last_inbound_at = ?, version = ? WHERE number = ?", (clock.now(tx), next_version(tx), number)
    )

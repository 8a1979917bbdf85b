"""A ticket's history: events chained by hash, so that a changed, missing or added one is noticed.

Each event's hash is SHA-256 over the canonical JSON (sorted keys, no blanks, UTF-8) of the event and the hash before.
Words of people (a remark, a reason) are not in the event itself but sealed: the event holds the SHA-256 of a salt and
the words, and the salt is kept and erased with the words. So they can be erased when their time has come, the chain
still holds, and nobody can find out what they were by trying words. (Events of version 0.1.0 hold the salt themselves.)
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ERASED = "erased"
"""The kind of the event that says that words were erased."""
GENESIS = "0" * 64
"""The hash before the first event."""
_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened, not yet in a history. ``data`` holds facts as JSON values and no personal data;
    ``words`` what people wrote."""

    kind: str
    at: datetime
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """One link of a ticket's history. ``seq`` counts from 1. ``data["sealed"]`` has the seals of ``words``; words that
    were erased are missing from ``words``, and their salts from ``salts``."""

    ticket: str
    seq: int
    kind: str
    at: datetime
    actor: str
    data: Mapping[str, Any]
    prev_hash: str
    hash: str
    words: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    salts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event at which a history does not hold, and why."""

    ticket: str
    seq: int
    why: str


def append(last: TicketEvent | None, ticket: str, new: NewEvent) -> TicketEvent:
    """The next link after ``last`` (None: the first of this ticket).

    Raises ValueError for a time without zone, or if ``last`` is of another ticket.
    """
    if new.at.tzinfo is None:
        raise ValueError("an event's time needs a zone")
    if last is not None and last.ticket != ticket:
        raise ValueError(f"{last.ticket} is not {ticket}")
    data = dict(new.data)
    salts = {name: secrets.token_hex(16) for name in new.words}
    if new.words:
        data["sealed"] = {name: _digest(salts[name], text) for name, text in new.words.items()}
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    at = new.at.astimezone(UTC)
    hashed = _hash(ticket, seq, new.kind, at, new.actor, data, prev)
    return TicketEvent(ticket, seq, new.kind, at, new.actor, data, prev, hashed, dict(new.words), salts)


def extend(last: TicketEvent | None, ticket: str, news: Iterable[NewEvent]) -> list[TicketEvent]:
    """``append`` for several."""
    links: list[TicketEvent] = []
    for new in news:
        last = append(last, ticket, new)
        links.append(last)
    return links


def verify(events: Iterable[TicketEvent]) -> BrokenLink | None:
    """The first broken link of one ticket's history in its order; None when all hold.

    A cut-off end cannot be seen from the events alone: compare the last hash with the one kept on the ticket. Words may
    be missing only where a later event says that they were erased.
    """
    prev, expected, ticket, missing = GENESIS, 1, None, None
    for event in events:
        ticket = ticket or event.ticket
        why = _fault(event, ticket, expected, prev)
        if why:
            return BrokenLink(ticket, expected, why)
        if event.kind == ERASED:
            missing = None
        elif missing is None and event.data.get("sealed", {}).keys() - event.words.keys():
            missing = event.seq
        prev, expected = event.hash, expected + 1
    if missing is not None:
        return BrokenLink(str(ticket), missing, "lost its words, and nothing says that they were erased")
    return None


def _fault(event: TicketEvent, ticket: str, expected: int, prev: str) -> str | None:
    if event.ticket != ticket:
        return f"belongs to {event.ticket}"
    if event.seq != expected:
        return f"is numbered {event.seq}"
    if event.prev_hash != prev:
        return "does not follow the one before"
    if _hash(ticket, event.seq, event.kind, event.at, event.actor, event.data, prev) != event.hash:
        return "was changed"
    for name, text in event.words.items():
        salt, _, digest = str(event.data.get("sealed", {}).get(name, "")).rpartition(":")
        if _digest(event.salts.get(name, salt), text) != digest:
            return f"the words of {name} were changed"
    return None


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def _hash(ticket: str, seq: int, kind: str, at: datetime, actor: str, data: Mapping[str, Any], prev: str) -> str:
    content = {
        "ticket": ticket,
        "seq": seq,
        "kind": kind,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "data": data,
        "prev": prev,
    }
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()

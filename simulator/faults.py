"""Faults of the outside world, switched on from the page or by a test, each for so many times."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Malformed
from simulator.database import Transaction, next_version

KINDS: Mapping[str, Mapping[str, object]] = {
    "send": {"status": 500, "code": 20500, "retry_after": None},
    "timeout": {"seconds": 20.0, "sent": False},
    "delivery": {"code": 30008, "status": "undelivered"},
    "media-missing": {},
    "repeat": {"times": 1},
    "call": {"code": 21220, "status": 400},
}
"""Every kind and what it can be told, with its default.

send: the REST call is answered with this HTTP status and Twilio code. timeout: it is answered only after ``seconds``,
and the message is sent or not. delivery: the message is taken, and fails later with this code. media-missing: a file is
not there yet (404). repeat: a webhook that was answered is posted again. call: an outbound call is refused.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One switched-on fault and how often it will still strike."""

    id: int
    kind: str
    detail: Mapping[str, object]
    left: int


def switch_on(tx: Transaction, kind: str, times: int, detail: Mapping[str, object]) -> Fault:
    """Raises Malformed for a kind or a detail that there is not."""
    if kind not in KINDS or not set(detail) <= set(KINDS[kind]) or times < 1:
        raise Malformed(f"no such fault: {kind} {sorted(detail)}")
    row = tx.execute(
        "INSERT INTO faults (kind, detail, left) VALUES (?, ?, ?) RETURNING *",
        (kind, json.dumps({**KINDS[kind], **detail}), times),
    ).fetchone()
    next_version(tx)
    return Fault(row["id"], row["kind"], json.loads(row["detail"]), row["left"])


def switched_on(tx: Transaction) -> list[Fault]:
    """All that will still strike, in the order in which they will."""
    rows = tx.execute("SELECT * FROM faults ORDER BY id")
    return [Fault(row["id"], row["kind"], json.loads(row["detail"]), row["left"]) for row in rows]


def switch_off(tx: Transaction) -> None:
    """No more faults."""
    tx.execute("DELETE FROM faults")
    next_version(tx)


def strike(tx: Transaction, kind: str) -> Mapping[str, object] | None:
    """The oldest fault of this kind, counted down; None when all is well."""
    row = tx.execute("SELECT * FROM faults WHERE kind = ? ORDER BY id LIMIT 1", (kind,)).fetchone()
    if row is None:
        return None
    if row["left"] > 1:
        tx.execute("UPDATE faults SET left = left - 1 WHERE id = ?", (row["id"],))
    else:
        tx.execute("DELETE FROM faults WHERE id = ?", (row["id"],))
    next_version(tx)
    detail: Mapping[str, object] = json.loads(row["detail"])
    return detail

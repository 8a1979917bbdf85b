"""What the simulator has still to do: webhooks to post, messages to carry. Kept in its database, so that it survives a
restart and any process can do it. Within a lane everything is done in order, one after the other."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.database import Transaction

LEASE = 60.0
"""Seconds after which the work of a process that died is done by another: longer than any webhook may take."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do. ``tries`` counts this one; ``waited`` is how long ago it should have been done, in seconds."""

    id: int
    lane: str
    kind: str
    subject: str
    detail: Mapping[str, str]
    tries: int
    waited: float


def put(
    tx: Transaction, lane: str, kind: str, subject: str, detail: Mapping[str, str] | None = None, after: float = 0.0
) -> None:
    """Have something done after so many real seconds."""
    due = time.time() + after
    tx.execute(
        "INSERT INTO work (lane, kind, subject, detail, due, first_due) VALUES (?, ?, ?, ?, ?, ?)",
        (lane, kind, subject, json.dumps(dict(detail or {})), due, due),
    )


_READY = """
SELECT id FROM work AS mine WHERE due <= :now AND (lease IS NULL OR lease < :now)
AND NOT EXISTS (SELECT 1 FROM work AS other WHERE other.lane = mine.lane AND other.id < mine.id)
ORDER BY due, id LIMIT 1
"""


def ready(tx: Transaction) -> bool:
    """Is there something to do now?"""
    return tx.execute(_READY, {"now": time.time()}).fetchone() is not None


def claim(tx: Transaction) -> Work | None:
    """The next thing to do, for the caller alone until its lease ends."""
    now = time.time()
    row = tx.execute(
        f"UPDATE work SET lease = :until, tries = tries + 1 WHERE id = ({_READY}) RETURNING *",  # noqa: S608 - our words
        {"now": now, "until": now + LEASE},
    ).fetchone()
    if row is None:
        return None
    waited = now - row["first_due"]
    return Work(row["id"], row["lane"], row["kind"], row["subject"], json.loads(row["detail"]), row["tries"], waited)


def done(tx: Transaction, work: Work) -> None:
    """It is done, or given up."""
    tx.execute("DELETE FROM work WHERE id = ?", (work.id,))


def again(tx: Transaction, work: Work, after: float) -> None:
    """Try again after so many seconds; what waits in its lane waits on."""
    tx.execute("UPDATE work SET due = ?, lease = NULL WHERE id = ?", (time.time() + after, work.id))


def idle(tx: Transaction) -> bool:
    """Is everything done? (What waits for a later time counts as not done.)"""
    return tx.execute("SELECT 1 FROM work LIMIT 1").fetchone() is None

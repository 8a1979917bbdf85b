"""The helpline's tasks: what waits, who has which, and what became of each.

They are a work list (core/store/worklist.py): a task is locked for the agent who has it open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.errors import NotFound
from core.helpline import Kind, Outcome, Why
from core.store import worklist
from core.store.casework import tickets
from core.store.helpline.tables import HelplineAccessRow, HelplineTaskRow
from core.store.once import insert_once
from core.store.pipeline.tables import MessageRow
from core.store.worklist import WAITING

DONE = "done"
LOCKED_FOR = timedelta(minutes=3)
SHOWN_FOR = timedelta(minutes=15)
"""How long a number stays unmasked for who gave a reason."""


def add(
    session: Session,
    kind: Kind,
    why: Why,
    conversation: Conversation,
    now: datetime,
    *,
    ticket: str | None = None,
    cause: str | None = None,
    due_at: datetime | None = None,
    details: dict[str, Any] | None = None,
) -> int | None:
    """A new task; None where one of this kind waits for the conversation already (or the ``cause`` was there)."""
    values = {
        "kind": kind.value,
        "why": why.value,
        "open_key": cause or f"{kind}:{conversation.id}",
        "cause": cause,
        "conversation_id": conversation.id,
        "person": conversation.person,
        "ticket": ticket,
        "urgent": conversation.urgent,
        "state": WAITING,
        "made_at": now,
        "due_at": due_at,
        "tries": 0,
        "details": details or {},
        "version": 1,
    }
    made: int | None = insert_once(session, HelplineTaskRow, values, key=("cause",) if cause else ("open_key",))
    return made


def get(session: Session, task_id: int) -> HelplineTaskRow:
    """Raises NotFound."""
    row = session.get(HelplineTaskRow, task_id)
    if row is None:
        raise NotFound("no such task")
    return row


def hold(session: Session, task_id: int) -> HelplineTaskRow | None:
    """The task, for this transaction alone."""
    return session.scalars(
        select(HelplineTaskRow)
        .where(HelplineTaskRow.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def open_one(session: Session, kind: Kind, conversation_id: str) -> HelplineTaskRow | None:
    """The task of this kind that waits for a conversation."""
    return session.scalars(
        select(HelplineTaskRow).where(HelplineTaskRow.open_key == f"{kind}:{conversation_id}")
    ).first()


def waiting(session: Session, kind: Kind, limit: int = 150) -> Sequence[HelplineTaskRow]:
    """What waits, urgent ones first, then the oldest."""
    order = (HelplineTaskRow.urgent.desc(), HelplineTaskRow.made_at, HelplineTaskRow.id)
    return session.scalars(_of(kind).order_by(*order).limit(limit)).all()


def due(session: Session, kind: Kind, now: datetime, limit: int = 200) -> Sequence[HelplineTaskRow]:
    """What waits and whose time has come, the longest due first."""
    timely = HelplineTaskRow.due_at <= now
    return session.scalars(_of(kind).where(timely).order_by(HelplineTaskRow.due_at).limit(limit)).all()


def done_since(session: Session, since: datetime, limit: int = 100) -> Sequence[HelplineTaskRow]:
    """What agents brought to an end since then, the latest first."""
    ended = (HelplineTaskRow.done_at >= since, HelplineTaskRow.done_by.is_not(None))
    return session.scalars(
        select(HelplineTaskRow).where(*ended).order_by(HelplineTaskRow.done_at.desc()).limit(limit)
    ).all()


def lock(session: Session, task_id: int, staff_id: int, now: datetime) -> bool:
    """Take a waiting task, or keep it: False while another agent has it, or when it is done."""
    return worklist.lock(session, HelplineTaskRow, task_id, staff_id, now, LOCKED_FOR)


def ending(outcome: Outcome, now: datetime, staff_id: int | None = None) -> dict[str, Any]:
    """The values of a task that is brought to an end."""
    return {
        "state": DONE,
        "outcome": outcome.value,
        "open_key": None,
        "done_by": staff_id,
        "done_at": now,
        "locked_by": None,
        "locked_until": None,
    }


def hurry(session: Session, conversation_id: str) -> None:
    """What waits for this conversation is urgent."""
    waits = (HelplineTaskRow.conversation_id == conversation_id, HelplineTaskRow.state == WAITING)
    session.execute(update(HelplineTaskRow).where(*waits).values(urgent=True))


def standing(session: Session) -> str:
    """A mark that is another one as soon as a list is: a task came, changed, or was taken, or somebody wrote."""
    row = HelplineTaskRow
    waits = select(func.count(), func.max(row.id), func.sum(row.version), func.max(row.locked_until)).where(
        row.state == WAITING
    )
    parts = [*session.execute(waits).one(), session.scalar(select(func.max(MessageRow.id)))]
    parts += [session.scalar(select(func.max(row.done_at)))]
    return ".".join("" if part is None else "".join(c for c in str(part) if c.isalnum()) for part in parts)


def finish(session: Session, task_id: int, outcome: Outcome, now: datetime) -> None:
    """Bring a task to an end from the telephone. One that ended already stays as it is."""
    row = update(HelplineTaskRow).where(HelplineTaskRow.id == task_id, HelplineTaskRow.state == WAITING)
    session.execute(row.values(version=HelplineTaskRow.version + 1, **ending(outcome, now)))


def finish_if_free(session: Session, task_id: int, outcome: Outcome, now: datetime) -> None:
    """The same, unless an agent has it open just now."""
    free = or_(HelplineTaskRow.locked_until.is_(None), HelplineTaskRow.locked_until < now)
    row = update(HelplineTaskRow).where(HelplineTaskRow.id == task_id, HelplineTaskRow.state == WAITING, free)
    session.execute(row.values(version=HelplineTaskRow.version + 1, **ending(outcome, now)))


def has_ticket(session: Session, row: HelplineTaskRow) -> str | None:
    """The number of the ticket that a task is about, or that came of its conversation meanwhile."""
    if row.ticket is not None:
        return row.ticket
    found = tickets.of_conversation(session, row.conversation_id)
    return found.number if found is not None else None


def free_for(session: Session, staff_id: int, now: datetime, after: int = 0, limit: int = 150) -> Sequence[int]:
    """The recordings that nobody has, urgent and oldest first."""
    rows = _of(Kind.HEAR).where(worklist.is_free(HelplineTaskRow, staff_id, now), HelplineTaskRow.id != after)
    order = (HelplineTaskRow.urgent.desc(), HelplineTaskRow.made_at, HelplineTaskRow.id)
    return [row.id for row in session.scalars(rows.order_by(*order).limit(limit))]


def record_access(session: Session, task_id: int, staff_id: int, reason: str, now: datetime) -> None:
    """Write down that somebody sees the number, and why."""
    session.add(HelplineAccessRow(task=task_id, staff=staff_id, reason=reason, at=now))


def may_see(session: Session, task_id: int, staff_id: int, now: datetime) -> bool:
    """Did they give a reason just now?"""
    mine = (
        HelplineAccessRow.task == task_id,
        HelplineAccessRow.staff == staff_id,
        HelplineAccessRow.at > now - SHOWN_FOR,
    )
    return session.scalars(select(HelplineAccessRow.id).where(*mine).limit(1)).first() is not None


def accesses(session: Session, task_id: int) -> Sequence[HelplineAccessRow]:
    """Who saw the number, and why, in order."""
    return session.scalars(
        select(HelplineAccessRow).where(HelplineAccessRow.task == task_id).order_by(HelplineAccessRow.id)
    ).all()


def _of(kind: Kind) -> Any:
    return select(HelplineTaskRow).where(HelplineTaskRow.state == WAITING, HelplineTaskRow.kind == kind.value)

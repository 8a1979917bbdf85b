"""The helpline's tasks: what waits, who has which, and what became of each.

A task is locked for the agent who has it open; the lock runs out by itself. ``version`` tells two agents apart who both
think that they have it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.helpline import Kind, Outcome, Why
from core.store.casework import tickets
from core.store.once import insert_once
from core.store.road.conversations import Conversation
from core.store.voice.helpline_tables import HelplineLookRow, HelplineTaskRow

WAITING, DONE = "waiting", "done"
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
    taken = session.execute(
        update(HelplineTaskRow)
        .where(HelplineTaskRow.id == task_id, HelplineTaskRow.state == WAITING, _free(staff_id, now))
        .values(locked_by=staff_id, locked_until=now + LOCKED_FOR)
        .returning(HelplineTaskRow.id)
    ).first()
    return taken is not None


def unlock(session: Session, task_id: int, staff_id: int) -> None:
    """Give it back."""
    session.execute(
        update(HelplineTaskRow)
        .where(HelplineTaskRow.id == task_id, HelplineTaskRow.locked_by == staff_id)
        .values(locked_by=None, locked_until=None)
    )


def change(session: Session, task_id: int, version: int, staff_id: int, now: datetime, **values: Any) -> None:
    """Change a waiting task that this agent has, as they saw it. Raises Conflict when it is not theirs any more."""
    seen = and_(HelplineTaskRow.id == task_id, HelplineTaskRow.version == version, HelplineTaskRow.state == WAITING)
    done = session.execute(
        update(HelplineTaskRow)
        .where(seen, _free(staff_id, now))
        .values(version=HelplineTaskRow.version + 1, **values)
        .returning(HelplineTaskRow.id)
    ).first()
    if done is None:
        raise Conflict(f"task {task_id} is no longer version {version}, or another agent has it")


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


def next_for(session: Session, staff_id: int, now: datetime, after: int = 0) -> int | None:
    """The next recording that nobody has, urgent and oldest first; None: all are heard."""
    rows = _of(Kind.HEAR).where(_free(staff_id, now), HelplineTaskRow.id != after)
    order = (HelplineTaskRow.urgent.desc(), HelplineTaskRow.made_at, HelplineTaskRow.id)
    found = session.scalars(rows.order_by(*order).limit(1)).first()
    return found.id if found is not None else None


def look(session: Session, task_id: int, staff_id: int, reason: str, now: datetime) -> None:
    """Write down that somebody sees the number, and why."""
    session.add(HelplineLookRow(task=task_id, staff=staff_id, reason=reason, at=now))


def may_see(session: Session, task_id: int, staff_id: int, now: datetime) -> bool:
    """Did they give a reason just now?"""
    mine = (HelplineLookRow.task == task_id, HelplineLookRow.staff == staff_id, HelplineLookRow.at > now - SHOWN_FOR)
    return session.scalars(select(HelplineLookRow.id).where(*mine).limit(1)).first() is not None


def looks(session: Session, task_id: int) -> Sequence[HelplineLookRow]:
    """Who saw the number, and why, in order."""
    return session.scalars(
        select(HelplineLookRow).where(HelplineLookRow.task == task_id).order_by(HelplineLookRow.id)
    ).all()


def _of(kind: Kind) -> Any:
    return select(HelplineTaskRow).where(HelplineTaskRow.state == WAITING, HelplineTaskRow.kind == kind.value)


def _free(staff_id: int, now: datetime) -> ColumnElement[bool]:
    return or_(
        HelplineTaskRow.locked_by.is_(None),
        HelplineTaskRow.locked_by == staff_id,
        HelplineTaskRow.locked_until < now,
    )

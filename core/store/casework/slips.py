"""Slips: what citizens without phone and email are told on paper. Printed in the mailroom, and posted.

A question that was answered in the meantime is not printed any more.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from core.casework import Notice, NoticeKind
from core.casework.notices import in_words
from core.store.casework import tickets
from core.store.casework.tables import SlipRow, TicketRow
from core.store.once import insert_once
from core.ticket import Ticket, TicketState

_ASKS = {
    NoticeKind.IS_IT_SOLVED: TicketState.PROPOSED,
    NoticeKind.IS_IT_SOLVED_AGAIN: TicketState.PROPOSED,
    NoticeKind.QUESTION: TicketState.WAITING,
    NoticeKind.QUESTION_AGAIN: TicketState.WAITING,
}
"""Questions, with the state in which they are still asked."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip. ``name`` and ``address`` are for the envelope; "" where they are not known, or where the citizen wishes
    not to be named: then it is kept at the desk for whoever asks with the number. ``printed_at`` is None at first."""

    id: int
    ticket: str
    kind: NoticeKind
    text: str
    language: str
    staged_at: datetime
    printed_at: datetime | None
    name: str
    address: str
    district: str


def stage(session: Session, notice: Notice, ticket: Ticket, cause: str, now: datetime, *, object_within: int) -> None:
    """Put a notice on the list, once for its cause. A reminder takes the place of a question not yet printed."""
    text, _ = in_words(notice, ticket, object_within=object_within)
    add(session, notice.kind, text, ticket, cause, now)


def add(session: Session, kind: NoticeKind, text: str, ticket: Ticket, cause: str, now: datetime) -> None:
    """As ``stage``, with the words ready."""
    values = {
        "cause": cause,
        "ticket": ticket.number,
        "kind": kind.value,
        "text": text,
        "language": ticket.language,
        "staged_at": now,
    }
    if kind in _ASKS:
        not_yet = (SlipRow.ticket == ticket.number, SlipRow.printed_at.is_(None), SlipRow.cause != cause)
        asking = SlipRow.kind.in_([one.value for one in _ASKS])
        replaced = update(SlipRow).where(*not_yet, asking, SlipRow.posted_at.is_(None))
        session.execute(replaced.values(posted_at=now, posted_by="replaced"))
    insert_once(session, SlipRow, values, key=("cause",))


Seen = Callable[[Ticket], bool]
"""May whoever asks see this case?"""


def waiting(session: Session, seen: Seen, limit: int = 200) -> list[Slip]:
    """What is to be printed or posted, the oldest first."""
    rows = session.scalars(_open().order_by(SlipRow.id)).yield_per(limit)
    return list(itertools.islice((slip for row in rows if (slip := _slip(session, row, seen))), limit))


def count(session: Session) -> int:
    """How many wait, whoever may see them."""
    return session.scalar(select(func.count()).select_from(_open().subquery())) or 0


def chosen(session: Session, ids: Sequence[int], seen: Seen) -> list[Slip]:
    """These slips, in their order; of those that still wait."""
    rows = session.scalars(_open().where(SlipRow.id.in_(ids)).order_by(SlipRow.id)).all()
    return [slip for row in rows if (slip := _slip(session, row, seen))]


def printed(session: Session, ids: Sequence[int], by: str, now: datetime) -> None:
    """They were printed (again: the first time counts)."""
    rows = update(SlipRow).where(SlipRow.id.in_(ids), SlipRow.printed_at.is_(None))
    session.execute(rows.values(printed_at=now, printed_by=by))


def posted(session: Session, ids: Sequence[int], by: str, now: datetime) -> int:
    """They left the house; how many. Only what was printed can have."""
    ready = update(SlipRow).where(SlipRow.id.in_(ids), SlipRow.printed_at.is_not(None), SlipRow.posted_at.is_(None))
    return len(session.execute(ready.values(posted_at=now, posted_by=by).returning(SlipRow.id)).all())


def _open() -> Select[Any]:
    asked = [(SlipRow.kind == kind.value) & (TicketRow.state == state.value) for kind, state in _ASKS.items()]
    told = SlipRow.kind.not_in([kind.value for kind in _ASKS])
    return (
        select(SlipRow)
        .join(TicketRow, TicketRow.number == SlipRow.ticket)
        .where(SlipRow.posted_at.is_(None), or_(told, *asked))
    )


def _slip(session: Session, row: SlipRow, seen: Seen) -> Slip | None:
    ticket = tickets.get(session, row.ticket)
    if not seen(ticket):
        return None
    record = tickets.record(session, row.ticket)
    named = {} if ticket.anonymous else {name: record.get(name) or "" for name in ("complainant_name", "address")}
    return Slip(
        row.id,
        row.ticket,
        NoticeKind(row.kind),
        row.text,
        row.language,
        row.staged_at,
        row.printed_at,
        named.get("complainant_name", ""),
        named.get("address", ""),
        ticket.district,
    )

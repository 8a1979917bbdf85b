"""What the house holds, read from its store, and whether anything still waits there."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.outbox import OutboxState
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline.envelopes import SET_ASIDE, WAITING
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
_OPEN = (OutboxState.STAGED, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row of the outbox."""

    id: int
    channel: str
    person: str
    to: str
    state: str
    provider_id: str | None
    maybe_twice: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """``envelopes``: a message's id as its sender knows it → the ids of its envelopes. ``messages``: an envelope's id →
    its messages. ``tickets``: person → numbers."""

    envelopes: Mapping[str, Sequence[int]]
    messages: Mapping[int, Sequence[int]]
    set_aside: Sequence[str]
    tickets: Mapping[str, Sequence[str]]
    outgoing: Sequence[Outgoing]
    files: Mapping[str, int]


def stored(store: Store) -> Stored:
    """All of it."""
    with store.read() as session:
        envelopes: defaultdict[str, list[int]] = defaultdict(list)
        for row in session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)):
            envelopes[_name(row)].append(row.id)
        messages: defaultdict[int, list[int]] = defaultdict(list)
        for id, envelope in session.execute(select(MessageRow.id, MessageRow.envelope_id).order_by(MessageRow.id)):
            messages[envelope].append(id)
        tickets: defaultdict[str, list[str]] = defaultdict(list)
        for number, person in session.execute(select(TicketRow.number, TicketRow.person).order_by(TicketRow.id)):
            tickets[person].append(number)
        aside = session.scalars(select(EnvelopeRow.reason).where(EnvelopeRow.state == SET_ASIDE))
        return Stored(
            envelopes=envelopes,
            messages=messages,
            set_aside=[(reason or "").strip().splitlines()[-1] for reason in aside],
            tickets=tickets,
            outgoing=[_outgoing(row) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))],
            files=_files(session),
        )


def waiting(store: Store) -> dict[str, int]:
    """What is not done yet, by kind; empty when all is."""
    with store.read() as session:
        found = {
            "messages": _count(session, EnvelopeRow, EnvelopeRow.state == WAITING),
            "answers": _count(session, OutboxRow, OutboxRow.state.in_(_OPEN)),
            "files": _count(session, MediaRow, MediaRow.state == "waiting"),
        }
    return {what: number for what, number in found.items() if number}


def _name(row: EnvelopeRow) -> str:
    found = _MESSAGE_ID.search(row.body or b"") if row.channel == "email" else None
    return found[1].decode() if found else row.provider_id


def _outgoing(row: OutboxRow) -> Outgoing:
    to = str(row.message.get("to", ""))
    return Outgoing(
        row.id, row.channel, row.person, to, row.state, row.provider_id, row.maybe_twice, row.reason or row.code or ""
    )


def _files(session: Session) -> dict[str, int]:
    counted = select(MediaRow.state, func.count()).group_by(MediaRow.state)
    return {str(state): int(number) for state, number in session.execute(counted)}


def _count(session: Session, table: type, which: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(which)) or 0  # type: ignore[arg-type]

"""Tickets and their histories."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import CompoundSelect, Select, select, update
from sqlalchemy.orm import Session

from core.casework import history
from core.casework.history import NewEvent, TicketEvent
from core.complaint import Complaint
from core.conversation import Conversation
from core.errors import Conflict, NotFound
from core.store.casework.tables import SerialRow, TicketEventRow, TicketRow
from core.store.dashboards import sums
from core.store.once import insert_once
from core.store.pipeline import conversations
from core.store.pipeline.conversations import fields_from_json, fields_to_json
from core.text.tracking import tracking_number
from core.ticket import Confirmation, Level, Resolution, Severity, Ticket, TicketState

_ATTRIBUTES = tuple(field.name for field in dataclasses.fields(Ticket))
_SALTS = "."
"""Beside an event's words: the salts of their seals."""
_MADE_BY = {
    "state": TicketState,
    "level": Level,
    "severity": Severity,
    "confirmation": Confirmation,
}


def next_number(session: Session, year: int) -> str:
    """The next free tracking number of a year. Holds the year's row until the transaction ends."""
    insert_once(session, SerialRow, {"year": year, "last": 0}, key=("year",))
    serial = session.execute(
        update(SerialRow).where(SerialRow.year == year).values(last=SerialRow.last + 1).returning(SerialRow.last)
    ).scalar_one()
    return tracking_number(year, serial)


def add(session: Session, ticket: Ticket, conversation: Conversation, events: Iterable[NewEvent]) -> None:
    """Keep a new ticket with the first events of its history."""
    news = tuple(events)
    links = history.extend(None, ticket.number, news)
    session.add(
        TicketRow(
            conversation_id=conversation.id,
            address=conversation.address,
            fields=fields_to_json(conversation.complaint),
            last_hash=links[-1].hash if links else history.GENESIS,
            **columns(ticket),
        )
    )
    session.flush()
    _keep(session, links)
    sums.note(session, None, ticket, news)


def change(session: Session, before: Ticket, after: Ticket, events: Iterable[NewEvent]) -> Ticket:
    """Write ``after`` over ``before`` with its events. Raises Conflict when somebody else changed it since."""
    last = session.scalars(
        select(TicketEventRow)
        .where(TicketEventRow.ticket == before.number)
        .order_by(TicketEventRow.seq.desc())
        .limit(1)
    ).first()
    news = tuple(events)
    links = history.extend(event_of(last) if last else None, before.number, news)
    kept = after.with_(version=before.version + 1)
    values = columns(kept)
    if links:
        values["last_hash"] = links[-1].hash
    done = session.execute(
        update(TicketRow)
        .where(TicketRow.number == before.number, TicketRow.version == before.version)
        .values(**values)
        .returning(TicketRow.id)
    ).first()
    if done is None:
        raise Conflict(f"ticket {before.number} is no longer version {before.version}")
    _keep(session, links)
    sums.note(session, before, kept, news)
    return kept


def get(session: Session, number: str) -> Ticket:
    """Raises NotFound."""
    found = find(session, number)
    if found is None:
        raise NotFound("no such ticket")
    return found


def find(session: Session, number: str) -> Ticket | None:
    """A ticket, or None."""
    row = session.scalars(select(TicketRow).where(TicketRow.number == number)).first()
    return _from_row(row) if row else None


def ids(session: Session, numbers: Sequence[str]) -> list[int]:
    """The rows' ids of these tickets, in this order; those that are gone are left out."""
    rows = session.execute(select(TicketRow.number, TicketRow.id).where(TicketRow.number.in_(numbers)))
    known = {row.number: row.id for row in rows}
    return [known[one] for one in numbers if one in known]


def phone_digits(session: Session, number: str) -> str | None:
    """The last four digits of the complainant's phone: the proof that the tracking page asks for."""
    phone = record(session, number).get("phone") or ""
    return phone[-4:] if len(phone) >= 4 else None


def of_conversation(session: Session, conversation_id: str) -> Ticket | None:
    row = session.scalars(select(TicketRow).where(TicketRow.conversation_id == conversation_id)).first()
    return _from_row(row) if row else None


def conversation_of(session: Session, number: str) -> Conversation | None:
    """The conversation in which a ticket's complaint was told."""
    own = session.scalars(select(TicketRow.conversation_id).where(TicketRow.number == number)).first()
    return conversations.get(session, own) if own is not None else None


def about(session: Session, person: str) -> frozenset[str]:
    """The cases that are about this member of staff: no list shows them to them."""
    return frozenset(session.scalars(select(TicketRow.number).where(TicketRow.against_person == person)))


def of_person(session: Session, person: str, limit: int = 5) -> list[Ticket]:
    """A person's tickets, the latest first."""
    rows = session.scalars(
        select(TicketRow).where(TicketRow.person == person).order_by(TicketRow.id.desc()).limit(limit)
    )
    return [_from_row(row) for row in rows]


def of_numbers(session: Session, numbers: Select[str] | CompoundSelect[str], limit: int) -> list[Ticket]:
    """The tickets of these numbers (a query), the latest first."""
    rows = select(TicketRow).where(TicketRow.number.in_(numbers))
    latest = rows.order_by(TicketRow.created_at.desc(), TicketRow.number.desc()).limit(limit)
    return [_from_row(row) for row in session.scalars(latest)]


def record(session: Session, number: str) -> Complaint:
    """The canonical record that a ticket was made from. Raises NotFound."""
    fields = session.scalars(select(TicketRow.fields).where(TicketRow.number == number)).first()
    if fields is None:
        raise NotFound("no such ticket")
    return fields_from_json(fields)


def events(session: Session, number: str) -> list[TicketEvent]:
    """A ticket's history in its order."""
    rows = session.scalars(select(TicketEventRow).where(TicketEventRow.ticket == number).order_by(TicketEventRow.seq))
    return [event_of(row) for row in rows]


def changed_at(session: Session, number: str) -> datetime | None:
    """When something last happened."""
    return session.scalars(
        select(TicketEventRow.at).where(TicketEventRow.ticket == number).order_by(TicketEventRow.seq.desc()).limit(1)
    ).first()


def _keep(session: Session, links: Sequence[TicketEvent]) -> None:
    session.add_all(TicketEventRow(**event_columns(link)) for link in links)
    session.flush()


def event_columns(link: TicketEvent) -> dict[str, Any]:
    """An event as columns of its row."""
    return {
        "ticket": link.ticket,
        "seq": link.seq,
        "kind": link.kind,
        "at": link.at,
        "actor": link.actor,
        "data": dict(link.data),
        "words": {**link.words, _SALTS: dict(link.salts)} if link.words else {},
        "prev_hash": link.prev_hash,
        "hash": link.hash,
    }


def columns(ticket: Ticket) -> dict[str, Any]:
    """A ticket as columns of its row."""
    values = {name: getattr(ticket, name) for name in _ATTRIBUTES}
    values = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
    if ticket.resolution is not None:
        r = ticket.resolution
        values["resolution"] = {"remark": r.remark, "by": r.by, "at": r.at.isoformat(), "evidence": list(r.evidence)}
    return values


def _from_row(row: TicketRow) -> Ticket:
    values = {name: getattr(row, name) for name in _ATTRIBUTES}
    for name, make in _MADE_BY.items():
        if values[name] is not None:
            values[name] = make(values[name])
    kept = row.resolution
    if kept is not None:
        at = datetime.fromisoformat(kept["at"])
        values["resolution"] = Resolution(kept["remark"], kept["by"], at, tuple(kept["evidence"]))
    return Ticket(**values)


def event_of(row: TicketEventRow) -> TicketEvent:
    """A row of the history as an event."""
    words = dict(row.words)
    salts = words.pop(_SALTS, {})
    return TicketEvent(
        row.ticket, row.seq, row.kind, row.at, row.actor, row.data, row.prev_hash, row.hash, words, salts
    )

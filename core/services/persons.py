"""One citizen's request: what is kept of them, a copy of it, and that it be erased.

A person is found by what they prove to be theirs: a phone (E.164), an email, a CNIC, or the number of a case. Whoever
asks has seen that proof; here it is not asked for.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.errors import ArziError, Conflict
from core.ports import Blobs
from core.privacy.personal import SOUGHT
from core.store.casework import erasing, personal, tickets
from core.store.casework.tables import TicketPersonRow, TicketRow
from core.store.helpline.tables import CallRow
from core.store.persons import addresses
from core.store.pipeline import thread
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, OutboxRow
from core.text.ids import find_ids
from core.ticket import Ticket, TicketState

NUMBER = "number"
KINDS = (*SOUGHT, NUMBER)
"""By what somebody is found."""
_SCHEMES = {"phone": "tel", "email": "mailto"}
_ENDED = (TicketState.CLOSED, TicketState.REJECTED, TicketState.MERGED)
_MOST = 10_000
_MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of somebody: their keys on channels, cases, conversations, what came in and what was sent."""

    persons: frozenset[str]
    cases: Sequence[Ticket]
    conversations: Sequence[str]
    heard: int
    sent: int

    @property
    def open(self) -> Sequence[Ticket]:
        """Cases on which somebody still works."""
        return [one for one in self.cases if one.state not in _ENDED]

    def __bool__(self) -> bool:
        return bool(self.cases or self.conversations or self.heard or self.sent)


def identify(written: str) -> tuple[str, str] | None:
    """The kind and the canonical form of what somebody typed; None where it is none of KINDS."""
    kinds = {"tracking_number": NUMBER, **{kind: kind for kind in SOUGHT}}
    found = sorted((one for one in find_ids(written) if one.kind in kinds), key=lambda one: one.confidence)
    return (kinds[found[-1].kind], found[-1].value) if found else None


def find(session: Session, kind: str, value: str) -> Kept:
    """What is kept of whoever this is. Raises KeyError for a kind that is none of KINDS."""
    if kind not in KINDS:
        raise KeyError(kind)
    persons: set[str] = set()
    found: dict[str, Ticket] = {}
    if kind == NUMBER:
        ticket = tickets.find(session, value)
        found |= {ticket.number: ticket} if ticket is not None and ticket.person != erasing.ERASED else {}
    else:
        found |= {one.number: one for one in personal.find(session, kind, value, _MOST)}
    if kind in _SCHEMES:
        person = addresses.person_of(session, f"{_SCHEMES[kind]}:{value}")
        persons.add(person)
        found |= {one.number: one for one in personal.of_citizen(session, person, _MOST)}
    if kind == NUMBER:  # that case and no other: its number proves no more
        told = [_conversation_of(session, number) for number in found]
        return Kept(frozenset(), list(found.values()), told, 0, 0)
    own = {_conversation_of(session, number) for number in found}
    mine = ConversationRow.person.in_(persons)
    own |= set(session.scalars(select(ConversationRow.id).where(mine)))
    heard = session.scalar(select(func.count()).select_from(EnvelopeRow).where(EnvelopeRow.person.in_(persons))) or 0
    sent = session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.person.in_(persons))) or 0
    cases = sorted(found.values(), key=lambda one: one.number)
    return Kept(frozenset(persons), cases, sorted(own), heard, sent)


def cases_of(session: Session, kind: str, value: str) -> list[Ticket]:
    """The cases of a phone, email or CNIC, and of all that is joined to it, the latest first. Raises KeyError for
    another kind."""
    found = {one.number: one for one in personal.find(session, kind, value, _MOST_CASES)}
    if kind in _SCHEMES:
        person = addresses.person_of(session, f"{_SCHEMES[kind]}:{value}")
        found |= {one.number: one for one in personal.of_citizen(session, person, _MOST_CASES)}
    return sorted(found.values(), key=lambda one: (one.created_at, one.number), reverse=True)


def export(session: Session, kept: Kept, blobs: Blobs) -> bytes:
    """A ZIP: ``person.json`` with records, messages and states, and the files that came with them. What an office noted
    for itself is the office's, and not in it."""
    out = io.BytesIO()
    files: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {
            "cases": [_case(session, one) for one in kept.cases],
            "conversations": {one: list(_said(session, one, files)) for one in kept.conversations},
        }
        archive.writestr("person.json", json.dumps(told, ensure_ascii=False, indent=1))
        for name, sha256 in files.items():
            try:
                archive.writestr(name, blobs.get(sha256))
            except ArziError as error:
                archive.writestr(f"{name}.txt", error.detail or error.tell)
    return out.getvalue()


def erase(session: Session, kept: Kept, now: datetime, *, even_open: bool = False) -> None:
    """Take the person out of all of it; evidence goes as soon as no other case holds it, backups follow by their rule.

    That they asked for no more messages stays, as a sealed key: it is their wish. Raises Conflict while a case is open,
    unless ``even_open``: its office then has nothing to work with.
    """
    if kept.open and not even_open:
        numbers = ", ".join(one.number for one in kept.open)
        raise Conflict(f"still open: {numbers}", tell="A case of theirs is still open. It must be ended first.")
    for one in kept.cases:
        erasing.erase(session, one.number, now)
    for conversation in kept.conversations:
        row = session.get(ConversationRow, conversation)
        if row is not None and row.person != erasing.ERASED:
            erasing.erase_unfinished(session, conversation, now)
    if not kept.persons:
        return
    heard = EnvelopeRow.person.in_(kept.persons)
    session.execute(
        update(EnvelopeRow).where(heard, EnvelopeRow.state != HANDLED).values(state=HANDLED, not_before=None)
    )
    erasing.erase_envelopes(session, session.scalars(select(EnvelopeRow.id).where(heard)).all(), now)
    while erasing.erase_outbox(session, [OutboxRow.person.in_(kept.persons)], now):
        pass
    addresses.forget(session, list(kept.persons), now)
    session.execute(delete(TicketPersonRow).where(TicketPersonRow.person.in_(kept.persons)))
    erasing.erase_calls(session, [CallRow.person.in_(kept.persons)], now)


def without(session: Session, kept: Kept, hidden: Callable[[Ticket], bool], *, whole: bool = True) -> Kept:
    """Without the cases that whoever asks may not see, and what was told in them. Not ``whole``: only what is of the
    cases that they see."""
    shown = [one for one in kept.cases if not hidden(one)]
    if not whole:
        return Kept(frozenset(), shown, [_conversation_of(session, one.number) for one in shown], 0, 0)
    if len(shown) == len(kept.cases):
        return kept
    theirs = {_conversation_of(session, one.number) for one in kept.cases if hidden(one)}
    told = [one for one in kept.conversations if one not in theirs]
    return Kept(frozenset(), shown, told, 0, 0)


def _conversation_of(session: Session, number: str) -> str:
    return session.scalars(select(TicketRow.conversation_id).where(TicketRow.number == number)).one()


def _case(session: Session, ticket: Ticket) -> dict[str, Any]:
    record = tickets.record(session, ticket.number)
    return {
        "number": ticket.number,
        "registered": ticket.created_at.isoformat(),
        "state": ticket.state.value,
        "ended": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "category": ticket.category,
        "district": ticket.district,
        "record": {name: record.get(name) for name in record.fields},
        "history": [{"at": one.at.isoformat(), "what": one.kind} for one in tickets.events(session, ticket.number)],
    }


def _said(session: Session, conversation: str, files: dict[str, str]) -> Iterator[dict[str, Any]]:
    for one in thread.of_conversation(session, conversation):
        names = []
        for row in one.files:
            if row.sha256 is not None:
                name = f"files/{row.id}-{(row.filename or 'file').replace('/', '_')}"
                files[name] = row.sha256
                names.append(name)
        yield {"at": one.at.isoformat(), "by": one.who.value, "on": one.channel, "text": one.text, "files": names}

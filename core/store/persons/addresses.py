"""Whose an address is; joining two that one message proves, and parting them again.

Never by guess: a name, a text or a number that somebody typed joins nothing. See docs/whatsapp-identity.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from core.errors import NotFound, Rejected
from core.store.casework import erasures
from core.store.casework.tables import TicketPersonRow, TicketRow
from core.store.persons import moving
from core.store.persons.tables import PersonAddressRow
from core.store.pipeline.tables import ConversationRow, EnvelopeRow

PHONE, PROVIDERS_OWN = "tel:", "twilio:"
NOBODY = "erased"
"""Whose an address is when nobody may know it any more (core.store.casework.erasing)."""


class Proof(StrEnum):
    """How it is known that an address is a person's."""

    CHANNEL = "channel"
    CODE = "code"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class PersonAddress:
    """One address of a person. ``apart``: a clerk parted it from another person. ``reason``: a clerk's, or the channel
    and id of the message that proved it; None where that was not written down."""

    address: str
    person: str
    proven: Proof
    since: datetime
    apart: bool = False
    reason: str | None = None


def person_of(session: Session, address: str) -> str:
    """The person whose address this is; the address itself where nothing joins it to another."""
    found = session.scalars(select(PersonAddressRow.person).where(PersonAddressRow.address == address)).first()
    return found if found is not None else address


def of_person(session: Session, person: str) -> list[PersonAddress]:
    """A person's addresses that were joined, the oldest first."""
    rows = session.scalars(
        select(PersonAddressRow).where(PersonAddressRow.person == person).order_by(PersonAddressRow.id)
    )
    return [PersonAddress(row.address, row.person, Proof(row.proven), row.since, row.apart, row.reason) for row in rows]


def alike(session: Session, written_to: str) -> list[str]:
    """The other addresses of whoever messages to this one reach, as channels write to them (no key's scheme)."""
    key = f"{PHONE}{written_to}" if written_to.startswith("+") else f"{PROVIDERS_OWN}{written_to}"
    theirs = aliased(PersonAddressRow)
    of_key = select(PersonAddressRow.address).join(theirs, theirs.person == PersonAddressRow.person)
    found = session.scalars(of_key.where(theirs.address == key)).all()
    return [one.partition(":")[2] for one in found if one != key]


def joined(session: Session, address: str, others: Sequence[str]) -> str | None:
    """Whose all of these are; None where they are to be joined first."""
    rows = _rows(session, (address, *others))
    names = [rows[one].person if one in rows else one for one in (address, *_joinable(rows, others))]
    return names[0] if len(set(names)) == 1 else None


def join(
    session: Session, address: str, others: Sequence[str], proof: Proof, now: datetime, reason: str | None = None
) -> str:
    """``address`` and the ``others`` are one person's: what was told from each is theirs from now on. Their name.
    ``reason``: by what, see tables.py.

    Who has a number is named by it. An id that was another number's is this one's from now on, and what was told before
    stays with that number: numbers are given to somebody else. Only a code, or a clerk, makes two numbers one person's.
    """
    rows = _rows(session, (address, *others))
    persons = {one: rows[one].person if one in rows else one for one in (address, *others)}
    if address in rows and rows[address].apart:
        return persons[address]
    others = _joinable(rows, others)
    numbers = [persons[one] for one in (address, *others) if persons[one].startswith(PHONE)]
    person = persons[address] if address.startswith(PHONE) or not numbers else numbers[0]
    for one in (address, *others):
        before = persons[one]
        if one not in rows or before != person:
            _enter(session, one, person, proof, now, reason)
        if before != person and (proof is not Proof.CHANNEL or not before.startswith(PHONE)):
            for alias in of_person(session, before):
                _enter(session, alias.address, person, alias.proven, alias.since, alias.reason)
            moving.move(session, before, person)
    return person


def join_by_clerk(session: Session, address: str, other: str, reason: str, now: datetime) -> str:
    """Two addresses are one person's because a clerk saw that they are, those that were parted too; the person's name.
    Raises Rejected without a reason."""
    if not reason.strip():
        raise Rejected("no reason", tell="Please write the reason.")
    both = PersonAddressRow.address.in_((address, other))
    session.execute(update(PersonAddressRow).where(both).values(apart=False))
    session.flush()
    return join(session, address, [other], Proof.CLERK, now, reason.strip())


def goes_with(session: Session, address: str) -> list[str]:
    """The numbers of the cases that would go with this address were it parted: those told from it alone."""
    return moving.cases_told_from(session, person_of(session, address), address.partition(":")[2])


def split(session: Session, address: str, reason: str, now: datetime) -> str:
    """An address is a person of its own again, with what was told from it; whose it was. Raises NotFound where it is
    joined to nobody, Rejected without a reason."""
    row = session.scalars(select(PersonAddressRow).where(PersonAddressRow.address == address)).first()
    if row is None or row.person == address:
        raise NotFound("this address is joined to nobody", tell="This address is joined to nobody.")
    if not reason.strip():
        raise Rejected("no reason", tell="Please write the reason.")
    before = row.person
    row.person, row.proven, row.since = address, Proof.CLERK.value, now
    row.apart, row.reason = True, reason.strip()
    session.flush()
    moving.move(session, before, address, told_from=address.partition(":")[2])
    return before


def forget(session: Session, persons: Sequence[str], now: datetime) -> None:
    """Nothing is known of these persons' addresses any more."""
    found = select(PersonAddressRow.id).where(PersonAddressRow.person.in_(persons))
    forget_rows(session, session.scalars(found).all(), now)


def forget_left(session: Session, before: datetime, now: datetime, limit: int = 200) -> int:
    """The same of persons of whom nothing else is kept any more, joined before this time; how many addresses."""
    kept = [
        exists().where(column == PersonAddressRow.person)
        for column in (TicketRow.person, TicketPersonRow.person, ConversationRow.person, EnvelopeRow.person)
    ]
    old = (PersonAddressRow.since < before, PersonAddressRow.person != NOBODY, *(~one for one in kept))
    found = session.scalars(select(PersonAddressRow.id).where(*old).limit(limit)).all()
    forget_rows(session, found, now)
    return len(found)


def still_known(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """Those of these rows that are somebody's."""
    known = select(PersonAddressRow.id).where(PersonAddressRow.id.in_(ids), PersonAddressRow.person != NOBODY)
    return session.scalars(known).all()


def forget_rows(session: Session, ids: Sequence[int], now: datetime) -> None:
    """The rows stay, of nobody: an id that was given to somebody else would be erased with this one."""
    for one in ids:
        nobodys = {"address": f"{NOBODY}:{one}", "person": NOBODY, "reason": None, "apart": False}
        session.execute(update(PersonAddressRow).where(PersonAddressRow.id == one).values(**nobodys))
    erasures.note(session, erasures.ADDRESS, ids, now)


def _rows(session: Session, addresses: Sequence[str]) -> dict[str, PersonAddressRow]:
    found = select(PersonAddressRow).where(PersonAddressRow.address.in_(addresses))
    return {row.address: row for row in session.scalars(found)}


def _joinable(rows: dict[str, PersonAddressRow], others: Sequence[str]) -> list[str]:
    """Without those that a clerk parted."""
    return [one for one in others if one not in rows or not rows[one].apart]


def _enter(
    session: Session, address: str, person: str, proof: Proof, since: datetime, reason: str | None = None
) -> None:
    row = session.scalars(select(PersonAddressRow).where(PersonAddressRow.address == address)).first()
    if row is None:
        row = PersonAddressRow(address=address, apart=False)
        session.add(row)
    row.person, row.proven, row.since, row.reason = person, proof.value, since, reason
    session.flush()

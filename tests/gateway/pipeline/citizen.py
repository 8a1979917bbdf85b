"""A citizen who writes, and a house that answers with the plain questions: for tables of whole conversations."""

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from core.complaint import Complaint
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.casework.tables import OfficeNoticeRow, TicketRow
from core.store.engine import Store
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from core.ticket import Ticket
from nlu.fallback import PlainQuestions
from tests.fakes.house import TestHouse, make_house

PHONE = "+923001234567"


@dataclass
class Citizen:
    """One person on a chat. ``house.clock`` passes a minute with each message."""

    house: TestHouse
    written: int = 0
    heard: int = field(default=0)
    phone: str = PHONE

    def says(self, text: str, **more: str) -> str:
        """What is answered to a message, joined."""
        self.written += 1
        self.house.clock.pass_(minutes=1)
        before = len(self.house.said)
        self.house.hear(text, id=f"{self.phone} {self.written}", sender=self.phone, **({"name": "Ali Khan"} | more))
        self.house.work()
        return "\n---\n".join(one.text for one in self.house.channel.sent[before:] if one.to == self.phone)

    def tickets(self) -> list[Ticket]:
        with self.house.house.store.read() as session:
            numbers = session.scalars(select(TicketRow.number).order_by(TicketRow.id)).all()
            return [tickets.get(session, number) for number in numbers]

    def record(self, number: str) -> Complaint:
        with self.house.house.store.read() as session:
            return tickets.record(session, number)

    def words(self, number: str) -> list[tuple[str, dict[str, object]]]:
        """The kinds and words of a case's history."""
        with self.house.house.store.read() as session:
            return [(event.kind, dict(event.words)) for event in tickets.events(session, number)]

    def notices(self, number: str) -> list[str]:
        """The kinds of notices on offices' desks."""
        with self.house.house.store.read() as session:
            rows = select(OfficeNoticeRow.kind).where(OfficeNoticeRow.ticket == number).order_by(OfficeNoticeRow.id)
            return list(session.scalars(rows))

    def outbox(self, cause: str) -> list[OutboxRow]:
        """Rows whose cause begins so."""
        with self.house.house.store.read() as session:
            rows = select(OutboxRow).where(OutboxRow.cause.startswith(cause)).order_by(OutboxRow.id)
            return list(session.scalars(rows))

    def needs_person(self, number: str) -> bool:
        """Does a person of ours have to look at the case's conversation, or at what is said of it since?"""
        with self.house.house.store.read() as session:
            threads = (tickets.conversation_of(session, number), conversations.latest(session, f"tel:{self.phone}"))
            return any(told is not None and told.needs_person for told in threads)

    def telling(self) -> str | None:
        """What they tell of now, as it is kept."""
        with self.house.house.store.read() as session:
            now = self.house.clock.now()
            found = conversations.open_one(session, f"tel:{self.phone}", since=now - timedelta(days=1))
            return found.complaint.get("description") if found is not None else None

    def messages_of(self, number: str) -> list[str]:
        """What was written in the case's conversation."""
        with self.house.house.store.read() as session:
            told_in = tickets.conversation_of(session, number)
            assert told_in is not None
            return conversations.texts(session, told_in.id)


def citizen(store: Store, cases: Cases | None = None, pause: timedelta = timedelta(0)) -> Citizen:
    """Somebody who writes to a house of plain questions. ``pause``: how long it waits for more."""
    made = make_house(store)
    limits = dataclasses.replace(made.house.limits, pause=pause)
    house = dataclasses.replace(made.house, engine=PlainQuestions(), limits=limits, cases=cases or made.house.cases)
    return Citizen(dataclasses.replace(made, house=house))

"""Cases on a real store, with a clock that the test sets. 2 March 2026 is a Monday."""

import functools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, Conversation
from core.services import cases as cases_module
from core.services.cases import Cases, Command
from core.store.casework import tickets
from core.store.casework.tables import OfficeNoticeRow
from core.store.engine import Store
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from core.ticket import Severity, Ticket
from tests.core.casework.given import at


@functools.cache
def shared_cases() -> Cases:
    """One for all tests that change no office: making the calendar takes a while."""
    return Cases()


@dataclass
class Desk:
    """A store, the casework on it, and the time."""

    store: Store
    cases: Cases = field(default_factory=lambda: shared_cases())
    now: datetime = field(default_factory=lambda: at(2))

    def open(
        self, category: str = "electricity", district: str = "Mardan", person: str = "tel:+923001234567", **more: object
    ) -> str:
        """A new ticket; its number."""
        with self.store.write() as session:
            number = tickets.next_number(session, self.now.year)
            said = {"description": Field(str(more.pop("text", "no light")), 1.0, Source.TEXT)}
            known = more.pop("record", Complaint(said))
            assert isinstance(known, Complaint)
            told = Conversation(
                id=f"conversation of {number}",
                person=person,
                channel="whatsapp",
                address=person.partition(":")[2],
                language="en",
                started_at=self.now,
                last_at=self.now,
                complaint=known,
                state=FINISHED,
            )
            conversations.save(session, told)
            session.flush()
            ticket = Ticket(number, category, district, person, "whatsapp", "en", self.now)
            ticket = ticket.with_(**({"severity": Severity.NORMAL} | more))
            self.told = self.cases.open(session, ticket, told, self.now)
        return number

    def do(self, number: str, command: Command, **more: int) -> Ticket:
        with self.store.write() as session:
            return self.cases.do(session, number, command, self.now, **more)

    def get(self, number: str) -> Ticket:
        with self.store.read() as session:
            return tickets.get(session, number)

    def kinds(self, number: str) -> list[str]:
        """The history, as its kinds."""
        with self.store.read() as session:
            return [event.kind for event in tickets.events(session, number)]

    def sweep(self) -> int:
        """Do what is due, ticket by ticket; how many tickets changed."""
        with self.store.read() as session:
            due = cases_module.due(session, self.now)
        done = 0
        for number in due:
            with self.store.write() as session:
                done += self.cases.catch_up(session, number, self.now)
        return done

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)

    def said(self) -> list[str]:
        """What citizens were told, in order."""
        with self.store.read() as session:
            return [row.message["text"] for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]

    def office_notices(self) -> list[tuple[str, int | None]]:
        with self.store.read() as session:
            rows = session.scalars(select(OfficeNoticeRow).order_by(OfficeNoticeRow.id))
            return [(row.kind, row.office_id) for row in rows]

    def office_code(self, session: Session, ticket: Ticket) -> str:
        office = self.cases.office(session, ticket)
        assert office is not None
        return office.code

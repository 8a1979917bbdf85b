"""Casework on the store: a command is one change of a ticket, its history, notices and steps, in one transaction.

The caller holds the transaction (``store.write()``). What would be done twice is not done the second time: the ticket's
version, the outbox's causes and the rows of ticket_steps see to that, however many processes are at it.
"""

import dataclasses
import functools
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import (
    Change,
    Policy,
    assign,
    catch_up,
    follow_resolution,
    mark_against,
    merge,
    register,
    reveal,
    separate,
)
from core.casework.alarms import AlarmRules
from core.casework.announced import announced_from_json
from core.casework.reach import Channels
from core.casework.routing import Wanted, ladder, route, whom_about
from core.casework.sla import SlaRules
from core.casework.worktime import OfficeHours, WorkTime
from core.complaint import Complaint
from core.conversation import Conversation
from core.errors import Conflict, NotFound
from core.offices.directory import Directory, Office
from core.reference.categories import category_days
from core.services import calendar, notifications
from core.store.casework import personal, tickets
from core.store.casework.offices import Book
from core.store.casework.tables import StepRow, TicketRow
from core.store.desk import search
from core.store.once import insert_once
from core.store.staff import admin_log
from core.text.urgent import perhaps_danger
from core.ticket import SYSTEM, WORKING, Actor, Ticket, TicketState

Command = Callable[[Ticket, datetime, Policy], Change]
"""A command of core.casework with everything filled in but the ticket, the time and the policy."""
DEADLINES = "category_days"
"""The choice (core.store.staff.admin_log) of working days by category."""


class Cases:
    """The casework of one house. Cheap to make; the calendar and the directory are read at the first use.

    ``channels`` are those that are switched on; None: citizens are told only by the channel that they came by.
    ``secret`` makes the codes by which citizens prove that a case is theirs (core.casework.proof). ``alarms``: who is
    told of emergencies.
    """

    def __init__(
        self,
        rules: SlaRules | None = None,
        hours: OfficeHours | None = None,
        channels: Channels | None = None,
        secret: str = "",
        alarms: AlarmRules | None = None,
    ) -> None:
        self.alarms = alarms or AlarmRules()
        self.channels = channels
        self.secret = secret
        self.rules = rules or SlaRules(category_days=category_days())
        self.hours = hours or OfficeHours()
        self.book = Book()
        self._calendars: dict[tuple[int, int], WorkTime] = {}
        self._lock = threading.Lock()

    def policy(self, session: Session, now: datetime) -> Policy:
        """What commands judge by, as things stand now: deadlines that an administrator chose go before the config's."""
        chosen = admin_log.choices(session, (DEADLINES, calendar.CALENDAR))
        rules, days = self.rules, chosen.get(DEADLINES)
        if days:
            rules = dataclasses.replace(rules, category_days={**rules.category_days, **days})
        directory = self.book.directory(session)
        work = self._calendar(chosen.get(calendar.CALENDAR), now.year)
        earlier = functools.partial(self._earlier, session, now.year)
        return Policy(rules, work, ladder(directory), directory.within, earlier)

    def open(self, session: Session, ticket: Ticket, conversation: Conversation, now: datetime) -> str:
        """Keep a new ticket, start its clock and send it to its office.

        What the citizen may be told of that, in their language; "" where no office could be found: then the ticket is
        registered all the same, and the ladder sees to it.
        """
        policy, directory = self.policy(session, now), self.book.directory(session)
        if ticket.against_office is None:
            said = _said(conversation.complaint)
            about = whom_about(said, ticket.category, ticket.district, directory)
            ticket = ticket.with_(against_office=about.id if about is not None else None)
        change = self._send(register(ticket, now, policy), conversation.complaint, now, policy, directory)
        tickets.add(session, change.ticket, conversation, change.events)
        personal.index(session, ticket.number, conversation.complaint)
        search.enter(session, ticket.number, self.book.directory(session))
        return notifications.stage_new(session, change, self.rules, now)

    def do(
        self, session: Session, number: str, command: Command, now: datetime, *, version: int | None = None
    ) -> Ticket:
        """Do a command, after what had fallen due by ``now``. ``version`` is the one that the person saw.

        Raises NotFound; Conflict when somebody else changed it since; what the command raises.
        """
        before = tickets.get(session, number)
        if version is not None and version != before.version:
            raise Conflict(f"{number} is version {before.version}, not {version}")
        policy = self.policy(session, now)
        change = catch_up(before, now, policy)
        return self._keep(session, before, change.then(command(change.ticket, now, policy)), now, policy)

    def catch_up(self, session: Session, number: str, now: datetime) -> bool:
        """Do what has fallen due for a ticket; was there anything? Raises Conflict when somebody else does it now."""
        before = tickets.get(session, number)
        policy = self.policy(session, now)
        change = catch_up(before, now, policy)
        if change.ticket == before:
            return False
        self._keep(session, before, change, now, policy)
        return True

    def merge(self, session: Session, number: str, into: str, command: Callable[..., Change], now: datetime) -> Ticket:
        """Merge a ticket, and those that follow it, into another. ``command`` is casework.merge with its actor."""
        main = tickets.get(session, into)
        for follower in followers(session, number):
            self.do(session, follower, lambda ticket, at, policy: merge(ticket, main, SYSTEM, at, policy), now)
        return self.do(session, number, lambda ticket, at, policy: command(ticket, main, at=at, policy=policy), now)

    def mark_against(
        self,
        session: Session,
        number: str,
        office_id: int | None,
        person: str | None,
        why: str,
        actor: Actor,
        now: datetime,
    ) -> Ticket:
        """Say whom a complaint is about; where they have it, it is sent to another office at once.

        Raises NotFound, Rejected, NotAllowed, Conflict.
        """
        directory = self.book.directory(session)
        if office_id is not None:
            directory.get(office_id)

        def command(ticket: Ticket, at: datetime, policy: Policy) -> Change:
            change = mark_against(ticket, office_id, person, why, actor, at, policy)
            has_it = ticket.office_id
            if office_id is None or has_it is None or not policy.within(has_it, office_id):
                return change
            if ticket.state not in WORKING:
                return change
            return self._send(change, tickets.record(session, number), at, policy, directory)

        kept = self.do(session, number, command, now)
        if office_id is not None:
            notifications.withdraw(session, number, lambda office: directory.within(office, office_id))
        return kept

    def reveal(self, session: Session, number: str, name: str, reason: str, actor: Actor, now: datetime) -> str:
        """A personal field unmasked, with the reason in the history. Raises NotFound, NotAllowed."""
        self.do(session, number, lambda ticket, at, policy: reveal(ticket, name, reason, actor, at, policy), now)
        value = tickets.record(session, number).get(name)
        if value is None:
            raise NotFound(f"{number} has no {name}")
        return value

    def office(self, session: Session, ticket: Ticket) -> Office | None:
        """The office that has a ticket."""
        return self.book.directory(session).get(ticket.office_id) if ticket.office_id is not None else None

    def would_send(self, session: Session, record: Complaint, now: datetime) -> Office | None:
        """The office to which a record would go, were it registered now; None while that is not known."""
        category, district = record.get("category"), record.get("district")
        if category is None or district is None:
            return None
        directory, said = self.book.directory(session), _said(record)
        about = whom_about(said, category, district, directory)
        try:
            return route(Wanted(category, district, said, (about.id,) if about else ()), directory, now).office
        except NotFound:
            return None

    def _send(self, change: Change, record: Complaint, at: datetime, policy: Policy, directory: Directory) -> Change:
        """A change, and then the ticket sent to its office; unchanged where there is none for it."""
        ticket = change.ticket
        try:
            found = route(wanted(ticket, record), directory, at)
        except NotFound:
            return change
        name = found.office.named(ticket.language)
        return change.then(assign(ticket, found.office.id, found.why, SYSTEM, at, policy, office_name=name))

    def _keep(self, session: Session, before: Ticket, change: Change, now: datetime, policy: Policy) -> Ticket:
        kept = tickets.change(session, before, change.ticket, change.events)
        if kept.office_id != before.office_id:
            search.enter(session, kept.number, self.book.directory(session))
        for step in change.steps:
            row = {"ticket": before.number, "step": step.key, "at": step.at, "done_at": now}
            if insert_once(session, StepRow, row, key=("ticket", "step")) is None:
                raise Conflict(f"{step.key} of {before.number} was done already")
        notifications.stage(session, change, kept, self.rules, now, self.channels)
        self._tell_followers(session, before, kept, now, policy)
        return kept

    def _tell_followers(self, session: Session, before: Ticket, kept: Ticket, now: datetime, policy: Policy) -> None:
        """Merged tickets come back with the main one's end: each citizen is asked, or goes their own way."""
        if before.state is kept.state or kept.state not in {TicketState.PROPOSED, TicketState.REJECTED}:
            return
        for number in followers(session, kept.number):
            ticket = tickets.get(session, number)
            if kept.state is TicketState.PROPOSED:
                change = follow_resolution(ticket, kept, now, policy)
            else:
                change = separate(ticket, SYSTEM, now, policy, why="")
            self._keep(session, ticket, change, now, policy)

    def _calendar(self, announced: Mapping[str, Any] | None, year: int) -> WorkTime:
        version = announced["version"] if announced else 0
        with self._lock:
            known = self._calendars.get((version, year))
            if known is None:
                known = calendar.as_announced(announced_from_json(announced), self.hours, year)
                self._calendars = {(version, year): known}
            return known

    def _earlier(self, session: Session, year: int, version: int) -> WorkTime | None:
        with self._lock:
            if (version, year) not in self._calendars:
                before = calendar.as_of(session, version, self.hours, year)
                if before is None:
                    return None
                self._calendars[version, year] = before
            return self._calendars[version, year]


def due(session: Session, now: datetime, limit: int = 200) -> list[str]:
    """Numbers of the tickets for which something has fallen due, longest due first."""
    return list(
        session.scalars(
            select(TicketRow.number)
            .where(TicketRow.next_step_at <= now)
            .order_by(TicketRow.next_step_at, TicketRow.id)
            .limit(limit)
        )
    )


def followers(session: Session, number: str) -> list[str]:
    """Numbers of the tickets merged into one."""
    merged = (TicketRow.merged_into == number) & (TicketRow.state == TicketState.MERGED.value)
    return list(session.scalars(select(TicketRow.number).where(merged).order_by(TicketRow.id)))


def wanted(ticket: Ticket, complaint: Complaint) -> Wanted:
    """What is to be routed of a ticket and its record."""
    against = () if ticket.against_office is None else (ticket.against_office,)
    said = _said(complaint)
    return Wanted(ticket.category, ticket.district, said, against, perhaps_danger(said) if ticket.urgent else None)


def _said(complaint: Complaint) -> str:
    return " ".join(filter(None, (complaint.get("description"), complaint.get("address"))))

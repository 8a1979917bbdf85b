"""One made-up ticket from its beginning to now, by the commands of core.casework: what it says is what would be."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import casework
from core.casework import Change, Policy, RejectionReason
from core.casework.routing import sentence
from core.complaint import Complaint, Field, Source
from core.reference.categories import categories
from core.ticket import CITIZEN, SYSTEM, Actor, Role, Severity, Ticket, TicketState
from workbench.seeding import texts
from workbench.seeding.desks import Desk
from workbench.seeding.governments import Government

_SEVERITIES = tuple(Severity)
_SEVERITIES_UNTIL = (15, 75, 95, 100)
_HOUR = timedelta(hours=1)
_UNCONFIRMED_DAYS = 13.0
"""So long it takes from an office's word to a supervisor's."""


@dataclass(frozen=True, slots=True)
class Born:
    """What is settled before the life begins."""

    number: str
    at: datetime
    government: Government
    desk: Desk


@dataclass(frozen=True, slots=True)
class Life:
    """A ticket as it is now, and all that led there."""

    change: Change
    complaint: Complaint
    address: str

    @property
    def ticket(self) -> Ticket:
        return self.change.ticket


def live(born: Born, citizens: int, now: datetime, policy: Policy, draw: random.Random) -> Life:
    """The life of one ticket until ``now``."""
    who = texts.citizen(draw, citizens)
    channel = draw.choices(texts.CHANNELS, cum_weights=texts.CHANNELS_UNTIL)[0]
    language = draw.choices(texts.LANGUAGES, cum_weights=texts.LANGUAGES_UNTIL)[0]
    category = born.desk.categories[draw.randrange(len(born.desk.categories))]
    office = born.desk.office
    street = texts.street(office, draw)
    anonymous = draw.random() < 0.04
    said = {
        "description": texts.complaint(category, language, street, draw),
        "category": category,
        "district": office.district or office.division or office.province,
        "address": street,
        "language": language,
        "anonymous": "yes" if anonymous else "no",
        "complainant_name": who.name,
        "phone": who.phone,
    }
    if channel == "email":
        said["email"] = who.email
    if draw.random() < 0.3:
        said["cnic"] = who.cnic
    address = who.email if channel == "email" else who.phone
    ticket = Ticket(
        number=born.number,
        category=category,
        district=said["district"],
        person=f"mailto:{address}" if channel == "email" else f"tel:{address}",
        channel=channel,
        language=language,
        created_at=born.at,
        severity=draw.choices(_SEVERITIES, cum_weights=_SEVERITIES_UNTIL)[0],
        anonymous=anonymous,
    )
    life = _Life(ticket, born, street, now, policy, draw)
    life.begin()
    life.end()
    complaint = Complaint({name: Field(value, 0.95, Source.DIALOGUE) for name, value in said.items()})
    return Life(life.change, complaint, address)


class _Life:
    """A ticket on its way, and the time until which it has come."""

    def __init__(
        self, ticket: Ticket, born: Born, street: str, now: datetime, policy: Policy, draw: random.Random
    ) -> None:
        self.change = Change(ticket)
        self.born, self.street, self.now, self.policy, self.draw = born, street, now, policy, draw
        office = born.desk.office
        self.officer = Actor(Role.OFFICER, f"seed-{office.id}-{1 + draw.randrange(born.desk.officers)}")
        self.head = Actor(Role.SUPERVISOR, f"seed-{office.id}-head")
        self.last = born.at
        """When the last command was given: a history never runs backwards."""

    def begin(self) -> None:
        at, office = self.born.at, self.born.desk.office
        change = casework.register(self.change.ticket, at, self.policy)
        about = categories()[self.change.ticket.category].names["en"]
        why = sentence(office.name, about, self.change.ticket.district)
        self.change = change.then(casework.assign(change.ticket, office.id, why, SYSTEM, at, self.policy))

    def end(self) -> None:
        draw, age = self.draw, (self.now - self.born.at) / timedelta(days=1)
        government = self.born.government
        chance = draw.random()
        pending = government.pending(age)
        if chance < pending:
            self._stays_open(age)
        elif chance < pending + government.rejected:
            self._is_rejected(age)
        elif age < 60 and draw.random() < 0.06:
            self._is_proposed(age)
        else:
            self._is_closed(age, content=draw.random() < government.content)
        self._catch_up(self.now)

    def _stays_open(self, age: float) -> None:
        draw, taken = self.draw, self._taken(age)
        fate = draw.random()
        if fate < 0.3:
            return
        if fate < 0.45 and age > 12:
            self._denied(taken)
            if draw.random() < 0.5:
                return
        self._do(taken + 0.02, casework.start, self.officer)
        if fate > 0.9:
            self._do(max(taken + 0.03, age - draw.random() * 6), casework.ask_citizen, draw.choice(texts.QUESTIONS))

    def _is_rejected(self, age: float) -> None:
        taken, draw = self._taken(age), self.draw
        reason = draw.choice(list(RejectionReason))
        self._do(taken, casework.ask_rejection, reason.value, "looked into it", self.officer)
        self._do(min(age, taken + 2 * draw.random()), casework.approve_rejection, self.head)

    def _is_proposed(self, age: float) -> None:
        self._do(min(age / 2, self._taken(age)), casework.start, self.officer)
        self._propose(max(age / 2, age - 12 * self.draw.random()))

    def _is_closed(self, age: float, *, content: bool) -> None:
        draw, taken = self.draw, self._taken(age)
        solved = taken + self._worked(age)
        latest = age if content else age - _UNCONFIRMED_DAYS
        if draw.random() < 0.12 and age > 20:
            self._denied(min(solved, age * 0.4, latest - 3))
            solved = min(age * 0.7, latest, solved + 3 + 10 * draw.random())
        elif not self.born.desk.sloppy:
            self._do(taken, casework.start, self.officer)
        if not content and age > _UNCONFIRMED_DAYS + 1:
            proposed = self._propose(min(solved, age - _UNCONFIRMED_DAYS))
            self._do(proposed + 9.1 + 2 * draw.random(), casework.close_unconfirmed, draw.choice(texts.FINDINGS))
            return
        proposed = self._propose(min(solved, age * 0.95))
        self._do(min(proposed + 2.9 * draw.random(), age), casework.citizen_satisfied, CITIZEN)

    def _denied(self, at: float) -> None:
        """The office said that it was solved, and the citizen that it is not."""
        proposed = self._propose(at)
        self._do(proposed + 2 * self.draw.random(), casework.citizen_dissatisfied, CITIZEN)

    def _propose(self, at: float) -> float:
        sloppy = self.born.desk.sloppy and self.draw.random() < 0.7
        remark = texts.PASTED if sloppy else texts.remark(self.street, self.draw)
        self._do(at, casework.propose_resolution, remark, self.officer)
        return at

    def _taken(self, age: float) -> float:
        """Days until somebody takes it in hand: at a sloppy office, minutes."""
        if self.born.desk.sloppy and self.draw.random() < 0.4:
            return min(0.005, age / 10)
        return min(age * 0.3, 0.05 + self.draw.expovariate(1 / (1.2 * self.born.desk.pace)))

    def _worked(self, age: float) -> float:
        days = self.policy.rules.category_days.get(self.change.ticket.category, 10.0)
        return min(age * 0.6, self.draw.lognormvariate(0, 0.7) * days * 0.7 * self.born.desk.pace)

    def _do(self, days: float, command: object, *given: object) -> None:
        """A command, so many days after the beginning, after what had fallen due by then."""
        at = self.last = min(max(self.born.at + timedelta(days=days), self.last), self.now)
        self._catch_up(at)
        ticket, policy = self.change.ticket, self.policy
        if command in (casework.ask_citizen,):
            given = (*given, self.officer)
        elif command is casework.close_unconfirmed:
            given = (*given, self.head)
        self.change = self.change.then(command(ticket, *given, at, policy))  # type: ignore[operator]

    def _catch_up(self, at: datetime) -> None:
        due = self.change.ticket.next_step_at
        if due is not None and due <= at and self.change.ticket.state is not TicketState.MERGED:
            self.change = self.change.then(casework.catch_up(self.change.ticket, at, self.policy))

"""A year of cases over all offices, played through core.casework in seconds: does any case ever stand still?

Everything that the year brings is drawn from one seed: when complaints come, which posts fall vacant and are filled
again, who answers in time, late or never, and what citizens say. Rules, calendar and commands are the real ones.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core import casework
from core.casework import Change, Policy
from core.casework.routing import ladder
from core.casework.sla import DEFAULT_DAYS, SlaRules, Step, StepKind
from core.casework.worktime import WorkTime
from core.errors import ArziError
from core.offices.directory import Directory, Office, PostStatus, Term
from core.reference.categories import categories
from core.ticket import CITIZEN, SYSTEM, Actor, Level, Role, Severity, Ticket, TicketState

OFFICER = Actor(Role.OFFICER, "officer")
HEAD = Actor(Role.SUPERVISOR, "head")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class StoodStill(ArziError):
    """A case was found that nothing will ever happen to, or that waited longer than the rules allow."""

    kind = "stood-still"


@dataclass
class Report:
    """What the year came to. ``longest`` is the longest that any open case went without a step, a word or a command."""

    offices: int
    vacancies: int
    cases: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    passed_over: int = 0
    longest: timedelta = timedelta()
    longest_case: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """One year to be played: from ``start`` on, ``per_office`` cases each, everything drawn by ``seed``."""

    start: datetime
    per_office: float
    seed: int

    @property
    def end(self) -> datetime:
        return self.start + timedelta(days=365)


def rehearse(offices: list[Office], year: Year, rules: SlaRules, work: WorkTime) -> Report:
    """Play it. Raises StoodStill for the first case that breaks the promise."""
    draw = random.Random(year.seed)  # noqa: S311 - a rehearsal must come out the same again
    terms = list(vacancies(offices, year, draw))
    directory = Directory(offices, terms)
    policy = Policy(rules, work, ladder(directory))
    report = Report(len(offices), sum(1 for term in terms if term.status is not PostStatus.IN_POST))
    keys = {category.department: key for key, category in categories().items()}
    for office in offices:
        for _ in range(int(year.per_office) + (draw.random() < year.per_office % 1)):
            report.cases += 1
            at = year.start + timedelta(seconds=draw.randrange(365 * 86400))
            ticket = Ticket(
                number=f"case {report.cases}",
                category=keys.get(office.department, "other"),
                district=office.district or office.division or office.province,
                person="",
                channel="rehearsal",
                language="ur",
                created_at=at,
                severity=draw.choice(list(Severity)),
                office_id=office.id,
            )
            _Case(policy, directory, report, draw, ticket).play(at, year.end)
    return report


def vacancies(offices: list[Office], year: Year, draw: random.Random) -> Iterator[Term]:
    """Transfers and leave: every third post is empty for a while, half of those on the ladder."""
    for office in offices:
        share = 0.5 if office.department == "administration" else 0.33
        if draw.random() >= share:
            continue
        left = year.start + timedelta(days=draw.randrange(365))
        status = draw.choice([PostStatus.TRANSFERRED, PostStatus.VACANT, PostStatus.ON_LEAVE])
        yield Term(office.code, office.kind, status, left)
        yield Term(office.code, office.kind, PostStatus.IN_POST, left + timedelta(days=draw.randrange(5, 150)))


class _Case:
    """One case and those who deal with it."""

    def __init__(
        self, policy: Policy, directory: Directory, report: Report, draw: random.Random, ticket: Ticket
    ) -> None:
        self.policy, self.directory, self.report, self.draw = policy, directory, report, draw
        self.ticket = ticket
        rules = policy.rules
        self.bound = max(rules.category_days.values(), default=DEFAULT_DAYS) * max(rules.severity_share.values())

    def play(self, at: datetime, end: datetime) -> None:
        self._did(casework.register(self.ticket, at, self.policy), at)
        assert self.ticket.office_id is not None
        self._did(casework.assign(self.ticket, self.ticket.office_id, "rehearsal", SYSTEM, at, self.policy), at)
        when = self._somebody_acts(at)
        while self.ticket.open:
            due = self.ticket.next_step_at
            if due is None:
                raise StoodStill(f"{self.ticket.number} is {self.ticket.state} and nothing will happen to it")
            at, before = min(due, when), self._stage()
            if at > end:
                break
            self._did(casework.catch_up(self.ticket, at, self.policy) if due <= when else self._act(at), at)
            if due > when or before != self._stage():
                when = self._somebody_acts(at)
        outcome = self.ticket.confirmation or self.ticket.state
        self.report.ended[f"still open: {outcome}" if self.ticket.open else str(outcome)] += 1
        self.report.reached[self.ticket.level.name.lower()] += 1

    def _stage(self) -> tuple[object, ...]:
        """What, when it changes, makes people think anew: at the top each overdue reminder does."""
        ticket = self.ticket
        return (
            ticket.state,
            ticket.level,
            ticket.check_from,
            ticket.due_at if ticket.level is Level.CHIEF_MINISTER else 0,
        )

    def _did(self, change: Change, at: datetime) -> None:
        for step in change.steps:
            self.report.steps[step.kind] += 1
            self._check(step, change)
        self.ticket = change.ticket
        following = self.ticket.next_step_at
        if following is None:
            return
        if following <= at:
            raise StoodStill(f"{self.ticket.number} goes round in circles at {at}")
        if following - at > self.report.longest:
            if self.policy.work.between(at, following) > self.bound:
                raise StoodStill(f"{self.ticket.number} waits from {at} to {following}")
            self.report.longest = following - at
            self.report.longest_case = f"{self.ticket.number}, {self.ticket.state} at {self.ticket.level.name.lower()}"

    def _check(self, step: Step, change: Change) -> None:
        """An escalation ends where somebody is in post, or at the top."""
        if step.kind is not StepKind.ESCALATE:
            return
        level = change.ticket.level
        self.report.passed_over += int(level - self.ticket.level > 1)
        if level is not Level.CHIEF_MINISTER and self.policy.ladder(change.ticket, level, step.at) is None:
            raise StoodStill(f"{self.ticket.number} went to a vacant post")

    def _somebody_acts(self, at: datetime) -> datetime:
        """When somebody will do something about it, if nothing falls due before: often never."""
        office = self.directory.get(self.ticket.office_id or 0)
        chance = self.draw.random()
        if self.ticket.state is TicketState.PROPOSED and self.ticket.check_from is None:
            willing = 0.6
        else:
            willing = 0.55 if self.directory.filled(office, at) else 0.0
        if chance >= willing:
            return NEVER
        return at + timedelta(hours=self.draw.randrange(2, 24 * 12))

    def _act(self, at: datetime) -> Change:
        ticket, policy, draw = self.ticket, self.policy, self.draw
        match ticket.state:
            case TicketState.PROPOSED if ticket.check_from is None:
                if draw.random() < 0.5:
                    return casework.citizen_satisfied(ticket, CITIZEN, at, policy)
                return casework.citizen_dissatisfied(ticket, CITIZEN, at, policy)
            case TicketState.PROPOSED:
                if draw.random() < 0.5:
                    return casework.close_unconfirmed(ticket, "called three times", HEAD, at, policy)
                return casework.citizen_dissatisfied(ticket, HEAD, at, policy)
            case TicketState.WAITING:
                return casework.citizen_answered(ticket, "", CITIZEN, at, policy)
            case TicketState.ASSIGNED | TicketState.REOPENED if draw.random() < 0.5:
                return casework.start(ticket, OFFICER, at, policy)
            case _ if draw.random() < 0.2:
                return casework.ask_citizen(ticket, "which?", OFFICER, at, policy)
            case _:
                return casework.propose_resolution(ticket, "done", OFFICER, at, policy)

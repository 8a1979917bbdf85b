"""Random lives of tickets: whatever people do and however long they do nothing, the promises hold."""

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core import casework as c
from core.casework import Change
from core.casework.history import TicketEvent, extend, verify
from core.errors import InvalidTransition, NotAllowed
from core.ticket import (
    CITIZEN,
    OPEN,
    SYSTEM,
    TRANSITIONS,
    Action,
    Actor,
    Confirmation,
    Level,
    Role,
    Severity,
    Ticket,
    TicketState,
)
from tests.core.casework.given import AGENT, HEAD, OFFICER, OTHER, at, policy, ticket

S = TicketState
ENDED = {S.CLOSED, S.REJECTED, S.MERGED}
ANYBODY = [OFFICER, OTHER, HEAD, AGENT, CITIZEN, SYSTEM]
DESK = st.sampled_from([OFFICER, OFFICER, OTHER, OTHER, HEAD, HEAD, *ANYBODY])
HEARD = st.sampled_from([CITIZEN, CITIZEN, CITIZEN, AGENT, AGENT, *ANYBODY])
HEAD2 = Actor(Role.SUPERVISOR, "10")
HEADS = st.sampled_from([HEAD, HEAD, HEAD, HEAD2, HEAD2, HEAD2, *ANYBODY])
VACANT = st.sets(st.sampled_from(list(Level)[1:]))


def when_possible(*actions: Action):
    """Mostly what can be done now is tried: random calls alone would seldom get far. ``out_of_turn`` tries the rest."""
    return precondition(lambda self: any((self.ticket.state, action) in TRANSITIONS for action in actions))


class Lives(RuleBasedStateMachine):
    """One ticket, its history, and a clock that only goes on."""

    @initialize(
        severity=st.sampled_from(list(Severity)),
        category=st.sampled_from(["electricity", "roads", "other"]),
        against=st.sampled_from([None, "3"]),
    )
    def born(self, severity, category, against) -> None:
        self.now = at(2)
        self.vacant: set[Level] = set()
        self.policy = policy(ladder=lambda _t, level, _at: None if level in self.vacant else 100 + level)
        self.events: list[TicketEvent] = []
        self.steps: Counter[str] = Counter()
        fresh = ticket(severity=severity, category=category, against_person=against, against_office=66)
        self.main = c.assign(
            c.register(ticket(number="KP-2026-000009-1", person="tel:+92300"), self.now, self.policy).ticket,
            7, "x", SYSTEM, self.now, self.policy,
        ).ticket  # fmt: skip
        self.ticket: Ticket = fresh
        self._keep(c.register(fresh, self.now, self.policy))
        self._keep(c.assign(self.ticket, 7, "rule 1", SYSTEM, self.now, self.policy))

    def _keep(self, change: Change) -> None:
        before, self.ticket = self.ticket, change.ticket
        self.events += extend(self.events[-1] if self.events else None, self.ticket.number, change.events)
        self.steps.update(step.key for step in change.steps)
        for event in change.events:
            kind = event.data.get("from"), event.kind
            if "from" in event.data:
                assert TRANSITIONS[S(event.data["from"]), Action(event.kind)].to == event.data["to"], kind
        assert self.ticket.level >= before.level, "nothing takes a case down the ladder"

    def _try(self, command, *args, **more) -> None:
        self._keep(c.catch_up(self.ticket, self.now, self.policy))
        try:
            change = command(self.ticket, *args, at=self.now, policy=self.policy, **more)
        except (InvalidTransition, NotAllowed):
            return
        self._keep(change)

    @rule(hours=st.sampled_from([1, 5, 24, 24, 72, 240, 480]), vacant=VACANT)
    def time_passes(self, hours: int, vacant: set[Level]) -> None:
        self.vacant = vacant
        self.now += timedelta(hours=hours)

    @rule()
    def the_sweep_runs(self) -> None:
        self._keep(c.catch_up(self.ticket, self.now, self.policy))

    @when_possible(Action.ASSIGN)
    @rule(office=st.sampled_from([7, 8, 66]), who=HEADS, owner=st.sampled_from([None, "3", "4"]))
    def assign(self, office, who, owner) -> None:
        self._try(c.assign, office, "rule 1", who, owner=owner)

    @when_possible(Action.FORWARD)
    @rule(office=st.sampled_from([7, 8, 66]), who=DESK)
    def forward(self, office, who) -> None:
        self._try(c.forward, office, "not ours", who)

    @when_possible(Action.START)
    @rule(who=DESK, command=st.sampled_from([c.start, c.remind]))
    def work(self, who, command) -> None:
        self._try(command, who)

    @when_possible(Action.ASK_CITIZEN)
    @rule(who=DESK)
    def ask(self, who) -> None:
        self._try(c.ask_citizen, "which?", who)

    @when_possible(Action.CITIZEN_ANSWERED)
    @rule(who=HEARD)
    def answer(self, who) -> None:
        self._try(c.citizen_answered, "this", who)

    @when_possible(Action.PROPOSE)
    @rule(who=DESK)
    def propose(self, who) -> None:
        self._try(c.propose_resolution, "done", who)

    @when_possible(Action.SATISFIED)
    @rule(who=HEARD, command=st.sampled_from([c.citizen_satisfied, c.citizen_dissatisfied]))
    def the_citizen_is_heard(self, who, command) -> None:
        self._try(command, who)

    @when_possible(Action.UNCONFIRMED)
    @rule(who=HEADS)
    def unconfirmed(self, who) -> None:
        self._try(c.close_unconfirmed, "called three times", who)

    @when_possible(Action.ASK_REJECTION)
    @rule(who=DESK, second=st.sampled_from([None, HEAD, HEAD2]))
    def reject(self, who, second) -> None:
        self._try(c.ask_rejection, "in_court", "case 12", who)
        if second is not None:
            self._try(c.approve_rejection, second)

    @when_possible(Action.APPROVE_REJECTION)
    @rule(who=HEADS, yes=st.booleans())
    def second_person(self, who, yes) -> None:
        if yes:
            self._try(c.approve_rejection, who)
        else:
            self._try(c.refuse_rejection, "no", who)

    @when_possible(Action.APPEAL)
    @rule(who=HEARD)
    def appeal(self, who) -> None:
        self._try(c.appeal, "unjust", who)

    @when_possible(Action.MERGE)
    @rule(who=DESK, really=st.sampled_from([False, False, False, True]))
    def merge(self, who, really) -> None:
        if really:
            self._try(c.merge, self.main, who)

    @rule(
        who=DESK,
        command=st.sampled_from([c.start, c.citizen_satisfied, c.citizen_dissatisfied, c.approve_rejection, c.remind]),
    )
    def out_of_turn(self, who, command) -> None:
        self._try(command, who)

    @when_possible(Action.SEPARATE)
    @rule(how=st.booleans())
    def unmerge(self, how) -> None:
        if how:
            done = c.propose_resolution(self.main, "done", OTHER, self.now, self.policy).ticket
            self._try(c.follow_resolution, done)
        else:
            self._try(c.separate, OTHER, why="another matter")

    @invariant()
    def no_case_stands_still(self) -> None:
        t = self.ticket
        assert (t.next_step_at is not None) == (t.state in OPEN)
        assert t.open != (t.state in ENDED)

    @invariant()
    def every_step_at_most_once(self) -> None:
        assert all(times == 1 for times in self.steps.values())

    @invariant()
    def the_citizen_holds_the_key(self) -> None:
        if self.ticket.confirmation is Confirmation.SATISFIED:
            assert self.ticket.state is S.CLOSED
            assert self.events[-1].kind in {"citizen_satisfied", "note", "reply"}
        if self.ticket.state is S.CLOSED:
            assert self.ticket.confirmation is not None

    @invariant()
    def the_clock_stood_still_at_most_twice(self) -> None:
        stopped = sum(1 for event in self.events if event.data.get("clock") == "stopped")
        assert stopped == self.ticket.pauses <= 2

    @invariant()
    def never_with_those_complained_about(self) -> None:
        assert self.ticket.office_id != 66
        if self.ticket.against_person:
            assert self.ticket.owner != self.ticket.against_person

    @invariant()
    def at_most_one_appeal(self) -> None:
        assert self.ticket.appeals <= 1

    @invariant()
    def the_history_holds(self) -> None:
        assert verify(self.events) is None
        assert len([e for e in self.events if e.kind == "forward"]) == self.ticket.forwards


Lives.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestLives = Lives.TestCase

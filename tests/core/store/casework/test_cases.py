"""Whole lives of tickets on a real store, on both databases, with a clock that the test sets."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core import casework as c
from core.casework import history
from core.casework.history import NewEvent
from core.errors import Conflict, NotAllowed, NotFound
from core.offices.directory import PostStatus, Term
from core.services.cases import Cases
from core.store.casework import offices, tickets
from core.store.casework.tables import StepRow
from core.store.engine import Store
from core.ticket import CITIZEN, Confirmation, Level, TicketState
from tests.core.casework.given import AGENT, HEAD, OFFICER
from tests.core.store.given import Desk

S = TicketState
TOP = "the Chief Minister's complaint cell"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def start(t, at, p):
    return c.start(t, OFFICER, at, p)


def propose(t, at, p):
    return c.propose_resolution(t, "transformer replaced", OFFICER, at, p)


def satisfied(t, at, p):
    return c.citizen_satisfied(t, CITIZEN, at, p)


def dissatisfied(t, at, p):
    return c.citizen_dissatisfied(t, CITIZEN, at, p, reason="dark again")


def verify(desk: Desk, number: str) -> None:
    with desk.store.read() as session:
        assert history.verify(tickets.events(session, number)) is None


def test_a_new_ticket_is_sent_to_its_office_with_a_deadline_and_the_citizen_is_told(desk: Desk) -> None:
    number = desk.open(text="no light in Katlang")
    ticket = desk.get(number)
    with desk.store.read() as session:
        assert desk.office_code(session, ticket) == "kp.mardan.mardan.katlang.power_subdivision"
        why = tickets.events(session, number)[1].words["why"]
    assert why.startswith("Sent to PESCO Sub-Division, Katlang because")
    assert (ticket.state, ticket.level) == (S.ASSIGNED, Level.OFFICE)
    assert ticket.due_at is not None
    assert desk.told.startswith("It has been sent to: PESCO Sub-Division, Katlang. They must answer by ")
    assert desk.office_notices() == [("new_case", ticket.office_id)]
    assert desk.said() == [], "it is told with the number, not in a message of its own"


def test_a_place_without_offices_is_registered_all_the_same_and_goes_up(desk: Desk) -> None:
    number = desk.open(district="Atlantis")
    assert (desk.get(number).state, desk.get(number).office_id, desk.told) == (S.REGISTERED, None, "")
    desk.pass_(days=30)
    desk.sweep()
    assert desk.get(number).level is Level.CHIEF_MINISTER


def test_a_good_life(desk: Desk) -> None:
    number = desk.open()
    desk.do(number, start)
    desk.pass_(hours=5)
    desk.do(number, propose)
    assert desk.said() == [
        f"The office says that your complaint {number} is solved:\ntransformer replaced\nIs it solved?"
    ]
    desk.pass_(hours=1)
    desk.do(number, satisfied)
    ticket = desk.get(number)
    assert (ticket.state, ticket.confirmation, ticket.next_step_at) == (S.CLOSED, Confirmation.SATISFIED, None)
    assert desk.kinds(number) == ["registered", "assign", "start", "propose_resolution", "citizen_satisfied"]
    desk.pass_(days=60)
    assert desk.sweep() == 0
    verify(desk, number)


def test_a_hard_life_up_the_ladder_reopened_unconfirmed(desk: Desk) -> None:
    number = desk.open()
    while desk.get(number).level is Level.OFFICE:
        desk.pass_(hours=6)
        desk.sweep()
    assert desk.get(number).level is Level.DEPUTY_COMMISSIONER
    desk.do(number, propose)
    desk.do(number, dissatisfied)
    assert (desk.get(number).state, desk.get(number).level) == (S.REOPENED, Level.COMMISSIONER)
    desk.do(number, start)
    desk.do(number, propose)
    for _ in range(9):
        desk.pass_(days=1)
        desk.sweep()
    assert desk.kinds(number)[-3:] == ["remind_citizen", "remind_citizen", "call_check"]
    done = desk.do(number, lambda t, at, p: c.close_unconfirmed(t, "phone is off, neighbours confirm", HEAD, at, p))
    assert (done.state, done.confirmation) == (S.CLOSED, Confirmation.UNCONFIRMED)
    verify(desk, number)


def test_downtime_is_caught_up_with_the_right_times(desk: Desk) -> None:
    asleep, awake = desk.open(), desk.open(person="tel:+923000000001")
    for _ in range(40 * 4):
        desk.pass_(hours=6)
        with desk.store.write() as session:
            desk.cases.catch_up(session, awake, desk.now)
    desk.sweep()
    with desk.store.read() as session:
        first, second = (
            [(event.kind, event.at) for event in tickets.events(session, number)] for number in (asleep, awake)
        )
        late = tickets.events(session, asleep)[-1]
    assert first == second
    assert late.data["recorded_at"] == desk.now.isoformat()


def test_each_step_is_done_once_however_many_schedulers_run(desk: Desk) -> None:
    numbers = [desk.open(person=f"tel:+92300000000{n}") for n in range(5)]
    desk.pass_(days=40)
    together = threading.Barrier(4)

    def scheduler(_: int) -> None:
        together.wait(60)
        for number in numbers:
            try:
                with desk.store.write() as session:
                    desk.cases.catch_up(session, number, desk.now)
            except Conflict:
                pass  # another one is at it

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(scheduler, range(4)))
    with desk.store.read() as session:
        steps = session.scalar(select(func.count()).select_from(StepRow))
    events = [desk.kinds(number) for number in numbers]
    assert events == [events[0]] * 5
    assert steps == sum(len(kinds) - 2 for kinds in events)
    told = [f"Your complaint {number} was not dealt with in time. It is now with: {TOP}." for number in numbers]
    assert desk.said() == told, "once each, and as it is at the end"


def test_two_officers_at_once_one_is_told(desk: Desk) -> None:
    number = desk.open()
    seen = desk.get(number).version
    desk.do(number, start, version=seen)
    with pytest.raises(Conflict):
        desk.do(number, propose, version=seen)
    assert desk.get(number).state is S.IN_PROGRESS


def test_two_officers_in_two_transactions(desk: Desk) -> None:
    number = desk.open()
    with desk.store.read() as session:
        before = tickets.get(session, number)
    desk.do(number, start)
    with pytest.raises(Conflict), desk.store.write() as session:
        tickets.change(session, before, before.with_(owner="9"), [])


def test_a_refused_command_leaves_no_trace(desk: Desk) -> None:
    number = desk.open()
    before = desk.get(number)
    with pytest.raises(NotAllowed):
        desk.do(number, lambda t, at, p: c.approve_rejection(t, OFFICER, at, p))
    with pytest.raises(NotFound):
        desk.do("KP-2026-999999-9", start)
    assert desk.get(number) == before
    assert len(desk.kinds(number)) == 2


def test_a_command_first_does_what_had_fallen_due(desk: Desk) -> None:
    number = desk.open()
    desk.pass_(days=6)
    ticket = desk.do(number, start)
    assert ticket.level is Level.DEPUTY_COMMISSIONER
    assert desk.kinds(number)[-2:] == ["escalate", "start"]


def test_merged_citizens_are_each_asked_and_one_says_no(desk: Desk) -> None:
    main, other, third = desk.open(), desk.open(person="tel:+923000000001"), desk.open(person="tel:+923000000002")
    for number in (other, third):
        with desk.store.write() as session:
            desk.cases.merge(
                session, number, main, lambda t, m, at, policy: c.merge(t, m, OFFICER, at, policy), desk.now
            )
    desk.do(main, start)
    desk.do(main, propose)
    assert [desk.get(number).state for number in (main, other, third)] == [S.PROPOSED] * 3
    desk.do(main, satisfied)
    desk.do(other, dissatisfied)
    assert [desk.get(number).state for number in (main, other, third)] == [S.CLOSED, S.REOPENED, S.PROPOSED]
    assert desk.get(third).next_step_at is not None


def test_merging_a_ticket_takes_its_followers_along(desk: Desk) -> None:
    a, b, end = (desk.open(person=f"tel:+92300000000{n}") for n in range(3))

    def merge(number: str, into: str) -> None:
        with desk.store.write() as session:
            desk.cases.merge(
                session, number, into, lambda t, m, at, policy: c.merge(t, m, OFFICER, at, policy), desk.now
            )

    merge(a, b)
    merge(b, end)
    assert (desk.get(a).merged_into, desk.get(b).merged_into) == (end, end)


def test_a_rejected_main_ticket_lets_the_others_go_their_own_way(desk: Desk) -> None:
    main, other = desk.open(), desk.open(person="tel:+923000000001")
    with desk.store.write() as session:
        desk.cases.merge(session, other, main, lambda t, m, at, policy: c.merge(t, m, OFFICER, at, policy), desk.now)
    desk.do(main, lambda t, at, p: c.ask_rejection(t, "in_court", "case 12", OFFICER, at, p))
    desk.do(main, lambda t, at, p: c.approve_rejection(t, HEAD, at, p))
    assert (desk.get(main).state, desk.get(other).state) == (S.REJECTED, S.REOPENED)
    assert desk.get(other).next_step_at is not None


def test_vacant_posts_are_passed_over_on_the_store_too(desk: Desk) -> None:
    desk.cases = Cases()
    with desk.store.write() as session:
        offices.fill_if_empty(session, desk.now)
        for code in ("kp.mardan.mardan.deputy_commissioner", "kp.mardan.commissioner"):
            offices.hold(session, Term(code, "head", PostStatus.TRANSFERRED, desk.now), desk.now)
    number = desk.open()
    desk.pass_(days=5)
    desk.sweep()
    assert desk.get(number).level is Level.CHIEF_SECRETARY


STATEMENTS = [
    "UPDATE ticket_events SET kind = 'x'",
    "UPDATE ticket_events SET data = '{}'",
    "UPDATE ticket_events SET hash = 'x'",
    'UPDATE ticket_events SET words = \'{"why": "another"}\'',
    "DELETE FROM ticket_events",
    "DELETE FROM ticket_events WHERE seq = 2",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_nothing_can_change_or_delete_an_event(desk: Desk, statement: str) -> None:
    number = desk.open()
    with pytest.raises(DBAPIError, match=r"stays|can only be erased"), desk.store.engine.begin() as connection:
        connection.execute(text(statement))
    assert desk.kinds(number) == ["registered", "assign"]
    verify(desk, number)


def test_words_can_be_erased_and_the_chain_holds(desk: Desk) -> None:
    number = desk.open()
    with desk.store.engine.begin() as connection:
        connection.execute(text("UPDATE ticket_events SET words = '{}'"))
    with desk.store.read() as session:
        events = tickets.events(session, number)
    assert [event.words for event in events] == [{}, {}]
    assert "lost its words" in str(history.verify(events)), "it must be told"
    with desk.store.write() as session:
        ticket = tickets.get(session, number)
        tickets.change(session, ticket, ticket, [NewEvent(history.ERASED, desk.now, "system")])
    verify(desk, number)


def test_an_agent_can_bring_the_word_of_a_caller(desk: Desk) -> None:
    number = desk.open()
    desk.do(number, propose)
    done = desk.do(number, lambda t, at, p: c.citizen_satisfied(t, AGENT, at, p, remark="by phone", call="CA1"))
    assert done.state is S.CLOSED

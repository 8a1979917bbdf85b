"""A case is closed, or not, by the citizen on their own channel: on the main road, on both databases."""

import dataclasses

import pytest
from sqlalchemy import update

from core import casework as c
from core.casework.history import verify
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.ticket import Confirmation, Level, Ticket, TicketState
from gateway.pipeline.timing import deadlines, erase
from tests.core.casework.given import HEAD, OFFICER
from tests.core.store.given import shared_cases
from tests.fakes.house import TestHouse, make_house

S = TicketState
CITIZEN = "+923001234567"


class Road:
    """The house, with an officer in it."""

    def __init__(self, house: TestHouse) -> None:
        self.house = house
        self.count = 0

    def hear(self, text: str, sender: str = CITIZEN, **more: str) -> list[str]:
        """What the citizen says; what they hear back."""
        self.count += 1
        before = len(self.house.said)
        self.house.hear(text, id=f"M{self.count}", sender=sender, **more)
        self.house.work()
        return self.house.said[before:]

    def complain(self, sender: str = CITIZEN) -> str:
        self.hear("done", sender)
        return self.tickets(sender)[0].number

    def do(self, number: str, command: object) -> list[str]:
        """What an officer does; what the citizen hears."""
        before = len(self.house.said)
        now = self.house.clock.now()
        with self.house.house.store.write() as session:
            ticket = self.house.house.cases.do(session, number, command, now)  # type: ignore[arg-type]
        self.house.house.queue.deliver(ticket.person)
        self.house.work()
        return self.house.said[before:]

    def propose(self, number: str) -> list[str]:
        return self.do(number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))

    def tickets(self, sender: str = CITIZEN) -> list[Ticket]:
        with self.house.house.store.read() as session:
            return tickets.of_person(session, f"tel:{sender}", limit=50)

    def get(self, number: str) -> Ticket:
        with self.house.house.store.read() as session:
            return tickets.get(session, number)

    def words(self, number: str) -> list[tuple[str, str, dict[str, str]]]:
        with self.house.house.store.read() as session:
            events = tickets.events(session, number)
        assert verify(events) is None
        return [(event.kind, event.actor, dict(event.words)) for event in events]

    def button(self, which: str) -> str:
        """The payload of a button of the last message."""
        return {b.payload.split(":")[1]: b.payload for b in self.house.channel.sent[-1].buttons}[which]


@pytest.fixture
def road(store: Store) -> Road:
    made = make_house(store)
    made.house = dataclasses.replace(made.house, cases=shared_cases())
    return Road(made)


def test_the_number_comes_with_where_it_went_and_until_when(road: Road) -> None:
    [told] = road.hear("done")[1:]
    assert "Tracking number: KP-2026-000001-5" in told
    assert told.endswith("It has been sent to: PESCO Division, Mardan. They must answer by 24/11/2026.")


def test_yes_closes(road: Road) -> None:
    number = road.complain()
    asked = road.propose(number)
    assert asked == [f"The office says that your complaint {number} is solved:\npole replaced\nIs it solved?"]
    told = road.hear("Yes, solved", choice=road.button("yes"))
    assert told == [
        f"Thank you. Your complaint {number} is closed, because you say that it is solved. "
        "If the problem comes back within 30 days, tell us."
    ]
    ticket = road.get(number)
    assert (ticket.state, ticket.confirmation) == (S.CLOSED, Confirmation.SATISFIED)
    assert road.words(number)[-1][:2] == ("citizen_satisfied", "citizen")


def test_no_reopens_one_level_up_and_the_next_message_is_why(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    [told] = road.hear("No, not solved", choice=road.button("no"))
    assert "now with: the Deputy Commissioner." in told
    assert "what is still wrong" in told
    assert (road.get(number).state, road.get(number).level) == (S.REOPENED, Level.DEPUTY_COMMISSIONER)
    [told] = road.hear("the new pole has no wire")
    assert told == f"Thank you. Those who now look at your complaint {number} have your words."
    assert road.words(number)[-1] == ("note", "citizen", {"reason": "the new pole has no wire"})
    road.hear("and another thing: no gas")
    assert road.words(number)[-1][2] == {"reason": "the new pole has no wire"}, "what comes then is something new"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Yes, solved", S.CLOSED),
        ("نہیں، حل نہیں ہوا", S.REOPENED),
        ("solved god bless you", S.CLOSED),
        ("unsolved still dark", S.REOPENED),
    ],
)
def test_words_do_as_well_as_buttons(road: Road, text: str, state: TicketState) -> None:
    number = road.complain()
    road.propose(number)
    road.hear(text)
    assert road.get(number).state is state


def test_unsolved_in_words_carries_its_reason(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    [told] = road.hear("unsolved still dark")
    assert told == f"Your complaint {number} is open again. It is now with: the Deputy Commissioner."
    assert road.words(number)[-1][2] == {"reason": "unsolved still dark"}


@pytest.mark.parametrize("proposed", [True, False])
def test_thanks_neither_closes_nor_reopens(road: Road, proposed: bool) -> None:
    number = road.complain()
    road.propose(number)
    if not proposed:
        road.hear("Yes, solved")
    before = road.get(number)
    road.hear("thanks a lot")
    assert road.get(number) == before


def test_a_stranger_with_the_button_changes_nothing(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    payload = road.button("yes")
    road.hear("Yes, solved", "+923009999999", choice=payload)
    road.hear(payload, "+923009999999")
    road.hear("Yes, solved", choice=payload, trusted="no")
    assert road.get(number).state is S.PROPOSED


def test_a_button_pressed_twice_or_too_late(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    yes, no = road.button("yes"), road.button("no")
    road.hear("x", choice=yes)
    assert road.hear("x", choice=yes) == [f"Your complaint {number} is closed already."]
    assert road.hear("x", choice=no)[0].startswith("We are sorry."), "they may still say that it is not solved"
    assert road.hear("x", choice=yes)[0].startswith(f"Your complaint {number} is being worked on.")


def test_an_old_case_is_not_opened_again(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    road.hear("Yes, solved")
    road.house.clock.pass_(days=31)
    [told] = road.hear("x", choice=f"resolved:no:{number}")
    assert told.startswith(f"Your complaint {number} was closed more than 30 days ago.")
    assert road.get(number).state is S.CLOSED


def test_of_two_cases_each_is_asked_about_by_name(road: Road) -> None:
    first, second = road.complain(), road.complain()
    road.propose(first)
    road.propose(second)
    asked = road.hear("solved")
    assert len(asked) == 2
    assert {road.get(first).state, road.get(second).state} == {S.PROPOSED}
    road.hear("x", choice=f"resolved:yes:{first}")
    assert (road.get(first).state, road.get(second).state) == (S.CLOSED, S.PROPOSED)


def test_an_answer_to_the_offices_question_goes_to_the_office(road: Road) -> None:
    number = road.complain()
    [asked] = road.do(number, lambda t, at, p: c.ask_citizen(t, "Which feeder?", OFFICER, at, p))
    assert "Which feeder?" in asked
    assert road.hear("Baghdada feeder") == [f"Thank you. Your answer about your complaint {number} went to the office."]
    assert road.get(number).state is S.IN_PROGRESS
    assert road.words(number)[-1] == ("citizen_answered", "citizen", {"answer": "Baghdada feeder"})
    assert road.hear("no gas") == ["you said no gas"], "after that it is a new complaint"


def test_unsolved_about_a_case_still_open_is_a_reminder(road: Road) -> None:
    number = road.complain()
    road.hear("unsolved nobody came")
    assert road.words(number)[-1] == ("remind", "citizen", {"remark": "unsolved nobody came"})
    assert road.get(number).state is S.ASSIGNED


def test_a_rejection_can_be_appealed_in_words_once(road: Road) -> None:
    number = road.complain()

    def reject() -> list[str]:
        road.do(number, lambda t, at, p: c.ask_rejection(t, "in_court", "case 12", OFFICER, at, p))
        return road.do(number, lambda t, at, p: c.approve_rejection(t, HEAD, at, p))

    assert "looked at once more" in reject()[-1]
    road.hear("unsolved that is another case")
    assert (road.get(number).state, road.get(number).level) == (S.REOPENED, Level.DEPUTY_COMMISSIONER)
    assert "is final" in reject()[-1]
    assert road.hear("unsolved again") == [f"Your complaint {number} is closed already."]
    assert road.get(number).state is S.REJECTED


def test_silence_is_asked_twice_and_then_a_supervisor_must_call(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    before = len(road.house.said)
    for _ in range(12):
        road.house.clock.pass_(days=1)
        deadlines(road.house.house)
        road.house.work()
    told = road.house.said[before:]
    assert len(told) == 2
    assert all(text.startswith(f"We have not heard from you about your complaint {number}.") for text in told)
    ticket = road.get(number)
    assert ticket.state is S.PROPOSED
    assert ticket.check_from is not None
    road.hear("Yes, solved")
    assert road.get(number).confirmation is Confirmation.SATISFIED, "their own word still counts"


def test_every_level_is_told_to_the_citizen_when_nobody_acts(road: Road) -> None:
    number = road.complain()
    before = len(road.house.said)
    for _ in range(40):
        road.house.clock.pass_(days=1)
        deadlines(road.house.house)
        road.house.work()
    levels = [
        "the Deputy Commissioner",
        "the Commissioner",
        "the Chief Secretary",
        "the Chief Minister's complaint cell",
    ]
    assert road.house.said[before:] == [
        f"Your complaint {number} was not dealt with in time. It is now with: {level}." for level in levels
    ]
    assert deadlines(road.house.house) == 0


def test_a_ticket_that_cannot_be_handled_does_not_hold_up_the_others(road: Road, monkeypatch) -> None:
    numbers = [road.complain(f"+92300000000{n}") for n in range(3)]
    road.house.clock.pass_(days=5)
    cases = road.house.house.cases
    right = type(cases).catch_up

    def wrong(self, session, number, now):
        if number == numbers[0]:
            raise ZeroDivisionError
        return right(self, session, number, now)

    monkeypatch.setattr(type(cases), "catch_up", wrong)
    assert deadlines(road.house.house) == 2
    assert [road.get(number).level > 0 for number in numbers] == [False, True, True]


def test_a_person_is_taken_out_of_a_case_that_ended_long_ago(road: Road) -> None:
    number, still_open = road.complain(), road.complain("+923009999999")
    road.propose(number)
    road.hear("Yes, solved")
    road.house.clock.pass_(days=1824)
    assert erase(road.house.house) == 0
    road.house.clock.pass_(days=2)
    assert erase(road.house.house) == 1
    assert road.tickets() == []
    assert road.get(number).state is S.CLOSED
    assert all(words == {} for _, _, words in road.words(number))
    assert [ticket.number for ticket in road.tickets("+923009999999")] == [still_open]


@pytest.mark.parametrize(("text", "state"), [("yes", S.CLOSED), ("no", S.REOPENED)])
def test_a_bare_yes_or_no_answers_the_question(road: Road, text: str, state: TicketState) -> None:
    number = road.complain()
    road.propose(number)
    road.hear(text)
    assert road.get(number).state is state


@pytest.mark.parametrize(("text", "state"), [("1", S.CLOSED), ("2", S.REOPENED), ("۲", S.REOPENED), ("3", S.PROPOSED)])
def test_where_buttons_cannot_be_shown_the_number_of_the_line_answers(
    road: Road, text: str, state: TicketState
) -> None:
    number = road.complain()
    road.propose(number)
    road.hear(text)
    assert road.get(number).state is state


def test_a_number_in_the_middle_of_a_new_complaint_is_about_that(road: Road) -> None:
    number = road.complain()
    road.hear("another problem: gas is out")
    road.propose(number)
    assert road.hear("2") == ["you said 2"]
    assert road.get(number).state is S.PROPOSED


def test_a_bare_no_in_the_middle_of_a_new_complaint_is_about_that(road: Road) -> None:
    number = road.complain()
    road.hear("another problem: no gas here")
    road.propose(number)
    assert road.hear("no") == ["you said no"]
    assert road.get(number).state is S.PROPOSED


def test_a_bare_no_when_nothing_is_asked_opens_nothing(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    road.hear("Yes, solved")
    road.hear("no")
    assert road.get(number).state is S.CLOSED


def test_a_case_told_elsewhere_with_this_phone_is_theirs_too(road: Road) -> None:
    number = road.complain()
    road.propose(number)
    with road.house.house.store.write() as session:
        session.execute(update(TicketRow).where(TicketRow.number == number).values(person="letter:abc"))
    road.hear("x", "+923009999999", choice=f"resolved:yes:{number}")
    assert road.get(number).state is S.PROPOSED, "a stranger's phone"
    road.hear("x", choice=f"resolved:yes:{number}")
    assert road.get(number).state is S.CLOSED
    assert number in road.hear("status")[0]

"""Calls that ask whether a case is solved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from channels.ivr.prompts import catalogue
from core.casework import citizen_satisfied
from core.helpline import Kind
from core.outbox import OutboxState, Verdict
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.helpline import tasks
from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow
from core.ticket import CITIZEN, TicketState
from gateway.pipeline.calls.outgoing import ask_by_telephone
from gateway.pipeline.calls.scheduled import helpline as look_after_calls
from tests.fakes.helpline import CALLER, RECORDING, Line
from tests.fakes.parts import START
from tests.gateway.pipeline.calls.proposing import propose, proposed


def ask(line: Line) -> int:
    return ask_by_telephone(line.house.house, line.channel)


def placed(line: Line) -> Sequence[OutboxRow]:
    with line.house.house.store.read() as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
    return [row for row in rows if row.message["template"] == "call"]


def task(line: Line) -> int:
    with line.house.house.store.read() as session:
        [row] = tasks.waiting(session, Kind.FEEDBACK)
    return row.id


def state(line: Line, number: str) -> TicketState:
    with line.house.house.store.read() as session:
        return tickets.get(session, number).state


def failed(line: Line, row: OutboxRow, reason: str) -> None:
    with line.house.house.store.write() as session:
        outbox.settle(session, row.id, Verdict(OutboxState.FAILED, reason=reason), START)


def settle(line: Line) -> None:
    """Twilio has every call that was staged."""
    with line.house.house.store.write() as session:
        for row in placed(line):
            outbox.mark_sent(session, row.id, f"CA{row.id}", line.house.clock.now())


def test_a_proposal_rings_the_caller_once(line: Line) -> None:
    proposed(line)
    assert ask(line) == 1
    assert [ask(line), ask(line)] == [0, 0]
    [call] = placed(line)
    assert call.message["to"] == CALLER
    assert ("deliver", f"tel:{CALLER}") in line.house.queue.jobs


def test_one_closes_the_case(line: Line) -> None:
    ticket = proposed(line)
    ask(line)
    number = task(line)
    call = line.pick_up(number)
    assert "is solved" in call.heard()
    assert ", ".join(filter(str.isdigit, ticket.number)) in call.heard()
    call.press("1")
    assert catalogue("en")["thanks_solved"] in call.heard()
    assert state(line, ticket.number) is TicketState.CLOSED
    assert not call.call.live


def test_two_opens_it_again_with_the_recorded_reason_and_an_agent_hears_it(line: Line) -> None:
    ticket = proposed(line)
    ask(line)
    call = line.pick_up(task(line))
    call.press("2")
    call.record(9, RECORDING.replace("RE1", "RE9"), sid="RE9", key="#")
    assert catalogue("en")["thanks_not"] in call.heard()
    assert state(line, ticket.number) is TicketState.REOPENED
    with line.house.house.store.read() as session:
        told = tickets.events(session, ticket.number)[-1]
        waiting = {row.why for row in tasks.waiting(session, Kind.HEAR)}
    assert told.words["reason"] == "[voice recording]"
    assert "why_not" in waiting or waiting == {"recorded"}


@pytest.mark.parametrize("does", ["hangs up", "says nothing", "#"])
def test_no_without_a_reason_counts_all_the_same(line: Line, does: str) -> None:
    ticket = proposed(line)
    ask(line)
    call = line.pick_up(task(line))
    call.press("2")
    if does == "hangs up":
        call.hang_up()
    elif does == "#":
        call.press("#")
    else:
        call.wait()
        call.wait()
    assert state(line, ticket.number) is TicketState.REOPENED


def test_who_presses_nothing_is_asked_again_later_and_the_case_stays(line: Line) -> None:
    ticket = proposed(line)
    ask(line)
    call = line.pick_up(task(line))
    for _ in range(3):
        call.wait()
    assert catalogue("en")["ask_later"] in call.heard()
    assert state(line, ticket.number) is TicketState.PROPOSED
    settle(line)
    line.house.clock.pass_(hours=5)
    assert ask(line) == 1


def test_nobody_answers_and_it_ends_after_three_tries(line: Line) -> None:
    line.house.clock.time = datetime.fromisoformat("2026-11-23T10:00:00+05:00")
    proposed(line)
    for number in range(1, 4):
        assert ask(line) == 1
        settle(line)
        assert line.post(f"/in/ivr/out/{task(line)}/status", CallSid=f"CA{number}", CallStatus="no-answer") == 204
        line.house.clock.pass_(minutes=30)
        assert ask(line) == 0
        line.house.clock.pass_(hours=4)
    assert ask(line) == 0
    assert len(placed(line)) == 3
    with line.house.house.store.read() as session:
        assert not tasks.waiting(session, Kind.FEEDBACK)


def test_a_try_that_is_still_to_be_sent_is_not_staged_a_second_time(line: Line) -> None:
    proposed(line)
    ask(line)
    line.house.clock.pass_(hours=5)
    assert ask(line) == 0
    assert len(placed(line)) == 1


def test_nobody_is_called_at_night(line: Line) -> None:
    proposed(line)
    line.house.clock.time = datetime.fromisoformat("2026-11-23T23:30:00+05:00")
    assert ask(line) == 0
    line.house.clock.pass_(hours=9)
    assert ask(line) == 0
    line.house.clock.pass_(hours=1)
    assert ask(line) == 1


def test_nobody_is_called_while_they_are_on_the_telephone_with_us(line: Line) -> None:
    proposed(line)
    call = line.dial()
    assert ask(line) == 0
    call.hang_up()
    line.house.clock.pass_(minutes=11)
    assert ask(line) == 1


def test_a_call_that_could_not_be_placed_in_time_is_not_placed_late(line: Line) -> None:
    proposed(line)
    ask(line)
    [row] = placed(line)
    line.house.clock.pass_(hours=2)
    line.house.queue.jobs = [("deliver", f"tel:{CALLER}")]
    with line.house.house.store.write() as session:  # the messages before it are settled
        for other in session.scalars(select(OutboxRow).where(OutboxRow.id != row.id)):
            other.state = OutboxState.SENT.value
    line.house.work()
    [row] = placed(line)
    assert row.state == OutboxState.FAILED
    assert "time for this call has passed" in (row.reason or "")


def test_who_wants_no_messages_is_not_called_again(line: Line) -> None:
    proposed(line)
    ask(line)
    failed(line, placed(line)[0], "recipient-stopped: they asked for no more messages")
    line.house.clock.pass_(hours=5)
    assert ask(line) == 0
    with line.house.house.store.read() as session:
        assert not tasks.waiting(session, Kind.FEEDBACK)


def test_who_was_faster_on_another_channel_is_told_so(line: Line) -> None:
    ticket = proposed(line)
    ask(line)
    number = task(line)
    call = line.pick_up(number)
    house = line.house.house
    with house.store.write() as session:
        house.cases.do(session, ticket.number, lambda t, at, p: citizen_satisfied(t, CITIZEN, at, p), house.clock.now())
    call.press("1")
    assert catalogue("en")["thanks_already"] in call.heard()
    assert state(line, ticket.number) is TicketState.CLOSED
    assert catalogue("en")["wrong_call"] in line.pick_up(number, sid="CA78").heard()


def test_being_asked_again_is_being_called_again(line: Line) -> None:
    ticket = proposed(line)
    ask(line)
    call = line.pick_up(task(line))
    call.press("2")
    call.press("#")
    line.house.clock.pass_(days=1)
    propose(line, ticket.number)
    assert ask(line) == 1


def test_an_sms_that_did_not_arrive_is_followed_by_a_call(line: Line) -> None:
    ticket = proposed(line)
    with line.house.house.store.write() as session:
        row = session.scalars(select(TicketRow).where(TicketRow.number == ticket.number)).one()
        row.channel = "sms"
    assert ask(line) == 0
    with line.house.house.store.read() as session:
        asked = session.scalars(select(OutboxRow).where(OutboxRow.cause.like("case:%")).order_by(OutboxRow.id)).all()[
            -1
        ]
    failed(line, asked, "delivery-failed: 30006, a landline")
    assert ask(line) == 1


def test_it_can_be_switched_off(line: Line) -> None:
    never = line.channel.settings.model_copy(update={"feedback_tries": 0})
    proposed(line)
    assert ask_by_telephone(line.house.house, replace(line.channel, settings=never)) == 0


def test_a_house_without_a_telephone_has_nothing_to_do(line: Line) -> None:
    proposed(line)
    look_after_calls(replace(line.house.house, channels={}))
    assert placed(line) == []
    look_after_calls(line.house.house)
    assert len(placed(line)) == 1

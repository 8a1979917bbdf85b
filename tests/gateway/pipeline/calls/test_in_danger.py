"""Danger told on the telephone: numbers first; surely one is registered at once, perhaps one is asked about."""

from collections.abc import Sequence

import pytest

from core.ports import Outcome, Turn, TurnResult, Understanding
from core.store.casework import tickets
from core.store.engine import Store
from core.store.pipeline import conversations
from core.ticket import Severity, Ticket
from gateway.pipeline.timing import silent_dangers
from nlu.fallback import PlainQuestions
from simulator.twiml import StrictCaller
from tests.fakes.helpline import CALLER, RECORDING, Line, helpline

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
BEFORE = ("3", "1", "1", "Mardan", "record")
TOLD = "the wall of the school has cracked"


class Hearing(PlainQuestions):
    """Hears danger where it is told to: ``perhaps`` or ``surely``."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self.how = how

    def turn(self, turn: Turn) -> TurnResult:
        result = super().turn(turn)
        heard = self.understand([turn.text])[0]
        return TurnResult(
            result.replies, Outcome.ASKING, result.asking, result.language, result.fields, heard, result.engine
        )

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        told = TOLD in texts[0]
        kind = "collapse" if told else None
        intent = {"yes": "affirm", "no": "deny"}.get(texts[0], "inform")
        return [Understanding("en", intent, danger=kind, urgent=told and self.how == "surely")]


def say(call: StrictCaller, *acts: str) -> str:
    before = len(call.call.sounds)
    for number, act in enumerate(acts):
        if act == "record":
            call.record(15, f"{RECORDING}{number}", sid=f"RE{number}", key="#")
        elif act == ".":
            call.wait()
        elif set(act) <= set("0123456789*#"):
            call.press(act)
        else:
            call.speak(act, 0.92)
    return call.heard(before)


def cases(line: Line) -> list[Ticket]:
    with line.house.house.store.read() as session:
        return list(tickets.of_person(session, f"tel:{CALLER}"))


def told_of(line: Line, number: str) -> tuple[str | None, str | None]:
    with line.house.house.store.read() as session:
        record = tickets.record(session, number)
    return record.get("description"), record.get("address")


def test_surely_is_registered_at_once_and_only_the_place_is_asked(store: Store) -> None:
    line = helpline(store, Hearing("surely"))
    call = line.dial()
    heard = say(call, *BEFORE, TOLD)
    [ticket] = cases(line)
    assert (ticket.urgent, ticket.severity, ticket.district) == (True, Severity.CRITICAL, "Mardan")
    assert heard.index("1 1 2 2") < heard.index("registered as an emergency") < heard.index("In which village")
    assert "number" in say(call, "Toru, near the mosque")
    assert told_of(line, ticket.number) == (TOLD, "Toru, near the mosque")
    assert len(cases(line)) == 1


def test_it_is_heard_whatever_was_asked(store: Store) -> None:
    line = helpline(store, Hearing("surely"))
    call = line.dial()
    assert "1 1 2 2" in say(call, "3", "1", TOLD)
    [ticket] = cases(line)
    assert ticket.urgent
    assert told_of(line, ticket.number)[0] == TOLD


@pytest.mark.parametrize("answer", [("1",), ("yes",), (".", ".", ".")])
def test_perhaps_is_asked_and_yes_or_silence_registers_it(store: Store, answer: tuple[str, ...]) -> None:
    line = helpline(store, Hearing("perhaps"))
    call = line.dial()
    heard = say(call, *BEFORE, TOLD)
    assert heard.index("1 1 2 2") < heard.index("in danger right now")
    assert cases(line) == []
    say(call, *answer)
    [ticket] = cases(line)
    assert ticket.urgent


@pytest.mark.parametrize("answer", ["2", "no"])
def test_no_goes_on_where_the_call_was(store: Store, answer: str) -> None:
    line = helpline(store, Hearing("perhaps"))
    call = line.dial()
    say(call, *BEFORE, TOLD)
    assert "In which village" in say(call, answer)
    assert cases(line) == []
    assert "in danger right now" not in say(call, TOLD), "it is asked once"
    say(call, "#", "1")
    assert [ticket.urgent for ticket in cases(line)] == [False]


def test_who_hangs_up_while_it_is_asked_is_taken_to_be_in_danger(store: Store) -> None:
    line = helpline(store, Hearing("perhaps"))
    call = line.dial()
    say(call, *BEFORE, TOLD)
    call.hang_up()
    line.house.clock.pass_(minutes=11)
    assert silent_dangers(line.house.house) == 1
    assert [ticket.urgent for ticket in cases(line)] == [True]


def test_where_it_is_may_come_in_writing(store: Store) -> None:
    line = helpline(store, Hearing("surely"))
    call = line.dial()
    say(call, *BEFORE, TOLD)
    call.hang_up()
    line.house.hear("Toru, near the mosque", id="SM1", sender=CALLER)
    line.house.work()
    [ticket] = cases(line)
    assert told_of(line, ticket.number)[1] == "Toru, near the mosque"


def test_a_danger_that_is_none_is_taken_back_on_the_telephone(store: Store) -> None:
    line = helpline(store, Hearing("surely"))
    call = line.dial()
    say(call, *BEFORE, TOLD)
    say(call, "no no, nobody is hurt, false alarm")
    [ticket] = cases(line)
    assert not ticket.urgent
    with store.read() as session:
        told_in = conversations.latest(session, f"tel:{CALLER}")
    assert told_in is not None
    assert not told_in.urgent

"""An emergency is not a form: numbers first, registered at once, due by the clock, told until somebody takes it."""

from datetime import timedelta

import pytest

from core.casework import start
from core.casework.alarms import AlarmRules, Duty
from core.outbox import OutboxState
from core.services.cases import Cases
from core.store.desk import queue
from core.store.desk.wanted import Wanted
from core.store.engine import Store
from core.ticket import Severity
from gateway.pipeline.timing import alarms
from tests.core.casework.given import OFFICER
from tests.gateway.pipeline.citizen import Citizen, citizen

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

MARDAN = Duty("control room", "+929370000001", "Mardan")
LATER = Duty("commissioner", "+929370000002", "Mardan", after_minutes=10)
SWAT = Duty("control room", "+929460000003", "Swat")
TOLD = {
    "en": ("my house is on fire, help, people are inside", "1122", "Where is it?"),
    "ur": ("گھر میں آگ لگی ہے بچاؤ", "1122", "کہاں ہے"),
    "roman_ur": ("ghar mein aag lagi hai bachao", "1122", "kahan hai"),
    "ps": ("زه خپل ځان وژنم", "0311-7786264", "چېرته ده"),
}


@pytest.fixture
def person(store: Store) -> Citizen:
    return citizen(store, Cases(alarms=AlarmRules(duty=(MARDAN, LATER, SWAT), link="https://arzi.example.org/desk")))


@pytest.mark.parametrize(("told", "number", "where"), TOLD.values(), ids=TOLD)
def test_numbers_first_then_only_where(person: Citizen, told: str, number: str, where: str) -> None:
    answer = person.says(told)
    [ticket] = person.tickets()
    lines = answer.split("\n")
    assert number in "\n".join(lines[:4])
    assert where in lines[-1]
    assert ticket.number in answer
    assert ticket.urgent
    assert ticket.severity is Severity.CRITICAL


def test_it_is_due_by_the_clock(person: Citizen) -> None:
    person.house.clock.time = person.house.clock.time.replace(hour=19)  # a Sunday's midnight in Pakistan
    person.says("ghar mein aag lagi hai bachao")
    [ticket] = person.tickets()
    assert ticket.due_at == ticket.created_at + timedelta(minutes=60)


def test_where_is_learnt_and_the_office_gets_it(person: Citizen) -> None:
    person.says("ghar mein aag lagi hai bachao")
    person.says("jaldi karo")
    person.says("Mardan, Toru, masjid ke paas")
    [ticket] = person.tickets()
    assert ticket.district == "Mardan"
    assert ticket.office_id is not None
    record = person.record(ticket.number)
    assert record.get("address") == "Mardan, Toru, masjid ke paas"
    answer = person.says("aag abhi bhi lagi hai")
    assert ticket.number in answer
    assert answer.startswith("Barah-e-karam abhi call karein")
    assert len(person.tickets()) == 1


def test_what_is_known_is_not_asked(person: Citizen) -> None:
    answer = person.says("ghar mein aag lagi hai bachao, Mardan mein")
    [ticket] = person.tickets()
    assert ticket.district == "Mardan"
    assert "theek kis jagah" in answer


def test_who_is_on_duty_is_told_until_somebody_takes_it(person: Citizen) -> None:
    person.says("ghar mein aag lagi hai bachao, Mardan mein")
    [ticket] = person.tickets()
    assert {row.message["to"] for row in person.outbox(f"alarm:{ticket.number}:0:")} >= {MARDAN.phone}
    to = [row.message["to"] for row in person.outbox(f"alarm:{ticket.number}:")]
    assert LATER.phone not in to
    assert SWAT.phone not in to
    ways = {row.cause.split(":")[3] for row in person.outbox(f"alarm:{ticket.number}:0:")}
    assert ways == {"sms", "spoken"}
    assert all(row.state == OutboxState.STAGED for row in person.outbox("alarm:"))
    rounds = []
    for minutes in (5, 5, 10, 10, 30):
        person.house.clock.pass_(minutes=minutes)
        alarms(person.house.house)
        alarms(person.house.house)  # another scheduler
        rounds.append(len({row.cause.split(":")[2] for row in person.outbox("alarm:")}))
    assert rounds == [2, 3, 4, 5, 6]
    assert LATER.phone in [row.message["to"] for row in person.outbox(f"alarm:{ticket.number}:2:")]
    assert "emergency" in person.notices(ticket.number)
    house = person.house.house
    with house.store.write() as session:
        house.cases.do(session, ticket.number, lambda t, at, p: start(t, OFFICER, at, p), house.clock.now())
    before = len(person.outbox("alarm:"))
    person.house.clock.pass_(minutes=90)
    alarms(house)
    assert len(person.outbox("alarm:")) == before


def test_where_the_place_is_not_known_everybody_on_duty_is_told(person: Citizen) -> None:
    person.says("ghar mein aag lagi hai bachao")
    told = {row.message["to"] for row in person.outbox("alarm:")}
    assert {MARDAN.phone, SWAT.phone} <= told


def test_alarms_name_nobody(person: Citizen) -> None:
    person.says("mera naam kisi ko na batana, ghar mein aag lagi hai, mera number 0300-1234567", name="Zarghuna")
    [ticket] = person.tickets()
    assert ticket.anonymous
    texts = " ".join(row.message["text"] for row in person.outbox("alarm:"))
    assert "Zarghuna" not in texts
    assert "1234567" not in texts
    assert f"/desk/{ticket.number}" in texts


def test_it_is_pinned_above_everything_in_the_queue(person: Citizen) -> None:
    for n in range(3):
        other = Citizen(person.house, phone=f"+92300000001{n}")
        for text in ("3 days no electricity in Mardan", "Toru", "yes"):
            other.says(text)
    person.house.clock.pass_(days=5)  # these are late by now
    person.says("ghar mein aag lagi hai bachao, Mardan mein")
    urgent = person.tickets()[-1].number
    house = person.house.house
    with house.store.read() as session:
        first = queue.page(session, Wanted(), house.clock.now(), limit=2)
        assert first.next is not None
        after = queue.read_cursor(str(first.next))
        second = queue.page(session, Wanted(), house.clock.now(), after=after, limit=2)
    numbers = [line.number for line in (*first.lines, *second.lines)]
    assert numbers[0] == urgent
    assert sorted(numbers) == sorted(ticket.number for ticket in person.tickets())
    with house.store.read() as session:
        one = queue.page(session, Wanted(), house.clock.now(), limit=1)
        rest = queue.page(session, Wanted(), house.clock.now(), after=one.next, limit=9)
    assert [line.number for line in (*one.lines, *rest.lines)] == numbers


def test_told_again_it_is_the_same_case(person: Citizen) -> None:
    person.says("ghar mein aag lagi hai bachao, Mardan mein")
    person.says("Toru")
    person.says("ghar mein aag lagi hai, jaldi karo")
    assert len(person.tickets()) == 1

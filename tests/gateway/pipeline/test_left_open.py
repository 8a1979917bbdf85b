"""A complaint left open: asked about once, then a clerk sees it; serious ones are seen at once."""

from datetime import timedelta

import pytest

from core.complaint import Field, Source
from core.errors import Malformed, NotFound, Rejected
from core.intake import unfinished
from core.store.engine import Store
from gateway.pipeline.timing import ask_unfinished
from tests.gateway.pipeline.citizen import Citizen, citizen

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
RULES = unfinished.Rules()
LANGUAGES = {
    "en": ("no electricity in Mardan for days", "not registered yet"),
    "ur": ("مردان میں تین دن سے بجلی نہیں ہے", "درج نہیں ہوئی"),
    "roman_ur": ("mardan mein teen din se bijli nahi hai", "darj nahi hui"),
    "ps": ("په مردان کې درې ورځې برېښنا نشته", "نه دی ثبت شوی"),
}


def hears(person: Citizen, hours: float) -> list[str]:
    """What they are told after so long, with the timed job run twice."""
    said = len(person.house.said)
    person.house.clock.pass_(hours=hours)
    ask_unfinished(person.house.house)
    ask_unfinished(person.house.house)
    person.house.work()
    return person.house.said[said:]


def seen(person: Citizen) -> list[str]:
    """Descriptions of what a clerk sees now."""
    house = person.house.house
    with house.store.read() as session:
        left = unfinished.waiting(session, RULES, house.clock.now())
        assert unfinished.count(session, RULES, house.clock.now()) == len(left)
    return [one.conversation.complaint.fields["description"].value for one in left]


@pytest.mark.parametrize(("told", "asked"), LANGUAGES.values(), ids=LANGUAGES)
def test_it_is_asked_about_once_and_then_seen(store: Store, told: str, asked: str) -> None:
    person = citizen(store)
    person.says(told)
    assert hears(person, 1) == []
    [question] = hears(person, 2)
    assert asked in question
    assert told in question
    assert hears(person, 5) == []
    assert seen(person) == []
    assert hears(person, 14) == []
    assert seen(person) == [told]


def test_who_goes_on_is_not_seen(store: Store) -> None:
    person = citizen(store)
    person.says("no electricity in Mardan for days")
    hears(person, 3)
    person.says("Toru")
    hears(person, 19)
    assert seen(person) == []
    person.says("yes")
    hears(person, 30)
    assert seen(person) == []
    assert len(person.tickets()) == 1


def test_outside_the_channels_window_nobody_is_asked(store: Store) -> None:
    person = citizen(store)
    person.says("no electricity in Mardan for days")
    assert hears(person, 24) == []


@pytest.mark.parametrize(
    "told",
    [
        "The patwari in Mardan asks for money",
        "SHO ne mujh se rishwat mangi",
        "police FIR darj nahi karti Swat mein",
    ],
)
def test_what_is_serious_is_seen_at_once(store: Store, told: str) -> None:
    person = citizen(store)
    person.says(told)
    assert seen(person) == [told]


def test_a_clerk_completes_and_registers_it(store: Store) -> None:
    person = citizen(store)
    person.says("SHO ne mujh se rishwat mangi")
    house = person.house.house
    now = house.clock.now()
    with house.store.read() as session:
        [left] = unfinished.waiting(session, RULES, now)
    with pytest.raises(Malformed), house.store.write() as session:
        unfinished.register(session, house.cases, left.conversation.id, "user", now)
    known = {"district": Field("Mardan", 1.0, Source.CLERK), "category": Field("police", 1.0, Source.CLERK)}
    with house.store.write() as session:
        unfinished.complete(session, left.conversation.id, known)
        ticket = unfinished.register(session, house.cases, left.conversation.id, "user", now)
    assert ticket.district == "Mardan"
    assert seen(person) == []
    person.house.house.queue.deliver(ticket.person)
    person.house.work()
    assert ticket.number in person.house.said[-1]


def test_a_clerk_closes_it_with_a_reason(store: Store) -> None:
    person = citizen(store)
    person.says("SHO ne mujh se rishwat mangi")
    house = person.house.house
    now = house.clock.now() + timedelta(hours=1)
    with house.store.read() as session:
        [left] = unfinished.waiting(session, RULES, now)
    with pytest.raises(Rejected), house.store.write() as session:
        unfinished.close(session, left.conversation.id, " ", "user", now)
    with house.store.write() as session:
        unfinished.close(session, left.conversation.id, "told by phone that it was a mistake", "user", now)
    assert seen(person) == []
    with pytest.raises(NotFound), house.store.write() as session:
        unfinished.close(session, left.conversation.id, "again", "another", now)

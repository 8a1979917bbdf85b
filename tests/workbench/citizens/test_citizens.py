"""The simulated citizens: who they are, and that a conversation of each temper is held and judged (without Rasa)."""

from collections import Counter
from collections.abc import Iterator

import pytest

from core.complaint import Field, Source
from core.store.engine import Store
from core.store.pipeline import conversations
from nlu.fallback import PlainQuestions
from nlu.lists import with_lists
from workbench.citizens.judge import faults
from workbench.citizens.people import Person, Temper, everybody, ways
from workbench.citizens.report import Judged, figures, mistakes
from workbench.citizens.street import Street, street
from workbench.citizens.talk import hold

PEOPLE = everybody()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with street(tmp_path_factory.mktemp("street"), with_lists(PlainQuestions())) as town:
        yield town


def test_a_hundred_and_twenty_of_every_language_and_temper() -> None:
    assert len(PEOPLE) == 120
    assert set(Counter(one.language for one in PEOPLE).values()) == {30}
    assert set(Counter((one.language, one.temper) for one in PEOPLE).values()) == {3}
    assert len({one.problem for one in PEOPLE}) == len({one.phone for one in PEOPLE}) == 120
    assert len({frozenset(one) for one in ways().values()}) == 1


def first(temper: Temper) -> Person:
    return next(one for one in PEOPLE if one.temper is temper and one.category in ("police", "land_revenue", "health"))


@pytest.mark.parametrize("temper", [Temper.VOICE, Temper.BURSTS, Temper.ALL_AT_ONCE, Temper.CORRECTS, Temper.LATE])
def test_each_holds_a_conversation_to_its_number(town: Street, temper: Temper) -> None:
    held = hold(town, first(temper))
    assert not held.gave_up, held.lines
    [(ticket, told)] = town.tickets(held.person.phone)
    assert any(ticket.number in line for line in held.lines)
    assert told.complaint.get("district") == held.person.district, held.lines


def test_what_is_lost_invented_and_asked_twice_is_seen(town: Street) -> None:
    person = next(one for one in PEOPLE if one.temper is Temper.PLAIN and one.language == "ur" and one.number != 109)
    held = hold(town, person)
    assert faults(town, held) == []
    held.questions.append(held.questions[0])
    assert faults(town, held) == [f"asked twice: {held.questions[0]}"]
    _change(town.house.store, town, person, description="something else", cnic="16101-1234567-1")
    found = faults(town, held)
    assert any(one.startswith("lost: ") for one in found)
    assert "invented: cnic 16101-1234567-1" in found
    judged = [Judged(held, found)]
    assert next(figures(judged)).startswith("success 0 of 1 (0%)")
    assert person.problem in "\n".join(mistakes(judged, whole=True))


def _change(store: Store, town: Street, person: Person, **values: str) -> None:
    [(_, told)] = town.tickets(person.phone)
    news = {name: Field(value, 1.0, Source.CLERK) for name, value in values.items()}
    with store.write() as session:
        conversations.save(session, told.with_(complaint=told.complaint.learn(news)))

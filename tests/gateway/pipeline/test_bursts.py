"""Who writes in short messages is answered once, when they pause; nothing is lost, whatever dies meanwhile."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core.store.engine import Store
from core.store.pipeline import envelopes
from gateway.pipeline.waking import wake
from tests.gateway.pipeline.citizen import Citizen, citizen

PAUSE = timedelta(seconds=4)


@pytest.fixture
def person(store: Store, monkeypatch: pytest.MonkeyPatch) -> Citizen:
    made = citizen(store, pause=PAUSE)
    # How much somebody wrote of late is counted by the processor's clock: here it goes with the citizen's.
    by_theirs = SimpleNamespace(monotonic=lambda: made.house.clock.now().timestamp())
    monkeypatch.setattr("gateway.pipeline.accept.time", by_theirs)
    return made


def writes(person: Citizen, text: str, after: float = 1, **more: str) -> None:
    """A message, ``after`` seconds; whoever is at work then looks at it."""
    person.house.clock.pass_(seconds=after)
    person.written += 1
    person.house.hear(text, id=f"M{person.written}", sender=person.phone, name="Ali Khan", **more)
    person.house.work()


def pauses(person: Citizen, seconds: float = 5) -> list[str]:
    """They pause; what they are told."""
    before, said = person.house.clock.now(), len(person.house.said)
    person.house.clock.pass_(seconds=seconds)
    wake(person.house.house.store, person.house.queue, before, person.house.clock.now())
    person.house.work()
    return person.house.said[said:]


def test_four_short_messages_get_one_answer(person: Citizen) -> None:
    for text in ("salam", "bijli nahi hai", "teen din se", "mardan mein"):
        writes(person, text)
    assert person.house.said == []
    [answer] = pauses(person)
    assert "gaon" in answer  # asked for the place, not for the district
    writes(person, "Toru")
    [answer] = pauses(person)
    assert "bijli nahi hai" in answer
    assert "teen din se" in answer
    writes(person, "haan")
    pauses(person)
    [ticket] = person.tickets()
    assert ticket.district == "Mardan"
    assert person.messages_of(ticket.number) == [
        "salam", "bijli nahi hai", "teen din se", "mardan mein", "Toru", "haan",
    ]  # fmt: skip


def test_a_full_answer_is_answered_soon(person: Citizen) -> None:
    writes(person, "bijli nahi hai mardan mein")
    pauses(person)
    writes(person, "Toru")
    pauses(person)
    writes(person, "haan")
    assert len(pauses(person, 1)) == 1
    assert len(person.tickets()) == 1


def test_who_never_pauses_is_answered_all_the_same(person: Citizen) -> None:
    for n in range(12):
        writes(person, f"bijli nahi hai {n}", after=3)
    assert person.house.said


def test_the_waiting_stands_in_the_database(person: Citizen) -> None:
    writes(person, "bijli nahi hai")
    writes(person, "mardan mein")
    person.house.queue.jobs.clear()  # Redis is wiped, and the worker with it
    person.house.clock.pass_(seconds=5)
    assert person.house.sweep() == 1
    person.house.work()
    assert len(person.house.said) == 1
    with person.house.house.store.read() as session:
        assert envelopes.depth(session) == 0


def test_a_worker_that_dies_in_the_middle_loses_nothing(person: Citizen) -> None:
    class Killed(BaseException):
        pass

    writes(person, "bijli nahi hai")
    writes(person, "mardan mein")
    engine = person.house.house.engine
    turn = engine.turn
    calls = []

    def dies_once(asked: object) -> object:
        calls.append(asked)
        if len(calls) == 1:
            raise Killed
        return turn(asked)  # type: ignore[arg-type]

    engine.turn = dies_once  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        pauses(person)
    writes(person, "Toru mein")
    person.house.clock.pass_(minutes=2)
    person.house.sweep()
    person.house.work()
    [answer] = person.house.said
    assert "bijli nahi hai" in answer + str(calls[-1])
    assert "Toru mein" in answer + str(calls[-1])


def test_a_poisonous_one_among_them_holds_up_nobody(person: Citizen) -> None:
    writes(person, "bijli nahi hai mardan mein")
    writes(person, "poison")
    writes(person, "Toru")
    for _ in range(8):
        pauses(person, 700)
        person.house.sweep()
        person.house.work()
    with person.house.house.store.read() as session:
        assert [row.provider_id for row in envelopes.set_aside_rows(session)] == ["M2"]
        assert envelopes.depth(session) == 0
    assert len(person.house.said) == 2


def test_a_picture_after_words_is_answered_with_them(person: Citizen) -> None:
    writes(person, "bijli nahi hai mardan mein")
    writes(person, "", pictures="1")
    assert len(pauses(person)) == 1

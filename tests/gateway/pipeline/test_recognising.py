"""A machine's words for a recording: kept beside it, tried again, and never believed."""

from dataclasses import dataclass, field, replace

import pytest

from core.errors import ArziError, RecogniserUnavailable, Unsupported
from core.helpline import RECORDED
from core.ports import RecognisedWord, Transcript
from core.store.engine import Store
from core.store.evidence import media, transcripts
from core.store.pipeline import conversations
from gateway.pipeline.recognising import recognise
from nlu.fallback import PlainQuestions
from tests.fakes.house import TestHouse, make_house

SAID = "There is no electricity in Mardan, the transformer burnt"


@dataclass
class Ear:
    """A recogniser that hears SAID, after these faults."""

    faults: list[ArziError] = field(default_factory=list)
    asked: int = 0

    def recognise(self, content: bytes, media_type: str, language: str) -> Transcript:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return Transcript(SAID, "en", tuple(RecognisedWord(word, 0.9) for word in SAID.split()))


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def house(store: Store, ear: Ear) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, engine=PlainQuestions(), recogniser=ear)
    return made


def note(house: TestHouse) -> int:
    """A voice note came in; the file's id."""
    house.hear("", id="V1", sounds="1")
    house.work()
    with house.house.store.read() as session:
        told = conversations.latest(session, "tel:+923001234567")
        assert told is not None
        [row] = media.of_conversation(session, told.id)
        return row.id


def heard(house: TestHouse, media_id: int) -> Transcript | None:
    with house.house.store.read() as session:
        return transcripts.of(session, [media_id]).get(media_id)


def test_the_words_are_kept_and_nothing_they_say_is_believed(house: TestHouse, ear: Ear) -> None:
    file = note(house)
    house.sweep()
    assert ("fetch", file) in house.queue.jobs  # whoever was not asked is found
    for _ in range(2):
        recognise(house.house, file)
    assert ear.asked == 1
    found = heard(house, file)
    assert found is not None
    assert (found.text, found.words[0]) == (SAID, RecognisedWord("There", 0.9))
    with house.house.store.read() as session:
        told = conversations.latest(session, "tel:+923001234567")
    assert told is not None
    assert told.complaint.get("description") == RECORDED
    assert told.complaint.fields["category"].value == "electricity"
    assert told.complaint.get("category") is None
    assert told.complaint.get("district") is None


def test_what_the_citizen_said_is_not_touched(house: TestHouse) -> None:
    file = note(house)
    house.clock.pass_(minutes=5)
    house.hear("2", id="T1")
    house.work()
    recognise(house.house, file)
    with house.house.store.read() as session:
        told = conversations.latest(session, "tel:+923001234567")
    assert told is not None
    assert told.complaint.get("category") == "gas"


def test_a_recogniser_that_is_away_is_asked_again(house: TestHouse, ear: Ear) -> None:
    ear.faults = [RecogniserUnavailable("down"), RecogniserUnavailable("down")]
    file = note(house)
    recognise(house.house, file)
    recognise(house.house, file)  # before its time: not asked
    assert ear.asked == 1
    for _ in range(2):
        house.clock.pass_(minutes=10)
        house.queue.jobs.clear()
        house.sweep()
        assert ("fetch", file) in house.queue.jobs
        recognise(house.house, file)
    assert heard(house, file) is not None


def test_what_it_does_not_take_is_not_asked_for_again(house: TestHouse, ear: Ear) -> None:
    ear.faults = [Unsupported("no sound in it")]
    file = note(house)
    recognise(house.house, file)
    house.clock.pass_(days=1)
    recognise(house.house, file)
    assert ear.asked == 1
    assert heard(house, file) is None


def test_one_that_died_while_asking_is_followed_by_another(house: TestHouse, ear: Ear) -> None:
    file = note(house)
    with house.house.store.write() as session:
        assert transcripts.begin(session, file, house.clock.now())
    recognise(house.house, file)
    assert ear.asked == 0
    house.clock.pass_(minutes=11)
    recognise(house.house, file)
    assert heard(house, file) is not None


def test_off_nothing_is_asked(house: TestHouse, ear: Ear) -> None:
    file = note(house)
    recognise(replace(house.house, recogniser=None), file)
    assert (ear.asked, heard(house, file)) == (0, None)

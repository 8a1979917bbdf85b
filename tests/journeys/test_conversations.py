"""The table of whole conversations (conversations.yml), through the gateway with the real Rasa, in four languages."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.conversation import Conversation
from core.helpline import Kind
from core.messages import OutboundMessage
from core.reference.phrasebook import LANGUAGES, say
from core.store.casework import offices, tickets
from core.store.engine import Store, open_engine
from core.store.helpline import tasks
from core.store.migrate import migrate
from core.store.pipeline import conversations
from core.ticket import Ticket
from gateway.pipeline.timing import ask_unfinished
from nlu.client import RasaEngine
from nlu.lists import with_lists
from tests.fakes.house import TestHouse, make_house
from tests.fakes.sqlite import sqlite_store
from tests.services.rasa import RunningRasa

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "conversations.yml").read_text(encoding="utf-8"))
ANSWERS = {
    "address": {"en": "Bazaar road", "ur": "بازار روڈ", "roman_ur": "Bazar road", "ps": "د بازار سړک"},
    "complainant_name": {"en": "Ali Khan", "ur": "علی خان", "roman_ur": "Ali Khan", "ps": "علي خان"},
    "confirmed": {"en": "yes", "ur": "جی ہاں", "roman_ur": "haan", "ps": "هو"},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One for all: everybody has a telephone of their own."""
    folder = tmp_path_factory.mktemp("conversations")
    engine = open_engine(f"sqlite:///{folder}/arzi.db")
    migrate(engine)
    engine.dispose()
    with sqlite_store(f"sqlite:///{folder}/arzi.db", folder) as store:
        with store.write() as session:
            offices.fill_if_empty(session, make_house(store).clock.now())
        yield store


@dataclass
class Talk:
    """One citizen's conversation."""

    house: TestHouse
    language: str
    phone: str
    count: int = 0
    heard: list[OutboundMessage] = field(default_factory=list)

    def turn(self, turn: Mapping[str, Any]) -> None:
        """What they do; what is answered is in ``heard``."""
        before = len(self.house.channel.sent)
        self.house.clock.pass_(minutes=2, hours=turn.get("hours", 0))
        if "left" in turn:
            self.house.clock.pass_(hours=turn["left"])
            ask_unfinished(self.house.house)
            self.house.work()
        elif "burst" in turn:
            for text in turn["burst"][self.language]:
                self._write(text)
                self.house.work()
            self.house.clock.pass_(seconds=10)
            self.house.queue.ingest(f"tel:{self.phone}")
        else:
            text = turn.get("text", "")
            more = {name: str(turn[name]) for name in ("choice", "sounds", "pictures") if name in turn}
            self._write(text if isinstance(text, str) else text[self.language], **more)
            self.house.clock.pass_(seconds=10)
            self.house.queue.ingest(f"tel:{self.phone}")
        self.house.work()
        self.heard = [one for one in self.house.channel.sent[before:] if one.to == self.phone]

    def to_the_number(self) -> list[str]:
        """Answer what is asked until the case is registered; all that was said."""
        said = []
        for _ in range(8):
            if self.cases():
                return said
            question = (self.told().asking or "").partition("@")[0].partition(":")[0]
            assert question in ANSWERS, f"asks {question}: {self.said}"
            self.turn({"text": ANSWERS[question]})
            said.append(self.said)
        raise AssertionError(f"no number: {self.said}")

    def _write(self, text: str, **more: str) -> None:
        self.count += 1
        given = {"name": "🌹", "language": "und", **more}
        self.house.hear(text, id=f"{self.phone}.{self.count}", sender=self.phone, **given)

    @property
    def said(self) -> str:
        return "\n---\n".join(one.text for one in self.heard)

    def told(self) -> Conversation:
        with self.house.house.store.read() as session:
            found = conversations.latest(session, f"tel:{self.phone}")
        assert found is not None
        return found

    def cases(self) -> list[Ticket]:
        with self.house.house.store.read() as session:
            return tickets.of_person(session, f"tel:{self.phone}")


def holds(said: str, key: str, language: str) -> bool:
    """Is this phrase in what was said, whatever its values are?"""
    values = dict.fromkeys(
        (
            "number",
            "link",
            "minutes",
            "date",
            "time",
            "state",
            "about",
            "first",
            "second",
            "province",
            "place",
            "lines",
            "office",
            "due",
            "level",
            "what",
        )
    )
    phrase = say(key, language, **dict.fromkeys(values, "\x00"))
    return all(part.strip() in said for part in phrase.split("\0"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", TABLE, ids=[one["name"] for one in TABLE])
def test_the_whole_conversation(row: dict[str, Any], language: str, store: Store, rasa: RunningRasa) -> None:
    made = make_house(store)
    made.clock.pass_(days=1)  # a Monday, on which people are there
    limits = dataclasses.replace(made.house.limits, pause=timedelta(seconds=3))
    engine = with_lists(RasaEngine(rasa.url, rasa.secret, timeout=30))
    house = dataclasses.replace(made, house=dataclasses.replace(made.house, engine=engine, limits=limits))
    talk = Talk(house, language, f"+92346{TABLE.index(row):03d}{LANGUAGES.index(language):04d}")
    for turn in row["turns"]:
        if turn.get("until_number"):
            said = talk.to_the_number()
            for words in turn.get("has_not", ()):
                assert not any(words in one for one in said), said
            continue
        talk.turn(turn)
        _check(turn, talk)
    if row.get("waits_for_person"):
        with store.read() as session:
            waiting = [task.conversation_id for task in tasks.waiting(session, Kind.CHAT)]
        assert talk.told().id in waiting
    assert len(talk.cases()) == row.get("cases", 1 if "case" in row else 0) or "case" not in row
    if "case" in row:
        _check_case(row["case"], talk)


def _check(turn: Mapping[str, Any], talk: Talk) -> None:
    language = talk.told().language
    assert talk.heard or turn.get("says") == [], f"silence after {turn}"
    missing = [key for key in turn.get("says", ()) if not holds(talk.said, key, language)]
    assert not missing, f"{missing} not in {talk.said}"
    assert language in (talk.language, "ur" if turn.get("sounds") else talk.language, "en"), language
    for words in turn.get("has", ()):
        assert words in talk.said
    assert not [key for key in turn.get("has_not_said", ()) if holds(talk.said, key, language)], talk.said
    if "asks" in turn:
        assert (talk.told().asking or "").partition("@")[0].partition(":")[0] == turn["asks"], talk.said
    if "rows" in turn:
        menu = talk.heard[-1].menu
        assert menu is not None
        assert len(menu.rows) == turn["rows"]
    if "answers" in turn:
        assert len(talk.heard) == turn["answers"], talk.said


def _check_case(wanted: Mapping[str, Any], talk: Talk) -> None:
    [case] = talk.cases()
    with talk.house.house.store.read() as session:
        record = tickets.record(session, case.number)
    if "urgent" in wanted:
        assert case.urgent is wanted["urgent"]
    for name, wish in wanted.items():
        value = wish[talk.language] if isinstance(wish, dict) else wish
        if name not in ("urgent", "description"):
            assert record.get(name) == value, f"{name}: {record.get(name)}"

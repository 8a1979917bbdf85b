"""The trained model, served by a real Rasa, against the texts that it is judged by: floors, a little under what
``make eval-nlu`` shows, so that a change that costs understanding is seen."""

import pytest

from core.ports import Understanding
from nlu.client import RasaEngine
from nlu.evaluation.gold import DANGER_SETS, LANGUAGES, Gold, dangers, gold
from nlu.evaluation.metrics import IDS, accuracy
from tests.services.rasa import RunningRasa

pytestmark = pytest.mark.rasa
Pairs = list[tuple[Gold, Understanding]]


def _understood(rasa: RunningRasa, texts: list[str]) -> list[Understanding]:
    engine = RasaEngine(rasa.url, rasa.secret)
    said = [answer for at in range(0, len(texts), 50) for answer in engine.understand(texts[at : at + 50])]
    engine.close()
    return said


@pytest.fixture(scope="module")
def heard(rasa: RunningRasa) -> Pairs:
    texts = [one for language in LANGUAGES for one in gold("working", language)]
    return list(zip(texts, _understood(rasa, [one.text for one in texts]), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_intent(heard: Pairs, language: str) -> None:
    assert accuracy((one.intent, said.intent) for one, said in heard if one.language == language) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_category(heard: Pairs, language: str) -> None:
    floor = 0.86 if language == "en" else 0.93
    assert accuracy((one.category, said.category) for one, said in heard if one.language == language) >= floor


def test_district(heard: Pairs) -> None:
    assert accuracy((one.district, said.district) for one, said in heard if one.district) >= 0.95
    assert sum(1 for one, said in heard if one.district is None and said.district) <= 4


def test_numbers_and_addresses(heard: Pairs) -> None:
    pairs = [(value, said.entities.get(name)) for one, said in heard for name, value in one.entities if name in IDS]
    assert len(pairs) >= 20
    assert accuracy(pairs) >= 0.99


def test_language(heard: Pairs) -> None:
    assert accuracy((one.language, said.language) for one, said in heard if said.language != "und") >= 0.97


def test_what_is_said_with_confidence_is_right(heard: Pairs) -> None:
    sure = [(one.category, said.category) for one, said in heard if said.confidence["category"] >= 0.8]
    assert len(sure) > 150
    assert accuracy(sure) >= 0.93


def test_greetings_numbers_and_names_are_about_nothing(heard: Pairs) -> None:
    plain = [said.category for one, said in heard if one.category is None and one.intent in ("greet", "affirm", "deny")]
    assert sum(category is not None for category in plain) <= len(plain) / 10


def test_danger_is_recognised(rasa: RunningRasa) -> None:
    """By the same function as in the gateway."""
    told = [one for which in DANGER_SETS for language in LANGUAGES for one in dangers(which, language)]
    said = _understood(rasa, [text for text, _ in told])
    real = [one.danger is not None for (_, kind), one in zip(told, said, strict=True) if kind]
    harmless = [one.urgent for (_, kind), one in zip(told, said, strict=True) if not kind]
    assert len(real) > 100
    assert sum(real) / len(real) >= 0.92
    assert sum(harmless) / len(harmless) <= 0.05

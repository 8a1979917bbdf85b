"""What is said fits a small telephone: no text of ours is longer than 350 signs."""

import json
from importlib import resources

import pytest

from core.intake.write import LONGEST
from core.reference.phrasebook import LANGUAGES
from nlu.dialogue.catalogue import responses, service
from tests.core.reference.test_short_enough import NO_SMS, USUAL

FOLDER = resources.files("core.reference") / "phrases"
ANSWERS = (resources.files("nlu.dialogue") / "service.yml").read_text("utf-8")
TOPICS = [line.partition(":")[0] for line in ANSWERS.splitlines() if line[:1].isalpha()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_long(language: str) -> None:
    texts: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    values = {**USUAL, "what": "x" * 40, "place": "x" * 30, "lines": "x" * 60}
    said = {key: text.format_map(values) for key, text in texts.items() if not key.startswith(NO_SMS)}
    assert {key: len(text) for key, text in said.items() if len(text) > LONGEST} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_is_long_before_its_question(language: str) -> None:
    asked = max(len(one.texts[language]) for key, one in responses().items() if key.startswith("utter_ask_"))
    assert asked < LONGEST
    questions = ("utter_ask_description", "utter_ask_district", "utter_ask_address", "utter_ask_complainant_name")
    longest = max(len(responses()[key].texts[language]) for key in questions)
    said = {topic: len(service(topic, language)) for topic in TOPICS}
    assert {topic: size for topic, size in said.items() if topic != "dari" and size + longest > LONGEST} == {}

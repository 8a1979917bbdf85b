"""The texts: all there in every language, short enough for cheap phones, and the same for Rasa and for the fallback."""

import re
from pathlib import Path

import pytest
import yaml

from core.text.language import language as language_of
from nlu.dialogue import catalogue
from nlu.dialogue.all_at_once import question_for_all
from nlu.dialogue.plan import responses_for
from nlu.dialogue.render import LONGEST_TITLE, Scene, render, summary
from nlu.dialogue.shapes import Reading, Said

DOMAIN = Path(catalogue.__file__).parents[1] / "assistant" / "domain"
CATEGORIES = """electricity gas water_supply sanitation roads health education police land_revenue municipal transport
    irrigation agriculture environment_forest social_welfare identity_documents taxation_excise employment corruption
    overseas other"""
RULES = DOMAIN.parent / "data" / "rules"


@pytest.mark.parametrize("key", catalogue.responses())
def test_a_response_is_in_every_language(key: str) -> None:
    texts = catalogue.responses()[key].texts
    assert set(texts) == set(catalogue.LANGUAGES)
    filled = [bool(text) for text in texts.values()]
    assert all(filled) or not any(filled)
    placeholders = {tuple(sorted(re.findall(r"{\w+}", text))) for text in texts.values()}
    assert len(placeholders) == 1


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_a_response_is_in_the_language_it_says(language: str) -> None:
    for key, response in catalogue.responses().items():
        text = re.sub(r"{\w+}|[\"(].*?[\")]", "", response.texts[language])
        if len(text.split()) > 6:
            assert language_of(text)[0] == language, f"{key}: {text}"


def test_each_text_is_short() -> None:
    for key, response in catalogue.responses().items():
        for text in response.texts.values():
            assert len(text) <= 220, key


def test_labels_are_in_every_language_and_fit_a_button() -> None:
    for group, named in catalogue.labels().items():
        for key, titles in named.items():
            assert set(titles) == set(catalogue.LANGUAGES), (group, key)
            assert all(0 < len(title) <= LONGEST_TITLE for title in titles.values()), (group, key)


def test_every_category_has_a_label() -> None:
    assert list(catalogue.labels()["categories"]) == CATEGORIES.split()


def test_every_question_of_the_form_can_be_asked() -> None:
    for name in catalogue.questions():
        assert catalogue.has(f"utter_ask_{name}")


def test_every_response_that_a_rule_says_exists() -> None:
    said = {
        found for path in RULES.glob("*.yml") for found in re.findall(r"utter_\w+", path.read_text(encoding="utf-8"))
    }
    assert said
    assert said <= {*catalogue.responses(), "utter_ask_correction"}


def rules_of(name: str) -> dict[str, list[str]]:
    """Intent → actions, for the rules that answer one move."""
    found = {}
    for rule in yaml.safe_load((RULES / f"{name}.yml").read_text(encoding="utf-8"))["rules"]:
        first, *rest = rule["steps"]
        found[first["intent"]] = [step["action"] for step in rest if "action" in step]
    return found


@pytest.mark.parametrize(("name", "question"), [("middle", "district"), ("outside", None)])
def test_rules_and_the_plain_plan_say_the_same(name: str, question: str | None) -> None:
    turn = Said("x", None, "en", {}, question)
    for move, actions in rules_of(name).items():
        planned = responses_for(turn, Reading(move))
        asked = ["utter_ask_description" if action == "complaint_form" else action for action in actions]
        assert planned == asked, move


def test_rasa_and_the_catalogue_have_the_same_texts() -> None:
    loaded = {}
    for path in (DOMAIN / "responses").glob("*.yml"):
        loaded.update(yaml.safe_load(path.read_text(encoding="utf-8"))["responses"])
    assert set(loaded) == set(catalogue.responses())


def test_an_unknown_language_is_answered_in_english() -> None:
    assert catalogue.text("utter_greet", "fr") == catalogue.text("utter_greet", "en")


def test_the_summary_is_in_the_citizens_language_and_short() -> None:
    known = {
        "description": "نل " * 2000,
        "category": "water_supply",
        "district": "Lower Dir",
        "phone": "+923001234567",
        "anonymous": "yes",
        "complainant_name": "Ali",
    }
    told = summary(known, "ur")
    assert "پینے کا پانی" in told
    assert "لوئر دیر" in told
    assert "گمنام" in told
    assert "Ali" not in told
    assert len(told) < 500


@pytest.mark.parametrize(
    ("day", "language", "shown"),
    [
        ("2026-11-12", "en", "12 November 2026"),
        ("2026-11-12", "ur", "12 نومبر 2026"),
        ("2026-03-04~", "en", "4 March 2026 (± 2 days)"),
        ("2026-03-04~", "ur", "4 مارچ 2026 (± 2 دن)"),
        ("2026-03-04~", "roman_ur", "4 March 2026 (± 2 din)"),
        ("2026-03-04~", "ps", "4 مارچ 2026 (± 2 ورځې)"),
    ],
)
def test_a_day_is_shown_as_people_write_it(day: str, language: str, shown: str) -> None:
    assert shown in summary({"description": "x", "incident_date": day}, language)


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_all_questions_in_one_message(language: str) -> None:
    told = question_for_all(["category", "district", "phone", "address", "complainant_name", "moon"], language)
    assert [line for line in told.splitlines() if line[:1].isdigit()] == [
        f"{number}. {catalogue.text(f'utter_all_{name}', language)}"
        for number, name in enumerate(["category", "district", "phone", "address", "complainant_name"], 1)
    ]


def test_two_likely_categories_are_buttons_and_more_are_a_list() -> None:
    two = render("utter_ask_category", Scene("en", {}, {"category": ("gas", "roads")}))
    assert [payload for _, payload in two.buttons] == ["category:gas", "category:roads", "category:other"]
    assert two.asking == "category:gas,roads,other"
    three = render("utter_ask_category", Scene("en", {}, {"category": ("gas", "roads", "police")}))
    assert three.buttons == ()
    assert "4. Something else" in three.text

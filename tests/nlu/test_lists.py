"""Questions as lists: in two steps where they are long, and always the same as the numbers of those who have none."""

import dataclasses

import pytest

from core.ports import Outcome, Turn
from core.text.gazetteer import HOME, districts
from nlu.dialogue.catalogue import LANGUAGES, labels
from nlu.dialogue.lists import LONGEST_ABOUT, LONGEST_ROW, MOST_ROWS, Listed, listed, opened
from nlu.fallback import PlainQuestions
from nlu.lists import with_lists

LONG = "category:gas,roads,police,other"
EVERY_DISTRICT = f"district@confirmed:{','.join(one.name for one in districts().values() if one.province == HOME)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asking", ["category:*", "district", "correction", LONG, EVERY_DISTRICT])
def test_a_list_fits_the_phone(asking: str, language: str) -> None:
    first = listed(asking, language)
    assert first is not None
    lists = [first]
    for row in first.rows:
        if row.payload.startswith("list:"):
            second = opened(row.payload, asking, language)
            assert second is not None
            lists.append(second)
    for one in lists:
        assert 2 <= len(one.rows) <= MOST_ROWS
        assert len({row.payload for row in one.rows}) == len(one.rows)
        assert len({row.title for row in one.rows}) == len(one.rows)
        assert all(0 < len(row.title) <= LONGEST_ROW and len(row.about) <= LONGEST_ABOUT for row in one.rows)
        assert 0 < len(one.button) <= 20


@pytest.mark.parametrize(
    ("question", "asking", "everything"),
    [
        ("category", "category:*", list(labels()["categories"])),
        ("district", "district", [one.name for one in districts().values() if one.province == HOME]),
    ],
)
def test_everything_is_in_one_of_the_lists(question: str, asking: str, everything: list[str]) -> None:
    first = listed(asking, "en")
    assert first is not None
    offered = [row.payload for row in first.rows if not row.payload.startswith("list:")]
    for row in first.rows:
        second = opened(row.payload, asking, "en")
        offered += [one.payload for one in second.rows] if second is not None else []
    assert {one.partition(":")[2] for one in offered} == set(everything)
    assert len([one for one in offered if not one.endswith(":other")]) == len(
        [one for one in everything if one != "other"]
    )


@pytest.mark.parametrize("asking", [None, "address", "confirmed", "category:gas,other", "district:Swat,Buner", "phone"])
def test_what_is_no_list(asking: str | None) -> None:
    assert listed(asking, "en") is None


@pytest.mark.parametrize(
    ("choice", "asking"),
    [
        ("list:category:power", "district"),
        ("list:category:nowhere", "category:*"),
        ("category:gas", "category:*"),
        (None, "category:*"),
        ("list:category:power", None),
    ],
)
def test_what_opens_nothing(choice: str | None, asking: str | None) -> None:
    assert opened(choice, asking, "en") is None


def test_a_group_of_what_was_offered_has_only_that() -> None:
    names = [one.name for one in districts().values() if one.province == HOME]
    asking = f"district@confirmed:{','.join(one for one in names if one != 'Abbottabad')}"
    second = opened("list:district:hazara", asking, "en")
    assert isinstance(second, Listed)
    assert "district:Abbottabad" not in [row.payload for row in second.rows]
    assert (second.asking or "").startswith("district@confirmed:Haripur,")


TOLD = {"description": "mera masla hal nahi ho raha", "phone": "+923001234567", "complainant_name": "Ali"}


@pytest.mark.parametrize("pressed", ["category:gas", "2"])
def test_two_steps_to_a_category(pressed: str) -> None:
    engine = with_lists(PlainQuestions())
    start = Turn("1", "1", "", "en", TOLD, "category:*")
    first = engine.turn(dataclasses.replace(start, text="Electricity, gas, water", choice="list:category:power"))
    assert (first.outcome, first.fields) == (Outcome.ASKING, {})
    menu = first.replies[0].menu
    assert menu is not None
    assert "2. Gas" in first.replies[0].text
    assert "2." not in menu.said(first.replies[0].text)
    choice = pressed if ":" in pressed else None
    text = "Gas" if choice else pressed
    second = engine.turn(dataclasses.replace(start, id="2", text=text, choice=choice, asking=first.asking))
    assert second.fields["category"].value == "gas"
    assert second.asking == "district"
    assert second.replies[-1].menu is not None


def test_a_district_in_two_steps_and_by_its_name() -> None:
    engine = with_lists(PlainQuestions())
    start = Turn("1", "1", "", "ur", TOLD | {"category": "gas"}, "district")
    first = engine.turn(dataclasses.replace(start, text="ہزارہ ڈویژن", choice="list:district:hazara"))
    pressed = dataclasses.replace(start, id="2", text="ہری پور", choice="district:Haripur", asking=first.asking)
    assert engine.turn(pressed).fields["district"].value == "Haripur"
    written = dataclasses.replace(start, id="3", text="نہیں، مردان", asking=first.asking)
    assert engine.turn(written).fields["district"].value == "Mardan"

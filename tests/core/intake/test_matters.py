"""Two matters in one message."""

import pytest

from core.complaint import Source
from core.conversation import LATER, OPEN
from core.intake import matters
from core.intake.result import IntakeResult
from core.ports import Reply, Understanding
from tests.core.intake.given import NOW, Engine, heard, told

BOTH = "There is no water here. Secondly, the street lights are broken"
FIRST, SECOND = "There is no water here", "the street lights are broken"


def engine(first: tuple[str | None, float], second: tuple[str | None, float], district: str | None = None) -> Engine:
    def understood(told: tuple[str | None, float], place: str | None = None) -> Understanding:
        return Understanding("en", "file_complaint", told[0], place, {"category": told[1]})

    return Engine({FIRST: understood(first), SECOND: understood(second, district)})


@pytest.mark.parametrize(
    ("first", "second", "two"),
    [
        (("water_supply", 0.9), ("municipal", 0.9), True),
        (("water_supply", 0.9), ("water_supply", 0.9), False),
        (("water_supply", 0.9), ("municipal", 0.3), False),
        (("water_supply", 0.9), ("other", 0.9), False),
        ((None, 0.0), ("municipal", 0.9), False),
    ],
)
def test_both_must_surely_be_about_different_things(
    first: tuple[str | None, float], second: tuple[str | None, float], two: bool
) -> None:
    assert (matters.two(engine(first, second), (FIRST, SECOND), announced=False) is not None) is two


BOTH_SEEN = matters.TwoMatters(FIRST, SECOND, ("water_supply", "municipal"), None)


@pytest.mark.parametrize(("district", "opened_in"), [(None, "Mardan"), ("Swat", "Swat")])
def test_the_second_waits_and_is_opened_in_its_place(district: str | None, opened_in: str) -> None:
    first = told("ur", description=FIRST, district="Mardan", complainant_name="Gul", anonymous="yes")
    both = matters.TwoMatters(FIRST, SECOND, BOTH_SEEN.about, district)
    later = matters.for_later(first, heard(BOTH), both, NOW)
    assert (later.state, later.language, later.person) == (LATER, "ur", first.person)
    assert (later.complaint.get("description"), later.complaint.get("complainant_name")) == (SECOND, "Gul")
    assert later.complaint.fields["description"].source is Source.DIALOGUE
    opened = matters.opened(later, first, NOW)
    assert (opened.state, opened.complaint.get("district")) == (OPEN, opened_in)
    assert opened.complaint.get("description") is None, "it is told to the dialogue anew"
    assert opened.complaint.get("anonymous") == "yes"


def test_both_are_named_before_the_first_answer() -> None:
    later = matters.for_later(told(), heard(BOTH), BOTH_SEEN, NOW)
    answer = IntakeResult(told(), (Reply("Where?"), Reply("Name?")), register=True)
    said = matters.announced(answer, later, BOTH_SEEN.about)
    assert said.replies[0].text.endswith("\n\nWhere?")
    assert "drinking water" in said.replies[0].text
    assert (len(said.replies), said.register) == (2, True)
    assert said.kept_for_later is not None
    assert said.kept_for_later.id == later.id


def understood(**texts: tuple[str, float]) -> Engine:
    return Engine(
        {
            text: Understanding("en", "file_complaint", told[0], None, {"category": told[1]})
            for text, told in texts.items()
        }
    )


G, S, E_, W = ("gas", 0.95), ("education", 0.95), ("electricity", 0.95), ("water_supply", 0.95)


@pytest.mark.parametrize(
    ("text", "by_text", "first", "second"),
    [
        (
            "Two problems: there is no gas in our lane, and the school has no teacher. I am in Kohat, Jangle Khel",
            {"there is no gas in our lane": G, "the school has no teacher. I am in Kohat, Jangle Khel": S},
            "there is no gas in our lane. I am in Kohat, Jangle Khel",
            "the school has no teacher. I am in Kohat, Jangle Khel",
        ),
        (
            "do masle hain. aik to gas nahi aa rahi, dosra school mein ustad nahi ate. Hangu sheher",
            {"gas nahi aa rahi": G, "school mein ustad nahi ate. Hangu sheher": S},
            "gas nahi aa rahi. Hangu sheher",
            "school mein ustad nahi ate. Hangu sheher",
        ),
        (
            "دوه خبرې دي، یو ګاز نشته، بل په ښوونځي کې ښوونکی نه راځي. کرک تخت نصرتي",
            {"ګاز نشته": G, "په ښوونځي کې ښوونکی نه راځي. کرک تخت نصرتي": S},
            "ګاز نشته. کرک تخت نصرتي",
            "په ښوونځي کې ښوونکی نه راځي. کرک تخت نصرتي",
        ),
        (
            "ہمارے ہاں گیس نہیں آ رہی اور سکول میں استاد بھی نہیں آتے، ضلع کرک",
            {"ہمارے ہاں گیس نہیں آ رہی": G, "سکول میں استاد بھی نہیں آتے، ضلع کرک": S},
            "ہمارے ہاں گیس نہیں آ رہی. ضلع کرک",
            "سکول میں استاد بھی نہیں آتے، ضلع کرک",
        ),
        (
            "I live in Jangle Khel Kohat and I have two complaints, the gas is off and the school has no teacher",
            {"the gas is off": G, "the school has no teacher": S},
            "the gas is off. I live in Jangle Khel Kohat",
            "the school has no teacher. I live in Jangle Khel Kohat",
        ),
    ],
)
def test_both_know_where_it_is(text: str, by_text: dict[str, tuple[str, float]], first: str, second: str) -> None:
    both = matters.told_in(text, understood(**by_text))
    assert both is not None
    assert (both.first, both.second) == (first, second)


@pytest.mark.parametrize(
    ("text", "by_text"),
    [
        (
            "bijli nahi hai aur pani bhi nahi aata",
            {"bijli nahi hai": E_, "pani bhi nahi aata": W},
        ),  # no light, no water
        ("gas bilkul nahi hai aur bill bhi zyada aata hai", {"gas bilkul nahi hai": G, "bill bhi zyada aata hai": E_}),
        (
            "gas nahi hai subah aur raat ko school jana mushkil",
            {"gas nahi hai subah": G, "raat ko school jana mushkil": S},
        ),
        ("gas nahi hai subah aur school bhi door", {"gas nahi hai subah": G, "school bhi door": ("education", 0.7)}),
    ],
)
def test_one_trouble_told_with_an_and_stays_one(text: str, by_text: dict[str, tuple[str, float]]) -> None:
    assert matters.told_in(text, understood(**by_text)) is None


def test_what_was_told_of_the_sender_and_the_place_is_not_asked_for_the_second() -> None:
    both = matters.TwoMatters(FIRST, SECOND, BOTH_SEEN.about, None)
    later = matters.for_later(told(), heard(BOTH), both, NOW)
    first = told(district="Mardan", address="Toru", complainant_name="Gul", phone="+923001234567")
    opened = matters.opened(later, first, NOW).complaint
    assert {name: opened.get(name) for name in ("district", "address", "complainant_name", "phone")} == {
        "district": "Mardan",
        "address": "Toru",
        "complainant_name": "Gul",
        "phone": "+923001234567",
    }
    elsewhere = matters.for_later(told(), heard(BOTH), matters.TwoMatters(FIRST, SECOND, BOTH_SEEN.about, "Swat"), NOW)
    assert matters.opened(elsewhere, first, NOW).complaint.get("address") is None

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

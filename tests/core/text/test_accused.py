import collections

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.offices.generate import titles
from core.text.accused import _officials, accused
from core.text.language import language
from tests.core.text.cases import rows


@pytest.mark.parametrize(("kind", "text"), [tuple(row) for row in rows("accused.tsv")])
def test_who_is_complained_about(kind: str, text: str) -> None:
    assert (accused(text)[0].kind if accused(text) else "none") == kind


def test_the_cases_are_in_all_four_languages() -> None:
    told = collections.Counter(language(text)[0] for kind, text in rows("accused.tsv") if kind != "none")
    assert min(told[code] for code in ("en", "ur", "ps", "roman_ur")) >= 3, told


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("electricity", "power_division"),
        ("roads", "works_division"),
        ("water_supply", "phe_division"),
        ("irrigation", "irrigation_division"),
    ],
)
def test_a_title_of_several_departments_is_the_categorys(category: str, kind: str) -> None:
    assert [one.kind for one in accused("XEN ne rishwat mangi", category)] == [kind]


def test_every_kind_is_an_office() -> None:
    assert {kind for kind, *_ in _officials()} <= set(titles())


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    accused(text)


def test_a_long_letter_is_read_fast() -> None:
    assert accused("the road is bad and water is dirty. " * 150 + "patwari asks for a bribe")

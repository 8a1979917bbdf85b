"""A complaint of another province is told whose it is."""

import pytest

from core.intake import other_province as other
from core.intake.result import IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from tests.core.intake.given import context, record, told


@pytest.mark.parametrize(
    ("district", "province"),
    [
        ("Mardan", None),
        ("Peshawar", None),
        ("Lahore", "Punjab"),
        ("Quetta West", "Balochistan"),
        ("Quetta", "Balochistan"),  # as it was called when the record was made
        ("Atlantis", None),
        ("", None),
    ],
)
def test_whose_it_is(district: str, province: str | None) -> None:
    assert other.province_of(record(district=district) if district else record()) == province
    assert bool(other.not_sent(record(district=district), "KP-1", "en")) is (province is not None)


@pytest.mark.parametrize(("language", "name"), [("en", "Punjab"), ("ur", "پنجاب"), ("xx", "Punjab")])
def test_its_name(language: str, name: str) -> None:
    assert other.named("Punjab", language) == name
    assert other.named("Atlantis", language) == "Atlantis"


@pytest.mark.parametrize(
    ("before", "after", "last", "said"),
    [
        ({}, {"district": "Lahore"}, "", True),
        ({"district": "Mardan"}, {"district": "Lahore"}, "", True),
        ({"district": "Quetta"}, {"district": "Lahore"}, "", True),
        ({"district": "Lahore"}, {"district": "Lahore"}, "", False),
        ({}, {"district": "Mardan"}, "", False),
        ({}, {"district": "Lahore"}, "where?", False),
        ({}, {}, "", False),
    ],
)
def test_it_is_told_once_when_the_place_is_learnt(
    before: dict[str, str], after: dict[str, str], last: str, said: bool
) -> None:
    answer = IntakeResult(told(**after), (Reply("Name?"),), last=last)
    [reply] = other.announce(context(found=told(**before)), answer).replies
    assert reply.text == (f"{say('elsewhere', 'en', province='Punjab')}\n\nName?" if said else "Name?")

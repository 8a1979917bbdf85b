"""The categories are those of the canonical record, complete in every language."""

import pytest

from core.reference.categories import categories, category_days
from core.reference.tables import rows

KEYS = [
    "electricity",
    "gas",
    "water_supply",
    "sanitation",
    "roads",
    "health",
    "education",
    "police",
    "land_revenue",
    "municipal",
    "transport",
    "irrigation",
    "agriculture",
    "environment_forest",
    "social_welfare",
    "identity_documents",
    "taxation_excise",
    "employment",
    "corruption",
    "overseas",
    "other",
]


def test_the_21_stable_keys() -> None:
    assert list(categories()) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_each_is_complete(key: str) -> None:
    category = categories()[key]
    assert all(category.names[language] for language in ("en", "ur", "ps", "roman_ur"))
    assert len(category.names["en"]) <= 72
    assert 0 < category.days <= 60
    assert category.department in {row["key"] for row in rows("offices/departments.csv")}
    assert category.named("pa") == category.names["en"]


def test_days_for_the_rules() -> None:
    assert category_days()["electricity"] < category_days()["land_revenue"]

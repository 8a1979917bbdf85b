"""Complaints left open: which must be seen even if they are never finished."""

import pytest

from core.intake.unfinished import is_serious
from tests.core.intake.given import told


@pytest.mark.parametrize(
    ("fields", "urgent", "serious"),
    [
        ({"description": "no light for three days", "category": "electricity"}, False, False),
        ({"description": "no light for three days", "category": "electricity"}, True, True),
        ({"description": "they beat my brother", "category": "police"}, False, True),
        ({"description": "he asks for money", "category": "corruption"}, False, True),
        ({"description": "the lineman asks for a bribe", "category": "electricity"}, False, True),
        ({"category": "police"}, False, False),  # nothing is told yet
        ({}, True, False),
    ],
)
def test_what_is_serious(fields: dict[str, str], urgent: bool, serious: bool) -> None:
    assert is_serious(told(**fields).with_(urgent=urgent)) is serious

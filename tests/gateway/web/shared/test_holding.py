"""Who has a row of a work list open, as a page says it."""

from datetime import timedelta

import pytest

from core.store.mailroom.tables import LetterRow
from gateway.web.shared.holding import Holding, holding
from tests.fakes.parts import START

NAMES = {1: "Gul", 2: "Bibi"}


@pytest.mark.parametrize(
    ("locked_by", "minutes", "expected", "other"),
    [
        (None, None, Holding(None, False), None),
        (1, 3, Holding("Gul", True), None),
        (2, 3, Holding("Bibi", False), "Bibi"),
        (2, -1, Holding(None, False), None),
        (1, -1, Holding(None, False), None),
        (9, 3, Holding(None, False), None),
    ],
    ids=["nobody", "mine", "another's", "another's that ran out", "mine that ran out", "of somebody who is gone"],
)
def test_holding(locked_by: int | None, minutes: int | None, expected: Holding, other: str | None) -> None:
    until = None if minutes is None else START + timedelta(minutes=minutes)
    found = holding(LetterRow(locked_by=locked_by, locked_until=until), NAMES, 1, START)
    assert (found, found.other) == (expected, other)

"""What a turn by itself says of a case that is known."""

import pytest

from core.intake.of_a_case import reproaches, supposes
from core.ports import Outcome, Understanding
from tests.core.intake.given import turn


@pytest.mark.parametrize(
    ("text", "acts", "reproach"),
    [
        ("this is useless", {"complains_of_no_progress"}, True),
        ("you people are liars", {"anger_or_abuse"}, True),
        ("my heart is broken", {"emotional"}, True),
        ("the pole fell on the road, shame on you", {"anger_or_abuse", "tells"}, False),
        ("and if they come and I am not home", {"complains_of_no_progress"}, False),
        ("agar wo na aaye to", {"complains_of_no_progress"}, False),
        ("thank you", {"thanks_or_chat"}, False),
        ("nobody came", set(), False),
    ],
)
def test_a_reproach_tells_nothing(text: str, acts: set[str], *, reproach: bool) -> None:
    result = turn(Outcome.ASKING, understanding=Understanding(acts=frozenset(acts)))
    assert reproaches(result, text) is reproach


@pytest.mark.parametrize(
    ("text", "so"), [("if they come", True), ("اگر وہ نہ آئے", True), ("که رانغلل", True), ("they came", False)]
)
def test_who_says_if_supposes(text: str, *, so: bool) -> None:
    assert supposes(text) is so

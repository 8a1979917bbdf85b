"""Danger judged by the question that it answers."""

import pytest

from nlu.dialogue.danger_in_place import in_its_place
from nlu.dialogue.shapes import Heard

SURE, ASKED, NONE = (True, True), (False, True), (False, False)


@pytest.mark.parametrize(
    ("question", "chance", "score", "sure", "expected"),
    [
        ("complainant_name", 0.003, 4.7, True, ASKED),  # "nobody should know, they will harm my family business"
        ("address", 0.006, 0.7, True, NONE),  # "behind the petrol pump"
        ("confirmed", 0.005, -0.2, False, NONE),  # "don't send it, my brothers say leave it"
        ("district:mardan", 0.003, 0.7, True, SURE),  # a question that we do not know leaves it as it is
        ("address", 0.004, 13.6, True, SURE),  # "the house burns, women are inside": plain words
        ("complainant_name", 0.3, 1.0, True, SURE),  # the acts are in doubt
        ("description", 0.01, 1.3, True, SURE),  # a story may hold anything
        (None, 0.02, 0.6, True, SURE),
        (None, 0.95, -0.02, False, SURE),  # the acts are sure: no question is asked
        ("address", 0.7, -0.2, False, SURE),
        ("address", 0.1, 2.5, False, ASKED),
    ],
)
def test_what_is_heard_in_its_place(
    question: str | None, chance: float, score: float, sure: bool, expected: tuple[bool, bool]
) -> None:
    heard = Heard(urgent=sure, danger="violence", danger_score=score, acts={"emergency": chance})
    found = in_its_place(heard, question)
    assert (found.urgent, found.danger is not None) == expected


def test_who_speaks_of_dying_is_not_asked_whether_they_mean_it() -> None:
    heard = Heard(urgent=True, danger="suicide", danger_score=4.5, acts={"emergency": 0.02})
    assert in_its_place(heard, "complainant_name").urgent
    low = in_its_place(Heard(urgent=True, danger="suicide", danger_score=-0.2, acts={"emergency": 0.02}), "address")
    assert low.danger is None


def test_without_a_model_it_stays() -> None:
    heard = Heard(urgent=True, danger="fire", danger_score=0.6)
    assert in_its_place(heard, "address") == heard
    assert in_its_place(Heard(acts={"emergency": 0.9}), "address") == Heard(acts={"emergency": 0.9})

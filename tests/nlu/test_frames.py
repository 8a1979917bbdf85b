"""Turns made from frames: always alike, with their fields where they stand."""

import pytest

from nlu.dialogue.catalogue import questions
from nlu.training.frames import composed
from tests.nlu.test_spoken import ACTS


def test_frames_are_filled_alike_each_time() -> None:
    assert composed() == composed()


@pytest.mark.parametrize("language", ["en", "ur", "roman_ur", "ps"])
def test_every_frame_is_a_turn(language: str) -> None:
    mine = [turn for filled in composed() for turn in filled if turn.language == language]
    assert len(mine) > 200
    for turn in mine:
        assert turn.question in (None, "correction", *questions()), turn
        assert {act.partition(":")[0] for act in turn.acts} <= ACTS, turn
        assert "{" not in turn.text, turn

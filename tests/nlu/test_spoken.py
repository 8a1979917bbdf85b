"""The hand-written turns: how a line is read, and that every line can be."""

import pytest

from nlu.dialogue.catalogue import questions
from nlu.training.spoken import spoken, turns

ACTS = frozenset({
    "answers", "adds_fact", "adds_to_complaint", "opens_complaint", "corrects", "refuses_or_skips", "asks_why",
    "asks_service_question", "asks_status", "complains_of_no_progress", "new_or_second_complaint", "wants_person",
    "wants_anonymity", "cannot_write_or_read", "cancels", "starts_over", "switch_language", "thanks_or_chat",
    "anger_or_abuse", "emotional", "emergency", "nonsense", "out_of_scope", "affirms", "denies",
})  # fmt: skip


def test_marks_are_taken_out_of_the_text() -> None:
    turn = spoken("category:gas,roads", "answers:2, corrects:district", "[Toru](address) in [Mardan](district)", "en")
    assert (turn.question, turn.text) == ("category", "Toru in Mardan")
    marked = [(turn.text[start:end], field) for start, end, field in turn.spans]
    assert marked == [("Toru", "address"), ("Mardan", "district")]


@pytest.mark.parametrize("language", ["en", "ur", "roman_ur", "ps"])
def test_every_line_is_a_turn(language: str) -> None:
    mine = [turn for turn in turns() if turn.language == language]
    assert len(mine) > 900
    for turn in mine:
        assert turn.question in (None, "correction", *questions()), turn
        assert {act.partition(":")[0] for act in turn.acts} <= ACTS, turn

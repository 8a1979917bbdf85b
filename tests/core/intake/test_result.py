"""What came of a message, with a sentence said first."""

import pytest

from core.intake.result import IntakeResult
from core.messages import Button
from core.ports import Reply


@pytest.mark.parametrize(
    ("replies", "first", "said"),
    [
        (("Where?",), "Thanks.", ["Thanks.\n\nWhere?"]),
        (("Where?", "Name?"), "Thanks.", ["Thanks.\n\nWhere?", "Name?"]),
        ((), "Thanks.", ["Thanks."]),
        (("Where?",), "", ["Where?"]),
        (("",), "Thanks.", ["Thanks."]),
    ],
)
def test_a_sentence_before_the_replies(replies: tuple[str, ...], first: str, said: list[str]) -> None:
    result = IntakeResult(None, tuple(Reply(text) for text in replies)).saying_first(first)
    assert [reply.text for reply in result.replies] == said


def test_the_first_keeps_its_buttons() -> None:
    [reply] = IntakeResult(None, (Reply("Right?", (Button("Yes", "yes"),)),)).saying_first("Thanks.").replies
    assert reply.buttons == (Button("Yes", "yes"),)

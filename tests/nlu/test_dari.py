"""Dari is known as what we cannot read yet; Pashto and Urdu are not taken for it."""

import json
from pathlib import Path

import pytest

from nlu.dialogue.dari import is_dari
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.read import read, said
from nlu.training.corpus import sentences
from nlu.training.spoken import turns

ROWS = Path(__file__).parent / "turns"


@pytest.mark.parametrize(
    "text",
    [
        "سلام من از کابل هستم، در کوچه ما آب نیست",
        "در قریه ما برق نیست لطفا کمک کنید",
        "من میخواهم شکایت کنم، داکتر در شفاخانه نیست است",
    ],
)
def test_its_writer_is_told(text: str) -> None:
    turn = said(text, None, "und", {}, None)
    assert is_dari(text)
    assert read(turn, hear_plainly(text, today(), turn)).topic == "dari"


def test_nothing_else_is_taken_for_it() -> None:
    rows = [json.loads(line)["text"] for file in ROWS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    texts = [*rows, *(one.text for one in turns()), *(one.text for one in sentences())]
    assert [text for text in texts if is_dari(text)] == []

"""Single turns, judged whole: with the trained assistant against floors, and how the judging itself goes."""

from pathlib import Path
from typing import Any

import pytest

from core.ports import Turn
from nlu.client import RasaEngine
from nlu.evaluation.dialogue.judge import faults
from nlu.evaluation.dialogue.report import Judged, share
from nlu.evaluation.dialogue.rows import Row, read_rows
from tests.services.rasa import RunningRasa

ROWS = read_rows(sorted((Path(__file__).parent / "turns").glob("*.jsonl")))
LANGUAGES = ("en", "ur", "roman_ur", "ps")


def judged(engine: RasaEngine, row: Row) -> Judged:
    said = row.request
    turn = Turn(said["conversation"], said["id"], row.text, row.thread, row.known, row.asking)
    result = engine.turn(turn)
    got = {
        "fields": {name: {"value": one.value, "confidence": one.confidence} for name, one in result.fields.items()},
        "asking": result.asking,
        "outcome": str(result.outcome),
        "language": result.language,
        "understanding": {"urgent": result.understanding.urgent},
    }
    return Judged(row, tuple(faults(row, got)), 0.0)


@pytest.fixture(scope="module")
def results(rasa: RunningRasa) -> list[Judged]:
    engine = RasaEngine(rasa.url, rasa.secret)
    done = [judged(engine, row) for row in ROWS]
    engine.close()
    return done


@pytest.mark.parametrize("language", LANGUAGES)
def test_turns_are_read_right(results: list[Judged], language: str) -> None:
    mine = [one for one in results if one.row.language == language]
    assert len(mine) >= 100
    assert share(mine) >= 0.92, [(one.row.id, one.faults) for one in mine if not one.right]


RESULT: dict[str, Any] = {
    "fields": {"address": {"value": "Toru", "confidence": 0.9}, "description": {"value": "a b\nc", "confidence": 0.9}},
    "asking": "complainant_name:again",
    "outcome": "asking",
    "language": "ur",
    "understanding": {"urgent": False},
}


@pytest.mark.parametrize(
    ("want", "right"),
    [
        ({"fields": {"address": "toru"}}, True),
        ({"fields": {"address": ["Mingora", "Toru."]}}, True),
        ({"fields": {"address": "*"}}, True),
        ({"fields": {"address": "Mingora"}}, False),
        ({"fields": {"phone": ["0300", None]}}, True),
        ({"fields": {"phone": "*"}}, False),
        ({"fields": {"district": "Mardan"}}, True),
        ({"not_fields": ["address"]}, False),
        ({"not_fields": ["complainant_name"]}, True),
        ({"asking": ["complainant_name"]}, True),
        ({"asking": [None]}, False),
        ({"outcome": ["cancelled", "asking"]}, True),
        ({"outcome": "cancelled"}, False),
        ({"language": ["ur", "ps"]}, True),
        ({"urgent": True}, False),
        ({"keep_description": True}, True),
    ],
)
def test_a_row_is_right_only_as_a_whole(want: dict[str, Any], right: bool) -> None:
    known = {"district": "Mardan", "description": "a b"}
    row = Row(
        "x", "ur", "address", known, "Toru", "answers", {**want, "outcome": want.get("outcome", ["asking"])}, "ur"
    )
    assert (faults(row, RESULT) == []) is right


def test_a_description_that_was_replaced_is_a_fault() -> None:
    row = Row("x", "ur", "address", {"description": "a z"}, "Toru", "answers", {"keep_description": True}, "ur")
    assert faults(row, RESULT)


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"lang": "en", "text": "x", "act": "answers", "want": {"wish": 1}}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"rows\.jsonl:1: want"):
        read_rows([file])

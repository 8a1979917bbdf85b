"""Rasa's parts as we call them say what Rasa says: its graph, one row of features, its rules; and kept answers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nlu.evaluation.dialogue.rows import read_rows

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "nlu/assistant/.venv/bin/python"
TEXTS = [row.text for row in read_rows(sorted((ROOT / "tests/nlu/turns").glob("*.jsonl")))][::9]
ODD = ["", " ", "؟", "ok " * 5000, "a" * 3000, "0300-1234567", "👍"]
BEGIN = """
import json, sys, warnings
from nlu.assistant.left_out import stand_in
stand_in()
warnings.filterwarnings("ignore")
given = json.load(sys.stdin)
"""


def told(script: str, given: Any) -> Any:
    """What a script of Rasa's Python makes of what it is given."""
    command = [str(PYTHON), "-W", "ignore", "-c", BEGIN + script]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


ROWS = """
import numpy as np
from nlu.assistant.components.features import WIDTH, row, rows
from nlu.assistant.components.reading import read
rarity = np.random.default_rng(7).uniform(1, 9, WIDTH).astype(np.float32)
apart = 0
for text in map(read, given):
    for weighed in (None, rarity):
        table, (columns, values) = rows([text], weighed), row(text, weighed)
        apart += not (np.array_equal(table.indices, columns) and np.array_equal(table.data, values))
json.dump(apart, sys.stdout)
"""


def test_one_row_is_that_of_the_table_to_the_last_bit() -> None:
    assert told(ROWS, [*TEXTS, *ODD]) == 0


GRAPH = """
import asyncio, logging, structlog
from pathlib import Path
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from nlu.assistant.serving.graph import DirectRunner
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
processor = Agent.load("nlu/assistant/models/current.tar.gz").processor
ours, rasas = DirectRunner.in_place_of(processor.graph_runner), processor.graph_runner
nlu, core = processor.model_metadata.nlu_target, processor.model_metadata.core_target
apart = []
for text in given["texts"]:
    beside = {"asked": "address", "known": ["district"], "written": text}
    def read(runner):
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text, message_id="x", metadata=beside)], PLACEHOLDER_TRACKER: None}
        return runner.run(inputs, [nlu])[nlu][0].as_dict(only_output_properties=True)
    if read(ours) != read(rasas):
        apart.append(text)
for move in given["moves"]:
    tracker = DialogueStateTracker.from_events("x", [], processor.domain.slots)
    said = UserUttered("x", {"name": move, "confidence": 1.0})
    tracker.update_with_events([ActionExecuted("action_listen"), said], processor.domain)
    first, second = (one.run({PLACEHOLDER_TRACKER: tracker}, [core])[core] for one in (ours, rasas))
    if first != second or first.probabilities != second.probabilities:
        apart.append(move)
json.dump([apart, DirectRunner.in_place_of(ours) is ours], sys.stdout)
"""


def test_the_graph_gives_what_it_gives_run_by_rasa() -> None:
    moves = ["greet", "file_complaint", "cancel", "thanks", "unclear", "deny"]
    assert told(GRAPH, {"texts": [*TEXTS[::3], *ODD[:3]], "moves": moves}) == [[], True]


RULES = """
import asyncio
from nlu.assistant.serving.rules import Case, Rules
from nlu.evaluation.rules import MODEL, _loaded
rules = Rules(_loaded(MODEL))
asked = 0
events = rules.events
async def counted(case):
    global asked
    asked += 1
    return await events(case)
rules.events = counted
loop = asyncio.new_event_loop()
said = [loop.run_until_complete(rules.responses(Case(*[tuple(x) if isinstance(x, list) else x for x in one])))
        for one in given]
json.dump([said, asked], sys.stdout)
"""
OPEN = ["address", "complainant_name", "phone", "confirmed"]


def test_a_case_is_decided_once() -> None:
    greeting = ["address", OPEN, "greet", []]
    answer = ["address", OPEN, "inform", ["address"]]
    said, decided = told(RULES, [greeting, answer, greeting, ["address", OPEN, "greet", ["phone"]], answer])
    assert said == [
        ["utter_greet_again", "utter_ask_address"],
        ["utter_ask_complainant_name"],
        ["utter_greet_again", "utter_ask_address"],
        ["utter_ask_address"],
        ["utter_ask_complainant_name"],
    ]
    assert decided == 3


KEPT = """
import os
os.environ["ARZI_RASA__TRACKER_URL"], os.environ["ARZI_RASA__SECRET"] = given["url"], given["secret"]
from nlu.assistant.serving.trackers import Trackers
store = Trackers()
for conversation, turn, answer in given["keep"]:
    store.keep(conversation, turn, answer)
if given.get("before"):
    store.engine.execute("UPDATE events SET action_name = 'answer'")
json.dump([store.answer_to(*one) for one in given["ask"]], sys.stdout)
"""
MANY = 25


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, Any]:
    turns = [["a", f"turn {n}", {"n": n}] for n in range(MANY)]
    return {"url": f"sqlite:///{tmp_path}/rasa.db", "secret": "s" * 20, "keep": [*turns, ["b", "turn 1", {"b": 1}]]}


def test_an_answer_is_found_by_its_turn_among_the_last_of_its_conversation(kept: dict[str, Any]) -> None:
    asked = [["a", "turn 24"], ["a", "turn 6"], ["a", "turn 1"], ["b", "turn 1"], ["b", "turn 24"], ["c", "turn 1"]]
    assert told(KEPT, {**kept, "ask": asked}) == [{"n": 24}, {"n": 6}, None, {"b": 1}, None, None]


def test_an_answer_that_a_version_before_kept_is_found(kept: dict[str, Any]) -> None:
    assert told(KEPT, {**kept, "before": True, "ask": [["a", "turn 24"], ["b", "turn 1"]]}) == [{"n": 24}, {"b": 1}]


def test_with_another_secret_nothing_is_found_and_nothing_fails(kept: dict[str, Any]) -> None:
    told(KEPT, {**kept, "ask": []})
    again = {**kept, "keep": [], "secret": "t" * 20, "ask": [["a", "turn 24"]]}
    assert told(KEPT, again) == [None]


def test_neither_the_words_nor_the_turns_id_can_be_read(kept: dict[str, Any], tmp_path: Path) -> None:
    told(KEPT, {**kept, "keep": [["a", "the id of a turn", {"said": "I am Zarmina"}]], "ask": []})
    written = b"".join(path.read_bytes() for path in tmp_path.glob("rasa.db*"))
    assert b"events" in written
    assert b"Zarmina" not in written
    assert b"the id of a turn" not in written

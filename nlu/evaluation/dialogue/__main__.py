"""Judge turns: ``python -m nlu.evaluation.dialogue [--rows FILE_OR_FOLDER …] [--engine rasa] [--mistakes]``.

Run with the assistant's own Python. Engines: ``rasa`` (the trained assistant, its rules and its store), ``plain`` (the
questions that stand in for it), ``nothing``.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nlu.chat_reader import ChatReader
from nlu.evaluation.dialogue.engines import Ask, Result, do_nothing, plain, rasa, with_second_reader
from nlu.evaluation.dialogue.judge import faults
from nlu.evaluation.dialogue.report import Judged, figures, mistakes
from nlu.evaluation.dialogue.rows import Row, read_rows
from nlu.training.frames import composed
from nlu.training.near import LEAK, nearest
from nlu.training.spoken import turns

ROOT = Path(__file__).parents[3]
ROWS = ROOT / "tests" / "nlu" / "turns"
MODEL = ROOT / "nlu" / "assistant" / "models" / "current.tar.gz"


def main() -> None:
    """Ask the engine every turn and print what came of it."""
    options = _options()
    rows = read_rows(_files(options.rows))
    judged = judge(_engine(options), rows)
    lines = [
        *(mistakes(judged) if options.mistakes else ()),
        *figures(judged, judge(do_nothing, rows)),
        near_training(rows),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _engine(options: argparse.Namespace) -> Ask:
    ask: Ask = do_nothing
    if options.engine != "nothing":
        ask = rasa(options.model) if options.engine == "rasa" else plain()
    if options.second_reader is None:
        return ask
    reader = ChatReader(options.second_reader, options.second_model, os.environ.get("ARZI_SECOND_READER__KEY"))
    return with_second_reader(ask, reader.point)


def judge(ask: Ask, rows: Sequence[Row]) -> list[Judged]:
    """Each row's turn, taken and judged."""
    if rows:
        ask({**rows[0].request, "conversation": "warm", "id": "warm"})  # the first turn loads the tables
    done = []
    for row in rows:
        began = time.perf_counter()
        result = ask(row.request)
        done.append(Judged(row, tuple(faults(row, result)), time.perf_counter() - began, _likeliest(result)))
    return done


def _likeliest(result: Result) -> tuple[str, float] | None:
    """The likeliest of the acts, of those that are acts and no field or topic of one."""
    acts = {name: sure for name, sure in result.get("acts", {}).items() if ":" not in name}
    best = max(acts, key=lambda name: acts[name], default=None)
    return (best, acts[best]) if best else None


def near_training(rows: Sequence[Row]) -> str:
    """How many rows are nearly a turn that was learnt from."""
    learnt = [*turns(), *(one for filled in composed() for one in filled)]
    texts = [row.text for row in rows if len(row.text.split()) > _SHORT]
    near = sum(like >= LEAK for _, _, like in nearest(texts, [one.text for one in learnt]))
    return f"\nnear-duplicates in training: {near} of {len(texts)} rows of more than {_SHORT} words"


_SHORT = 3
"""Of so few words, everybody writes the same."""


def _files(places: Sequence[Path]) -> list[Path]:
    return [file for place in places for file in (sorted(place.glob("*.jsonl")) if place.is_dir() else [place])]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation.dialogue")
    parser.add_argument("--rows", nargs="+", type=Path, default=[ROWS], help="files of rows, or folders of them")
    parser.add_argument("--engine", choices=("rasa", "plain", "nothing"), default="rasa")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--second-reader", metavar="URL", help="with a second reader, as in second_reader.url")
    parser.add_argument("--second-model", default="default", help="its name for its model")
    parser.add_argument("--mistakes", action="store_true", help="show what was wrong")
    return parser.parse_args()


if __name__ == "__main__":
    main()

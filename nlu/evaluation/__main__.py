"""Measure: ``python -m nlu.evaluation [--set NAME] [--with-default] [--mistakes] [--model PATH]``.

``--with-default`` wants an environment with TensorFlow: ``make eval-default`` makes it.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import structlog

from core.text.normalise import normalise
from nlu.assistant.left_out import stand_in
from nlu.evaluation.answers import System, from_heard, from_joined
from nlu.evaluation.default_pipeline import default_model
from nlu.evaluation.gold import DANGER_SETS, LANGUAGES, SETS, gold
from nlu.evaluation.keyword_table import keyword_table
from nlu.evaluation.results import Result, danger_table, judge, mistakes, reliability, table

ASSISTANT = Path(__file__).parents[1] / "assistant"


def main() -> None:
    """Ask all systems about all texts and print what they score."""
    options = _options()
    for line in _report(options):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _report(options: argparse.Namespace) -> Iterator[str]:
    texts = {which: [one for code in LANGUAGES for one in gold(which, code)] for which in options.set or SETS}
    if not options.with_default:
        stand_in()
    assistant = our_system(options.model)
    default = default_system(default_model(ASSISTANT / "models" / "baseline")) if options.with_default else None
    table_of_words = keyword_table()
    together: list[Result] = []
    for which, chosen in texts.items():
        yield f"\n== {which}"
        ours = judge(assistant, chosen)
        yield from table("Arzi", ours, reads_facts=True)
        yield from reliability(ours)
        together += ours
        if which in DANGER_SETS:
            yield from danger_table(assistant, which)
        if options.mistakes:
            yield from mistakes(ours)
        if default is not None:
            yield from table("Rasa's default pipeline", judge(default, chosen), reads_facts=False)
        yield from table("keyword table", judge(table_of_words, chosen), reads_facts=False)
    yield "\n== all of them, as the threshold for asking is chosen by"
    yield from reliability(together)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation")
    parser.add_argument("--set", action="append", choices=SETS, help="only this set of texts")
    parser.add_argument(
        "--with-default", action="store_true", help="beside Rasa's default pipeline, which is trained first"
    )
    parser.add_argument("--mistakes", action="store_true", help="show what was wrong")
    parser.add_argument("--model", type=Path, default=ASSISTANT / "models" / "current.tar.gz")
    return parser.parse_args()


def our_system(model: Path) -> System:
    """The assistant as it is served: a text is normalised, parsed by Rasa's graph, and read by core.text."""
    processor, _ = _loaded(model)
    from nlu.assistant.serving.graph import DirectRunner
    from nlu.assistant.serving.hearing import hear

    processor.graph_runner = DirectRunner.in_place_of(processor.graph_runner)
    return lambda text: from_heard(hear(processor, text))


def default_system(model: Path) -> System:
    """Rasa's default pipeline as Rasa's own server asks it. It is given the normalised text, too."""
    processor, loop = _loaded(model)
    from rasa.core.channels.channel import UserMessage

    return lambda text: from_joined(loop.run_until_complete(processor.parse_message(UserMessage(normalise(text)))))


def _loaded(model: Path) -> tuple[Any, asyncio.AbstractEventLoop]:
    with redirect_stderr(StringIO()):  # the libraries' own complaints about each other
        from rasa.core.agent import Agent

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        return Agent.load(str(model)).processor, asyncio.new_event_loop()


if __name__ == "__main__":
    main()

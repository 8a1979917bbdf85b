"""Measure: ``python -m nlu.evaluation [--set working|untouched] [--without-default] [--mistakes] [--model PATH]``."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlu.evaluation.answers import System, from_joined, from_parse
from nlu.evaluation.default_pipeline import default_model
from nlu.evaluation.gold import LANGUAGES, SETS, gold
from nlu.evaluation.keyword_table import keyword_table
from nlu.evaluation.results import judge, mistakes, reliability, table

ASSISTANT = Path(__file__).parents[1] / "assistant"


def main() -> None:
    """Ask all systems about all texts and print what they score."""
    options = _options()
    for line in _report(options):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _report(options: argparse.Namespace) -> Iterator[str]:
    for which in options.set or SETS:
        texts = [one for language in LANGUAGES for one in gold(which, language)]
        ours = judge(_rasa(options.model, from_parse), texts)
        yield f"\n== {which}"
        yield from table("Arzi", ours, reads_facts=True)
        yield from reliability(ours)
        if options.mistakes:
            yield from mistakes(ours)
        if not options.without_default:
            model = default_model(ASSISTANT / "models" / "baseline")
            yield from table("Rasa's default pipeline", judge(_rasa(model, from_joined), texts), reads_facts=False)
        yield from table("keyword table", judge(keyword_table(), texts), reads_facts=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation")
    parser.add_argument("--set", action="append", choices=SETS, help="only this set of texts")
    parser.add_argument("--without-default", action="store_true", help="leave out the slow baseline")
    parser.add_argument("--mistakes", action="store_true", help="show what was wrong")
    parser.add_argument("--model", type=Path, default=ASSISTANT / "models" / "current.tar.gz")
    return parser.parse_args()


def _rasa(model: Path, answer: Any) -> System:
    """A model as Rasa's own server asks it: its whole graph, one message at a time."""
    import structlog
    from rasa.core.agent import Agent

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()
    return lambda text: answer(loop.run_until_complete(agent.parse_message(text)))


if __name__ == "__main__":
    main()

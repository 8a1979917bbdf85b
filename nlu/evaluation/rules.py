"""What Rasa's rules and form make of every move at every question: ``python -m nlu.evaluation.rules > FILE``.

A line is, with tabs between: what is asked (- nothing), the form's questions that are open, the move, the fields that
the turn tells, the actions that were taken, and what is asked then. tests/nlu/rules.tsv was written so by Rasa's own
loop of predictions in an environment with TensorFlow; it is written again when a rule or the form changes on purpose:
``scripts/setup baseline``, then ``var/baseline/bin/python -m nlu.evaluation.rules --all-of-rasa``.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from nlu.assistant.left_out import stand_in

ASSISTANT = Path(__file__).parents[1] / "assistant"
NOTHING = "-"
MODEL = ASSISTANT / "models" / "current.tar.gz"
Case = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""What is asked, the questions that are open, the move, the fields told."""


def cases() -> Iterator[Case]:
    """Every move, at every question and at none, with nothing told, the answer, the answer to all, and another's."""
    questions = _read("forms")["forms"]["complaint_form"]["required_slots"]
    for move, asked in product(_read("intents")["intents"], ("", *questions)):
        at = questions.index(asked) if asked else 0
        opened = [tuple(questions[at:]), tuple(questions) if at else (*questions[:2], *questions[3:])]
        told = [(), tuple(questions[at : at + 1]), tuple(questions[at:-1]), tuple(questions[-2:-1])]
        for still, fields in product(dict.fromkeys(opened), dict.fromkeys(told)):
            yield asked, still, move, fields


def outcomes(model: Path = MODEL) -> Iterator[str]:
    """Each case with its outcome, a line each, by the model's own rules."""
    serving: Any = importlib.import_module("nlu.assistant.serving.rules")
    rules, loop = serving.Rules(_loaded(model)), asyncio.new_event_loop()
    for asked, still_open, move, told in cases():
        events = loop.run_until_complete(rules.events(serving.Case(asked or None, still_open, move, told)))
        after = serving.asked_after(events, asked or None)
        columns = ([asked], still_open, [move], told, serving.actions(events), [after or ""])
        yield "\t".join(",".join(one) or NOTHING for one in columns)
    loop.close()


def _read(name: str) -> Any:
    return yaml.safe_load((ASSISTANT / "domain" / f"{name}.yml").read_text(encoding="utf-8"))


def _loaded(model: Path) -> Any:
    import structlog
    from rasa.core.agent import Agent
    from rasa.core.utils import AvailableEndpoints

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    endpoints = AvailableEndpoints.read_endpoints(str(ASSISTANT / "endpoints.yml"))
    return Agent.load(str(model), generator=endpoints.nlg).processor


if __name__ == "__main__":
    if "--all-of-rasa" not in sys.argv:
        stand_in()
    for line in outcomes():
        sys.stdout.write(line + "\n")

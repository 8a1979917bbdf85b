"""The engines that can be judged: each takes a turn and gives its result as JSON (core.ports.Turn, TurnResult)."""

import asyncio
import importlib
import logging
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from core.asking import Asking
from core.errors import ReaderUnavailable
from nlu.assistant.left_out import stand_in
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.plainly import answer
from nlu.dialogue.questions_apart import apart
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Heard, Said
from nlu.second_look import Point, doubted, pointed_at

Result = Mapping[str, Any]
Ask = Callable[[dict[str, Any]], Result]


def do_nothing(turn: dict[str, Any]) -> Result:
    """The bot that learns nothing and repeats its question: what all figures are measured against."""
    outcome = "asking" if turn["asking"] else "chat"
    return {
        "fields": {}, "asking": turn["asking"], "outcome": outcome, "language": turn["language"],
        "understanding": {"urgent": False},
    }  # fmt: skip


def without_rules(hear: Callable[[Said], Heard]) -> Ask:
    """The reading and the plain questions over what ``hear`` hears."""

    def ask(turn: dict[str, Any]) -> Result:
        parted = apart(said(turn["text"], turn["choice"], turn["language"], turn["known"], turn["asking"]))
        told = parted.turn
        heard = hear(told)
        reading = read(told, heard, parted.asks, nothing_else=parted.nothing_else, hides=parted.hides)
        answered = answer(told, heard, reading)
        fields = {name: {"value": one[0], "confidence": one[1]} for name, one in reading.fields.items()}
        return {
            "fields": fields, "asking": answered.asking, "outcome": answered.outcome, "language": reading.language,
            "understanding": {"urgent": heard.urgent, "danger": heard.danger}, "acts": dict(heard.acts),
            "replies": [one.text for one in answered.spoken],
        }  # fmt: skip

    return ask


def with_second_reader(ask: Ask, point: Point) -> Ask:
    """As nlu.second_reading does it: words that are pointed at are heard as the answer, and proven."""

    def asked(turn: dict[str, Any]) -> Result:
        first = ask(turn)
        if turn["choice"] or first["outcome"] != "asking" or first["understanding"].get("danger"):
            return first
        field = doubted(turn["text"], Asking.read(turn["asking"]), Asking.read(first["asking"]))
        if field is None:
            return first
        try:
            words = pointed_at(point, turn["text"], field, first["language"], turn["known"])
        except ReaderUnavailable:
            return first
        if words is None:
            return first
        learnt = {name: one["value"] for name, one in first["fields"].items() if one["confidence"] >= ENOUGH}
        known = {name: value for name, value in {**turn["known"], **learnt}.items() if name != field}
        more = {"id": f"{turn['id']}:second", "text": words, "known": known, "asking": first["asking"]}
        again = ask({**turn, **more, "language": first["language"]})
        found = again["fields"].get(field)
        if found is None or found["confidence"] < ENOUGH or again["outcome"] != "asking":
            return first
        kept = {name: first[name] for name in ("language", "understanding", "acts") if name in first}
        return {**again, **kept, "fields": {**first["fields"], field: found}}

    return asked


def plain() -> Ask:
    """The questions that are asked while there is no Rasa."""
    return without_rules(lambda turn: hear_plainly(turn.text, today(), turn))


def rasa(model: Path) -> Ask:
    """The trained assistant as it is served, its rules and tracker store included, without the HTTP between."""
    folder = tempfile.mkdtemp(prefix="arzi-turns-")
    os.environ["ARZI_RASA__TRACKER_URL"] = f"sqlite:///{folder}/rasa.db"
    os.environ.setdefault("ARZI_RASA__SECRET", secrets.token_hex(16))  # what the tracker store is sealed with
    stand_in()
    import structlog

    with redirect_stderr(StringIO()):  # the libraries' own complaints about each other
        from rasa.core.agent import Agent
        from rasa.core.utils import AvailableEndpoints

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        endpoints = AvailableEndpoints.read_endpoints(str(Path(__file__).parents[2] / "assistant" / "endpoints.yml"))
        processor = Agent.load(str(model), generator=endpoints.nlg).processor
    serving: Any = importlib.import_module("nlu.assistant.serving.turns")
    from nlu.assistant.serving.assistant import Assistant
    from nlu.assistant.serving.trackers import Trackers

    assistant = Assistant.of(processor, Trackers(processor.domain))
    loop = asyncio.new_event_loop()
    hear, last = serving.hear, [Heard()]

    def hear_and_keep(processor: Any, text: str, turn: Said | None = None) -> Heard:
        last[0] = hear(processor, text, turn)
        return last[0]

    serving.hear = hear_and_keep  # the caller is never told of the acts; their calibration is measured here

    def ask(one: dict[str, Any]) -> Result:
        last[0] = Heard()
        return {**loop.run_until_complete(serving.turn(assistant, one)), "acts": dict(last[0].acts)}

    return ask

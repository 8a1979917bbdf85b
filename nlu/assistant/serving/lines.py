"""Parses texts with the trained model, without serving anything."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import BinaryIO

from nlu.assistant.serving.start import quiet


def parse_lines(model: Path, source: BinaryIO, sink: BinaryIO) -> None:
    """Reads JSON strings from ``source`` until its end, then writes what each says to ``sink``."""
    texts = [json.loads(line) for line in source]
    with redirect_stdout(sys.stderr):  # Rasa prints to standard output here and there
        quiet()
        from rasa.core.agent import Agent

        from nlu.assistant.serving.graph import DirectRunner
        from nlu.assistant.serving.hearing import as_json, hear

        processor = Agent.load(str(model)).processor
        processor.graph_runner = DirectRunner.in_place_of(processor.graph_runner)
        answers = [as_json(hear(processor, text)) for text in texts]
    for answer in answers:
        sink.write(json.dumps(answer).encode() + b"\n")
    sink.flush()

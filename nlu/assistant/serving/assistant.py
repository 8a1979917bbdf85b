"""The assistant as it is served: Rasa's processor with a loaded model, its rules, and where answers are kept."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.core.processor import MessageProcessor

from nlu.assistant.serving.graph import DirectRunner
from nlu.assistant.serving.rules import Rules
from nlu.assistant.serving.trackers import Trackers


@dataclass(frozen=True)
class Assistant:
    """What a turn needs."""

    processor: MessageProcessor
    rules: Rules
    store: Trackers

    @classmethod
    def of(cls, processor: MessageProcessor, store: Trackers) -> Assistant:
        """Of a processor whose model is loaded. Its graph is run without dask from then on."""
        processor.graph_runner = DirectRunner.in_place_of(processor.graph_runner)
        return cls(processor, Rules(processor), store)

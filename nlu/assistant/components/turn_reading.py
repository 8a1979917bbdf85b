# ruff: noqa: ARG003 (the signatures are Rasa's)
"""What a message does and which of its words are fields, as parts of Rasa's graph. Both read the message together with
the question that was asked and what is known, which the channel puts into the message's metadata.

They learn from nlu/training/turns beside Rasa's own training data; ``fingerprint_addon`` tells Rasa's cache of them.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.assistant.components import acts, spans
from nlu.assistant.components.acts import Acts
from nlu.assistant.components.seen import seen
from nlu.assistant.components.sources import TURNS, fingerprint
from nlu.assistant.components.spans import Tagger
from nlu.training.corpus import WORD, Sentence
from nlu.training.frames import composed
from nlu.training.spoken import turns

_NONE = "out_of_scope"
"""Of what is no complaint all is taught: there is nothing that it cannot be."""
ASKED, KNOWN = "asked", "known"
"""Keys of the message's metadata: the question, and the names of the fields that are known."""


class _OfTurns(GraphComponent):
    """What the two have in common: learnt from the turns, kept in one file."""

    FILE = "model"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _OfTurns:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> _OfTurns:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._open(Path(folder) / cls.FILE)
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What it is made from besides Rasa's training data."""
        return fingerprint(TURNS)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and write the file."""
        with self._storage.write_to(self._resource) as folder:
            path = Path(folder) / self.FILE
            self._learn(training_data, path)
            self._open(path)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind us in the pipeline learns from what we say."""
        return training_data

    def _learn(self, training_data: TrainingData, path: Path) -> None:
        raise NotImplementedError

    def _open(self, path: Path) -> None:
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActsClassifier(_OfTurns):
    """Sets ``acts``: what the message does, each act with its probability."""

    FILE = "acts.npz"
    _acts: Acts

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 10.0, "complaints": 900, "others": 1300}

    def _learn(self, training_data: TrainingData, path: Path) -> None:
        dice = random.Random(3)  # noqa: S311 (nothing secret)
        told = [one for one in map(_sentence, training_data.intent_examples) if one is not None]
        dice.shuffle(told)
        complaints = [one for one in told if one.intent == "file_complaint"][: self._config["complaints"]]
        others = [one for one in told if one.intent not in ("file_complaint", "inform", _NONE)][
            : self._config["others"]
        ]
        others += [one for one in told if one.intent == _NONE]
        acts.train(seen(turns(), [*complaints, *others], frames=composed()), self._config["strength"]).save(path)

    def _open(self, path: Path) -> None:
        self._acts = Acts.load(path)

    def process(self, messages: list[Message]) -> list[Message]:
        """Say what each message does."""
        for message in messages:
            asked, known = _context(message)
            message.set("acts", dict(self._acts.of(message.get("text") or "", asked, known)), add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SpanTagger(_OfTurns):
    """Sets ``spans``: (field, start, end, probability) of the words that are fields."""

    FILE = "spans.crfsuite"
    _tagger: Tagger

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def _learn(self, training_data: TrainingData, path: Path) -> None:  # noqa: ARG002 (it needs the turns only)
        spans.train([*turns(), *(one for filled in composed() for one in filled)], path)

    def _open(self, path: Path) -> None:
        self._tagger = Tagger(path)

    def process(self, messages: list[Message]) -> list[Message]:
        """Say which words of each message are fields."""
        for message in messages:
            told = _raw(message)
            found = self._tagger.of(told, _context(message)[0])
            message.set("spans", [[one.field, one.start, one.end, one.sure] for one in found], add_to_output=True)
        return messages


def _context(message: Message) -> tuple[str | None, frozenset[str]]:
    beside = message.get("metadata") or {}
    return beside.get(ASKED), frozenset(beside.get(KNOWN) or ())


def _raw(message: Message) -> str:
    """The words as they were written: spans are places in them."""
    return str((message.get("metadata") or {}).get("written") or message.get("text") or "")


def _sentence(message: Message) -> Sentence | None:
    about = (message.get("metadata") or {}).get("intent")
    if not message.get("text") or not about or about.get("kind") == WORD:
        return None
    return Sentence(
        message.get("text"), message.get("intent"), about.get("category"), about["language"], "sentence", ""
    )

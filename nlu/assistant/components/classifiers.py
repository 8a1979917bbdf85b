# ruff: noqa: ARG003 (the signatures are Rasa's)
"""The classifiers as parts of Rasa's graph: what the person wants (intent), what it is about (category), and whether
somebody is in danger.

All read the same training file: the category stands in the metadata of an intent's examples
(``metadata: {category: electricity, language: ur}``); examples without one teach "no category". The vocabulary
(``kind: word``) teaches the category classifier words that no sentence has used yet, and the intent classifier nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from core.text.urgent import find_danger
from nlu.assistant.components.linear import Linear, train
from nlu.assistant.components.reading import read
from nlu.assistant.components.sources import READING, fingerprint
from nlu.training.corpus import WORD, Example, company
from nlu.training.variants import grow

NONE = "none"


class _Classifier(GraphComponent):
    """What the two have in common: a Linear model kept as an npz, trained on texts and their spelling variants."""

    FILE = "model.npz"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: Linear | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"variants": 1, "strength": 1.0, "rarity": False, "threshold": 0.35, "ranking": 3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Classifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> _Classifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = Linear.load(Path(folder) / cls.FILE)
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What it is made from besides Rasa's training data."""
        return fingerprint(READING)

    def _examples(self, messages: list[Message]) -> list[Example]:
        """What there is to learn from."""
        raise NotImplementedError

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example and its variants."""
        examples = self._examples([one for one in training_data.intent_examples if one.get("text")])
        texts = [replace(one, text=read(one.text)) for one in examples]
        self._model = train(texts, self._config["strength"], self._config["rarity"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder) / self.FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind us in the pipeline learns from what we say."""
        return training_data

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        """Labels with confidence, the likeliest first."""
        assert self._model is not None
        chances = self._model.probabilities_of(read(text))
        order = (-chances).argsort()
        return [{"name": self._model.labels[i], "confidence": round(float(chances[i]), 4)} for i in order]


def _about(message: Message) -> dict[str, Any]:
    about: dict[str, Any] = message.get("metadata")["intent"]
    return about


def _example(message: Message, label: str) -> Example:
    about = _about(message)
    stands = company(message.get("intent"), about.get("category"), about.get("danger"))
    return Example(message.get("text"), label, about["language"], company=stands)


def _is_word(message: Message) -> bool:
    return _about(message).get("kind") == WORD


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(_Classifier):
    """Sets ``intent`` and ``intent_ranking``."""

    def _examples(self, messages: list[Message]) -> list[Example]:
        written = [_example(one, one.get("intent")) for one in messages if not _is_word(one)]
        return grow(written, self._config["variants"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Say what the person wants."""
        for message in messages:
            ranking = self._ranking(message.get("text") or "")
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CategoryClassifier(_Classifier):
    """Sets ``category`` (name or null, confidence, alternatives); an entity too where it is sure."""

    def _examples(self, messages: list[Message]) -> list[Example]:
        written = [_example(one, _about(one).get("category", NONE)) for one in messages if not _is_word(one)]
        words = [_example(one, _about(one)["category"]) for one in messages if _is_word(one)]
        return grow(written, self._config["variants"]) + [
            replace(one, group=at, judged=False) for at, one in enumerate(words)
        ]

    def process(self, messages: list[Message]) -> list[Message]:
        """Say what it is about, if it is about something."""
        for message in messages:
            text = message.get("text") or ""
            ranking = self._ranking(text)
            likeliest = [one for one in ranking if one["name"] != NONE][: self._config["ranking"]]
            first = ranking[0]
            sure = first["name"] != NONE and first["confidence"] >= self._config["threshold"]
            message.set(
                "category",
                {
                    "name": first["name"] if sure else None,
                    "confidence": first["confidence"],
                    "alternatives": likeliest,
                },
                add_to_output=True,
            )
            if sure:
                entity = {
                    "entity": "category", "value": first["name"], "start": 0, "end": len(text),
                    "confidence_entity": first["confidence"], "extractor": "CategoryClassifier",
                }  # fmt: skip
                message.set("entities", [*message.get("entities", []), entity], add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerClassifier(GraphComponent):
    """Sets ``danger``: kind (a key of core.text.urgent.NUMBERS) or null, and the score of the clause that tells of it.

    No part of config.yml any more: serving/hearing.py asks ``core.text.urgent.find_danger`` itself. Models that were
    trained before name it, and are still loaded.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerClassifier:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Say whether somebody is in danger, and in which."""
        for message in messages:
            found = find_danger(message.get("text") or "")
            told = {"kind": found.kind, "score": found.score} if found else {"kind": None, "score": None}
            message.set("danger", told, add_to_output=True)
        return messages

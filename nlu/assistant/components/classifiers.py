# ruff: noqa: ARG003 (the signatures are Rasa's)
"""The two classifiers as parts of Rasa's graph: what the person wants (intent), and what it is about (category).

Both read the same training file: the category stands in the metadata of an intent's examples
(``metadata: {category: electricity, language: ur}``); examples without one teach "no category".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.assistant.components.features import Features
from nlu.assistant.components.linear import Linear, train
from nlu.assistant.components.reading import read
from nlu.training.corpus import Example
from nlu.training.variants import grow

NONE = "none"
_FEATURES = Features()


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
        return {"variants": 2, "strength": 1.0, "threshold": 0.5, "ranking": 3}

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

    def _label(self, message: Message) -> str:
        raise NotImplementedError

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example and its variants."""
        examples = [
            Example(message.get("text"), self._label(message), _metadata(message).get("language", "en"))
            for message in training_data.intent_examples
            if message.get("text")
        ]
        grown = grow(examples, copies=self._config["variants"])
        self._model = train(
            _FEATURES([read(one.text) for one in grown]),
            [one.label for one in grown],
            [one.group for one in grown],
            [one.weight for one in grown],
            self._config["strength"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder) / self.FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind us in the pipeline learns from what we say."""
        return training_data

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        """Labels with confidence, the likeliest first."""
        assert self._model is not None
        chances = self._model.probabilities(_FEATURES([read(text)]))[0]
        order = (-chances).argsort()
        return [{"name": self._model.labels[i], "confidence": round(float(chances[i]), 4)} for i in order]


def _metadata(message: Message) -> dict[str, Any]:
    kept: dict[str, Any] = (message.get("metadata") or {}).get("intent") or {}
    return kept


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(_Classifier):
    """Sets ``intent`` and ``intent_ranking``."""

    def _label(self, message: Message) -> str:
        return str(message.get("intent"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Say what the person wants."""
        for message in messages:
            ranking = self._ranking(message.get("text") or "")
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CategoryClassifier(_Classifier):
    """Sets ``category`` (name or null, confidence, alternatives); where it is sure enough, an entity ``category`` too."""

    def _label(self, message: Message) -> str:
        return str(_metadata(message).get("category", NONE))

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

# ruff: noqa: ARG003 (the signatures are Rasa's)
"""What can be read without learning: language, place, numbers, date, name, danger. core.text does the reading.

As entities, so that ``from_entity`` slot mappings work; language, district and danger also as keys of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from core.text.dates import find_date
from core.text.found import Found
from core.text.ids import find_ids
from core.text.language import language
from core.text.names import find_name
from core.text.places import best_district, find_places
from core.text.urgent import danger

_NAMES = {"date": "incident_date", "name": "complainant_name"}
_HERE = ZoneInfo("Asia/Karachi")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactsReader(GraphComponent):
    """Sets ``language``, ``district``, ``urgent`` and the entities of a text. Reads the text as it was written."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactsReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message."""
        for message in messages:
            for name, value in facts(message.get("text") or "").items():
                if name == "entities":
                    value = [*message.get("entities", []), *value]
                message.set(name, value, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind us in the pipeline learns from what we read."""
        return training_data


def facts(text: str) -> dict[str, Any]:
    """``language`` and ``district`` (name, confidence), ``urgent`` (the kind of danger or null), ``entities``."""
    code, sure = language(text)
    district, certainty, alternatives = best_district(text)
    return {
        "language": {"name": code, "confidence": round(sure, 4)},
        "district": {"name": district, "confidence": round(certainty, 4), "alternatives": list(alternatives)},
        "urgent": danger(text),
        "entities": [_entity(found) for found in _found(text)] + _district_entity(text, district, certainty),
    }


def _found(text: str) -> Iterator[Found]:
    yield from find_ids(text)
    for one in (find_date(text, datetime.now(_HERE).date()), find_name(text)):
        if one is not None:
            yield one


def _entity(found: Found) -> dict[str, Any]:
    return {
        "entity": _NAMES.get(found.kind, found.kind),
        "value": found.value,
        "start": found.start,
        "end": found.end,
        "confidence_entity": round(found.confidence, 4),
        "extractor": "FactsReader",
    }


def _district_entity(text: str, district: str | None, certainty: float) -> list[dict[str, Any]]:
    if district is None:
        return []
    spans = [place for place in find_places(text) if place.district == district]
    start, end = (spans[0].start, spans[0].end) if spans else (0, len(text))
    return [_entity(Found("district", district, start, end, certainty))]

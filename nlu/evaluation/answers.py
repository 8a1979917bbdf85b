"""What a system says of a text, in one form for all systems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nlu.dialogue.shapes import Heard
from nlu.dialogue.understood import understood


@dataclass(frozen=True)
class Answer:
    """None where the system says nothing. ``likely`` are categories with confidence, in order, sure enough or not."""

    intent: str | None = None
    category: str | None = None
    likely: tuple[tuple[str, float], ...] = ()
    language: str | None = None
    district: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    danger: str | None = None


System = Callable[[str], Answer]


def from_heard(heard: Heard) -> Answer:
    """What is heard when the assistant is served: Rasa's intent and category, and what core.text reads."""
    said = understood(heard)
    return Answer(
        intent=said.intent,
        category=said.category,
        likely=heard.likely,
        language=said.language,
        district=said.district,
        entities=said.entities,
        urgent=said.urgent,
        danger=said.danger,
    )


JOIN = "+"
"""Rasa's default pipeline knows one label a text, so intent and category are joined into one."""


def from_joined(data: Mapping[str, Any]) -> Answer:
    """What Rasa's parse data says when intent and category are one label."""
    sums: dict[str, float] = {}
    for one in data["intent_ranking"]:
        category = one["name"].partition(JOIN)[2]
        if category:
            sums[category] = sums.get(category, 0.0) + one["confidence"]
    intent, _, category = data["intent"]["name"].partition(JOIN)
    likely = sorted(sums.items(), key=lambda one: -one[1])
    return Answer(intent=intent, category=category or None, likely=tuple(likely))

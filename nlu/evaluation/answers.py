"""What a system says of a text, in one form for all systems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """None where the system says nothing. ``first`` is the likeliest category, empty for "none", whether or not it is
    sure enough to be said, and ``sure`` its confidence; ``likeliest`` are the categories that a button would offer."""

    intent: str | None = None
    category: str | None = None
    first: str = ""
    sure: float = 0.0
    likeliest: tuple[str, ...] = ()
    language: str | None = None
    district: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)


System = Callable[[str], Answer]


def from_parse(data: Mapping[str, Any]) -> Answer:
    """What Rasa's parse data says when our own components made it."""
    category = data["category"]
    return Answer(
        intent=data["intent"]["name"],
        category=category["name"],
        first=category["first"] or "",
        sure=category["confidence"],
        likeliest=tuple(one["name"] for one in category["alternatives"]),
        language=data["language"]["name"],
        district=data["district"]["name"],
        entities={one["entity"]: one["value"] for one in data["entities"] if one["extractor"] == "FactsReader"},
    )


JOIN = "+"
"""Rasa's default pipeline knows one label a text, so intent and category are joined into one."""


def from_joined(data: Mapping[str, Any]) -> Answer:
    """What Rasa's parse data says when intent and category are one label."""
    ranking = [(one["name"].partition(JOIN), one["confidence"]) for one in data["intent_ranking"]]
    (intent, _, category), sure = ranking[0]
    likeliest = [name[2] for name, _ in ranking if name[2]]
    return Answer(
        intent=intent, category=category or None, first=category, sure=sure, likeliest=tuple(dict.fromkeys(likeliest))
    )

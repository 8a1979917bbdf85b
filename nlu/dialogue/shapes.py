"""What passes between hearing, reading and asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.asking import AGAIN as AGAIN

TEXT, DIALOGUE = "text", "dialogue"
"""Where a value came from, as core.complaint.Source has it: found in free words, or answered when asked."""

ALL = "*"
"""Stands for the whole menu where options are listed."""

CONFIRM, CORRECTION = "confirmed", "correction"
"""Two questions that are not fields: is the summary right, and what should be changed?"""

Value = tuple[str, float, str]
"""A field's value, its confidence (0 to 1) and its source."""


@dataclass(frozen=True)
class Span:
    """Words of a message that are a field: from sign ``start`` to before ``end``, and how sure (0 to 1)."""

    field: str
    start: int
    end: int
    sure: float


@dataclass(frozen=True)
class Heard:
    """What the words say by themselves. ``likely`` are categories with confidence, the likeliest first; ``districts``
    are the ones that an ambiguous name may mean; ``entities`` are name: (value, confidence). ``acts`` are what the
    message does, each with its probability, and ``spans`` its words that are fields; both with the question in mind.
    ``danger_score`` is what core.text.urgent gave, 0 where it heard none."""

    language: str = "und"
    language_confidence: float = 0.0
    intent: str = "out_of_scope"
    intent_confidence: float = 0.0
    category: "str | None" = None
    category_confidence: float = 0.0
    likely: "tuple[tuple[str, float], ...]" = ()
    district: "str | None" = None
    district_confidence: float = 0.0
    districts: "tuple[str, ...]" = ()
    entities: "Mapping[str, tuple[str, float]]" = field(default_factory=dict)
    urgent: bool = False
    danger: "str | None" = None
    danger_score: float = 0.0
    acts: "Mapping[str, float]" = field(default_factory=dict)
    spans: "tuple[Span, ...]" = ()

    @property
    def likely_enough(self) -> bool:
        """Is there a category worth offering, though not one to believe?"""
        return bool(self.likely) and self.likely[0][1] >= 0.35


@dataclass(frozen=True)
class Said:
    """A turn as the caller gives it (core.ports.Turn), with ``asking`` taken apart: the question, its options, and the
    question from which a change of this field was asked for."""

    text: str
    choice: "str | None"
    language: str
    known: Mapping[str, str]
    question: "str | None" = None
    offered: "tuple[str, ...]" = ()
    back: "str | None" = None

    @property
    def reached(self) -> "str | None":
        """How far the asking had come: while a field is being changed, where the change was asked for."""
        return self.back or self.question


@dataclass(frozen=True)
class Reading:
    """What a turn means: the move, the fields learnt, and what is skipped, to be asked again, offered or confirmed.

    ``topic``: what is answered beside the question (service.yml). ``changed``: the field that is to be asked anew.
    ``asks``: the topics of what was asked beside all else, each to be answered first."""

    move: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    skipped: "tuple[str, ...]" = ()
    forget: "tuple[str, ...]" = ()
    options: Mapping[str, "tuple[str, ...]"] = field(default_factory=dict)
    confirmed: bool = False
    language: str = "en"
    topic: "str | None" = None
    changed: "str | None" = None
    asks: "tuple[str, ...]" = ()

    def but(self, **changes: Any) -> "Reading":
        """A copy with these changed."""
        return replace(self, **changes)

"""What passes between hearing, reading and asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

TEXT, DIALOGUE = "text", "dialogue"
"""Where a value came from, as core.complaint.Source has it: found in free words, or answered when asked."""

ALL = "*"
"""Stands for the whole menu where options are listed."""

CONFIRM, CORRECTION = "confirmed", "correction"
"""Two questions that are not fields: is the summary right, and what should be changed?"""

Value = tuple[str, float, str]
"""A field's value, its confidence (0 to 1) and its source."""


@dataclass(frozen=True)
class Heard:
    """What the words say by themselves. ``likely`` are categories with confidence, the likeliest first; ``districts``
    are the ones that an ambiguous name may mean; ``entities`` are name: (value, confidence)."""

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
    """What a turn means: the move, the fields learnt, and what is skipped, to be asked again, offered or confirmed."""

    move: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    skipped: "tuple[str, ...]" = ()
    forget: "tuple[str, ...]" = ()
    options: Mapping[str, "tuple[str, ...]"] = field(default_factory=dict)
    confirmed: bool = False
    language: str = "en"

    def but(self, **changes: Any) -> "Reading":
        """A copy with these changed."""
        return replace(self, **changes)


def split_asking(asking: "str | None") -> "tuple[str | None, tuple[str, ...], str | None]":
    """``"category@confirmed:gas,roads"`` as the question, the options that were offered, and where to go back to."""
    if not asking:
        return None, (), None
    place, _, options = asking.partition(":")
    question, _, back = place.partition("@")
    return question, tuple(one for one in options.split(",") if one), back or None


def join_asking(question: "str | None", options: "tuple[str, ...]" = (), back: "str | None" = None) -> "str | None":
    """The other way round. The caller keeps it and gives it back as it is."""
    if not question:
        return None
    place = f"{question}@{back}" if back else question
    return f"{place}:{','.join(options)}" if options else place

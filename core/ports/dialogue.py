"""The engine that holds the conversation, and what passes between it and us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from core.complaint import Field
from core.messages import Button, Menu


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. Confidences are calibrated, 0 to 1. ``entities``: cnic, phone, email, tracking_number,
    incident_date, complainant_name, money … as strings in their canonical form."""

    language: str = "und"
    intent: str = "out_of_scope"
    category: str | None = None
    district: str | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    """A person is surely in danger: the emergency numbers are told and it is registered at once."""
    danger: str | None = None
    """The kind of danger (core.text.urgent.NUMBERS) that is told of: surely where ``urgent``, else perhaps: then the
    numbers are shown and it is asked."""
    acts: frozenset[str] = frozenset()
    """What the message likely does (the names: nlu/dialogue/act_rules.yml); empty where no model read it."""


class Outcome(StrEnum):
    """What a turn of the dialogue came to."""

    ASKING = "asking"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RESTARTED = "restarted"
    HUMAN = "human"
    TRACK = "track"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the engine is told. ``conversation`` is one per complaint; ``id`` is the message's, so that a repeat of a
    turn gives the same answer. ``known`` are the believed fields. ``asking`` is what the last TurnResult said was
    asked, given back as it is: ``QUESTION[@WHERE TO GO ON][:OPTIONS]`` (nlu/dialogue/shapes.py)."""

    conversation: str
    id: str
    text: str
    language: str
    known: Mapping[str, str]
    asking: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message back to the citizen. ``menu``: the same question as a list, for channels that have lists.
    ``recording`` is the address of a recording of ours that is sent instead of the text."""

    text: str
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What the engine answers. ``fields`` is what was learnt in this turn; the record stays the authority. ``asks``:
    what was asked of the service beside it (the topics: nlu/dialogue/service_questions.yml)."""

    replies: tuple[Reply, ...]
    outcome: Outcome
    asking: str | None
    language: str
    fields: Mapping[str, Field]
    understanding: Understanding
    engine: str
    asks: frozenset[str] = frozenset()


class DialogueEngine(Protocol):
    """Rasa, or the plain questions that stand in for it."""

    def turn(self, turn: Turn) -> TurnResult:
        """One turn. Idempotent by ``turn.id``. Raises DialogueUnavailable."""
        ...

    def ping(self) -> None:
        """Raises DialogueUnavailable when it cannot take a turn now."""
        ...

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        """One message that asks for all of these fields, for channels where a question a message is too slow."""
        ...

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """What each text says, without any conversation. Raises DialogueUnavailable."""
        ...


class SecondReader(Protocol):
    """Asked where our own reading is unsure, in the office's own house. It points at words and says none."""

    def point(self, text: str, field: str, language: str) -> str | None:
        """The words of ``text``, as they stand there, that tell the ``field`` of a record; None where none do. The text
        comes with its numbers and names masked (core.text.masking). Raises ReaderUnavailable."""
        ...

"""A call as a value: where it stands and what was said in it. Any process can take the next step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.ports import Understanding


class Step(StrEnum):
    """What the caller was asked last."""

    LANGUAGE = "language"
    MENU = "menu"
    CATEGORY = "category"
    DISTRICT = "district"
    DISTRICT_IN = "district_in"
    STORY = "story"
    WORDS = "words"
    ADDRESS = "address"
    SAY_BACK = "say_back"
    CHANGE = "change"
    DONE = "done"
    STATUS = "status"
    PROOF = "proof"
    TOLD = "told"
    OFFER_PERSON = "offer_person"
    PERSON = "person"
    GOODBYE = "goodbye"
    SOLVED = "solved"
    WHY_NOT = "why_not"


@dataclass(frozen=True, slots=True)
class Call:
    """``known`` are the fields of the record that the caller need not be asked for. ``turn`` counts the questions, so
    that a repeated webhook is recognised. ``note`` is what is told at the steps TOLD and DONE."""

    sid: str
    caller: str
    language: str | None = None
    step: Step = Step.LANGUAGE
    after: Step | None = None
    turn: int = 0
    tries: int = 0
    page: int = 0
    division: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    recorded: int = 0
    number: str | None = None
    asked_number: str | None = None
    note: str | None = None

    def to(self, step: Step, **changes: Any) -> "Call":
        """At another step, with the counting of tries begun anew."""
        return replace(self, step=step, tries=0, page=0, **changes)

    def learnt(self, **fields: str) -> "Call":
        return replace(self, known={**self.known, **fields})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Call":
        after = Step(kept["after"]) if kept["after"] else None
        return cls(**{**kept, "step": Step(kept["step"]), "after": after})


def next_question(call: Call) -> Step:
    """The first thing that is not known yet."""
    if "category" not in call.known:
        return Step.CATEGORY
    if "district" not in call.known:
        return Step.DISTRICT
    if not call.recorded and "description" not in call.known:
        return Step.STORY
    return Step.SAY_BACK


@dataclass(frozen=True, slots=True)
class Heard:
    """What the caller did: keys, words, a recording, or nothing. All of it is untrusted."""

    keys: str = ""
    speech: str = ""
    confidence: float = 0.0
    seconds: int = 0
    understood: Understanding = field(default_factory=Understanding)


class What(StrEnum):
    """What a step asks the house to do."""

    SPEAK_TO_PERSON = "speak_to_person"
    TELL_DIALOGUE = "tell_dialogue"
    REGISTER = "register"
    LOOK_UP = "look_up"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the call stands after a step. ``learnt`` goes into the record; ``does`` is for the house."""

    call: Call
    learnt: Mapping[str, str] = field(default_factory=dict)
    does: tuple[What, ...] = ()
    words: str = ""

"""A call as a value: where it stands and what was said in it. Any process can take the next step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from core.ports import Understanding


class Step(StrEnum):
    """What the caller was asked last."""

    LANGUAGE = "language"
    OWN = "own"
    MENU = "menu"
    CATEGORY = "category"
    DISTRICT = "district"
    DISTRICT_IN = "district_in"
    STORY = "story"
    WORDS = "words"
    ADDRESS = "address"
    IN_DANGER = "in_danger"
    NAME = "name"
    PHONE = "phone"
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
    """``caller`` is empty where the number is hidden. ``known`` are the fields of the record that the caller need not
    be asked for; ``asked`` those that they were asked for and need not give. ``turn`` counts the questions, so that a
    repeated webhook is recognised. ``note`` is what is told at the steps TOLD, PERSON and GOODBYE. ``hearing`` are the
    languages in which speech is recognised; ``brief``: only the beep, since the caller pressed through the words
    before it; ``urgent``: somebody may be in danger, and the emergency numbers are said next; ``number`` is set as
    soon as there is a case: of an emergency while its place is still asked. ``agent`` is the telephone of who called
    back; ``shared``: several people may call from this number, and something was told from it before."""

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
    asked: tuple[str, ...] = ()
    recorded: int = 0
    number: str | None = None
    asked_number: str | None = None
    note: str | None = None
    hearing: tuple[str, ...] = ("ur", "en")
    brief: bool = False
    urgent: bool = False
    agent: str = ""
    shared: bool = False

    @property
    def hears(self) -> bool:
        """Is speech recognised in the caller's language?"""
        return self.language in self.hearing

    def to(self, step: Step, **changes: Any) -> "Call":
        """At another step, with the counting of tries begun anew."""
        return replace(self, step=step, **{"tries": 0, "page": 0, "brief": False, **changes})

    def learnt(self, **known: str) -> "Call":
        return replace(self, known={**self.known, **known})

    def passed(self, name: str) -> "Call":
        """A question that was asked, and need not be asked again."""
        return self if name in self.asked else replace(self, asked=(*self.asked, name))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Call":
        """What was kept; what a newer process kept beside it is left out."""
        known = {one.name for one in fields(cls)}
        read: dict[str, Any] = {name: value for name, value in kept.items() if name in known}
        lists: dict[str, Any] = {name: tuple(read[name]) for name in ("asked", "hearing") if name in read}
        after = Step(kept["after"]) if kept["after"] else None
        return cls(**{**read, **lists, "step": Step(kept["step"]), "after": after})


def next_question(call: Call) -> Step:
    """The first thing that is not known yet, in the order of the dialogue elsewhere (nlu/dialogue/questions.py)."""
    if "category" not in call.known:
        return Step.CATEGORY
    if "district" not in call.known:
        return Step.DISTRICT
    if "description" not in call.known:
        return Step.STORY
    nameless = call.known.get("anonymous") == "yes"
    optional = {"address": Step.ADDRESS, "complainant_name": Step.NAME}
    for name, step in optional.items():
        if call.hears and name not in call.known and name not in call.asked and not (nameless and step is Step.NAME):
            return step
    if not call.caller and "phone" not in call.known and not nameless:
        return Step.PHONE
    return Step.SAY_BACK


@dataclass(frozen=True, slots=True)
class CallInput:
    """What the caller did: keys, words, a recording, or nothing. All of it is untrusted. ``reached``: did the wait for
    a person end with one?"""

    keys: str = ""
    speech: str = ""
    confidence: float = 0.0
    seconds: int = 0
    reached: bool = False
    understood: Understanding = field(default_factory=Understanding)


class What(StrEnum):
    """What a step asks the house to do."""

    ANOTHER_CALLER = "another_caller"
    SPEAK_TO_PERSON = "speak_to_person"
    TALKED = "talked"
    CALL_BACK = "call_back"
    TELL_DIALOGUE = "tell_dialogue"
    EMERGENCY = "emergency"
    REGISTER = "register"
    LOOK_UP = "look_up"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True)
class Advance:
    """Where the call stands after a step. ``learnt`` goes into the record; ``does`` is for the house. ``words`` are
    what was said to the question ``asking`` (a field of the record), or the proof of whose a ticket is."""

    call: Call
    learnt: Mapping[str, str] = field(default_factory=dict)
    does: tuple[What, ...] = ()
    words: str = ""
    asking: str = "description"

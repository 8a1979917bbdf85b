"""What the caller hears and may answer: a page of a call, before it is TwiML."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to say: a key of the catalogue and its values, or (``key`` empty) plain words."""

    key: str
    values: dict[str, str] = field(default_factory=dict)
    text: str = ""


class Answer(StrEnum):
    """How the caller may answer."""

    KEYS = "keys"
    KEYS_OR_SPEECH = "keys_or_speech"
    RECORDING = "recording"
    NOTHING = "nothing"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Screen:
    """``digits``: how many keys end the answer (0: # ends it). ``hints`` help the recognition of speech."""

    prompts: tuple[Prompt, ...]
    answer: Answer = Answer.KEYS
    digits: int = 1
    hints: tuple[str, ...] = ()
    seconds: int = 0


def say(key: str, /, **values: str) -> Prompt:
    return Prompt(key, values)


def plain(text: str) -> Prompt:
    return Prompt("", text=text)

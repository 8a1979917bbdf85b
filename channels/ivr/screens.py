"""What the caller hears and may answer: a page of a call, before it is TwiML."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Spoken:
    """A value in a prompt: its words, and the names of the recordings that say it, where there can be any."""

    text: str
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to say: a key of the catalogue and the values in it. ``language``: in this one, whatever the call's."""

    key: str
    values: dict[str, Spoken] = field(default_factory=dict)
    language: str | None = None


class Answer(StrEnum):
    """How the caller may answer."""

    KEYS = "keys"
    KEYS_OR_SPEECH = "keys_or_speech"
    RECORDING = "recording"
    NOTHING = "nothing"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Screen:
    """``digits``: how many keys end the answer (0: # ends it). ``hints`` help the recognition of speech. ``agent``: the
    telephone to put the caller through to, instead of the configured one."""

    prompts: tuple[Prompt, ...]
    answer: Answer = Answer.KEYS
    digits: int = 1
    hints: tuple[str, ...] = ()
    agent: str = ""


def say(key: str, /, **values: str | Spoken) -> Prompt:
    """A prompt; a value that is only words has no recording."""
    return Prompt(key, {name: value if isinstance(value, Spoken) else Spoken(value) for name, value in values.items()})

"""Who turns speech into text."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word as it was heard, and how sure that is, 0 to 1."""

    text: str
    sure: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser heard. ``language`` is what it took it for, in its own words."""

    text: str
    language: str = ""
    words: tuple[RecognisedWord, ...] = ()


class Recogniser(Protocol):
    """Turns speech into text. Nobody believes it: a person hears the recording."""

    def recognise(self, content: bytes, media_type: str, language: str) -> Transcript:
        """``language`` is the conversation's, "und" where nobody knows. Raises RecogniserUnavailable or Unsupported."""
        ...

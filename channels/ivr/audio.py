"""Recorded prompts: which files say what, and where they lie.

A prompt without values is one file, ``LANGUAGE/KEY.wav``. Around values it is several (``press-1.wav`` …), and the
values have their own: digits, categories, places, states. A prompt is played only where all of its files are there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from channels.ivr import menus
from channels.ivr.prompts import catalogue
from channels.ivr.screens import Prompt
from core.reference.phrasebook import say as phrase
from core.ticket import TicketState

ENDINGS = (".mp3", ".wav")
TYPES = {".mp3": "audio/mpeg", ".wav": "audio/wav"}
"""What Twilio plays, of what people record. https://www.twilio.com/docs/voice/twiml/play"""


@dataclass(frozen=True, slots=True)
class Audio:
    """The folder of recorded prompts; None where there is none."""

    folder: Path | None

    def find(self, language: str, name: str) -> Path | None:
        """The file of a piece."""
        if self.folder is None:
            return None
        files = (self.folder / language / f"{name}{ending}" for ending in ENDINGS)
        return next((file for file in files if file.is_file()), None)

    def files(self, prompt: Prompt, language: str) -> list[str] | None:
        """The prompt's files in order, as ``LANGUAGE/NAME.wav?v=VERSION``; None where one is missing."""
        if self.folder is None or not self.folder.is_dir():
            return None
        found = []
        for piece in pieces(prompt, language):
            file = self.find(language, piece) if piece else None
            if file is None:
                return None
            found.append(f"{language}/{file.name}?v={file.stat().st_mtime_ns:x}")
        return found or None


def pieces(prompt: Prompt, language: str) -> Iterator[str]:
    """Names of the recordings that together say a prompt; an empty one for a value that nobody has recorded."""
    for part in _parts(prompt.key, language):
        if part.name:
            yield part.name
        else:
            yield from prompt.values[part.value].pieces or ("",)


@cache
def whole(language: str) -> Mapping[str, str]:
    """Everything that is recorded in a language: name → words."""
    words = {part.name: part.words for key in catalogue(language) for part in _parts(key, language) if part.name}
    words |= {f"digit-{digit}": str(digit) for digit in range(10)}
    items = [*menus.category_items(language), *menus.division_items(language)]
    for division, _ in menus.division_items(language):
        items += menus.district_items(division, language)
    words |= {spoken.pieces[0]: spoken.text for _, spoken in items}
    return words | {f"state-{state}": phrase(f"state.{state}", language) for state in TicketState}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a prompt: words with the name of their recording, or (``name`` empty) the name of a value."""

    name: str
    words: str = ""
    value: str = ""


@cache
def _parts(key: str, language: str) -> tuple[_Part, ...]:
    """A prompt's parts in order. Signs between two values are not spoken."""
    text = catalogue(language)[key]
    parts: list[_Part] = []
    for literal, value, _, _ in Formatter().parse(text):
        if any(sign.isalpha() for sign in literal):
            number = sum(bool(part.name) for part in parts) + 1
            parts.append(_Part(f"{key}-{number}" if "{" in text else key, " ".join(literal.split())))
        if value is not None:
            parts.append(_Part("", value=value))
    return tuple(parts)

"""Placeholders for recorded prompts: spoken by espeak-ng, until somebody records them. Which file is which is known by
its hash, kept beside them.

https://github.com/espeak-ng/espeak-ng
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from channels.ivr.audio import Audio, whole
from channels.ivr.prompts import LANGUAGES
from core.errors import ConfigInvalid

VOICES = {"ur": "ur", "en": "en-gb"}
"""Languages that espeak-ng speaks. Pashto is none of them."""
LIST = "placeholders.json"
_WORDS_A_MINUTE = "150"
_SYNTHESIZER = "espeak-ng"

Speak = Callable[[str, str, Path], None]
"""``speak(voice, words, file)`` writes a WAV file."""


@dataclass
class Folder:
    """A folder of prompts. ``made`` is what we made: ``LANGUAGE/NAME.wav`` → hash of its words and of its sound."""

    audio: Audio
    made: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> "Folder":
        """The folder as it is. Raises ConfigInvalid for a list that is none."""
        file = folder / LIST
        try:
            made = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        except ValueError as error:
            raise ConfigInvalid(f"{file}: cannot be read; delete it, and run this again") from error
        return cls(Audio(folder), made)

    @property
    def path(self) -> Path:
        assert self.audio.folder is not None
        return self.audio.folder

    def is_placeholder(self, file: Path) -> bool:
        """Is it one of ours, as we made it?"""
        known = self.made.get(str(file.relative_to(self.path)))
        return known is not None and known["sound"] == _hash(file.read_bytes())

    def says(self, file: Path, words: str) -> bool:
        """Does a placeholder say these words, or old ones?"""
        known = self.made.get(str(file.relative_to(self.path)))
        return known is not None and known["words"] == _hash(words.encode())

    def keep(self) -> None:
        """Write down what was made."""
        text = json.dumps(dict(sorted(self.made.items())), indent=1)
        (self.path / LIST).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Report:
    """How one language stands: names that somebody recorded, that have a placeholder, that have nothing."""

    language: str
    recorded: tuple[str, ...]
    placeholders: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def to_record(self) -> tuple[str, ...]:
        """All that nobody has recorded yet."""
        return tuple(sorted((*self.placeholders, *self.missing)))


def render(folder: Path, speak: Speak) -> list[Report]:
    """Make what is missing where it can be made, anew where the words have changed; how each language stands then.

    A file that we did not make is never written over.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = Folder.open(folder)
    for language, voice in VOICES.items():
        (folder / language).mkdir(exist_ok=True)
        for name, words in whole(language).items():
            file = found.audio.find(language, name)
            if file is not None and not (found.is_placeholder(file) and not found.says(file, words)):
                continue
            made = folder / language / f"{name}.wav"
            speak(voice, words, made)
            entry = {"words": _hash(words.encode()), "sound": _hash(made.read_bytes())}
            found.made[str(made.relative_to(folder))] = entry
    found.keep()
    return report(folder)


def report(folder: Path) -> list[Report]:
    """How each language stands."""
    found = Folder.open(folder)
    return [_report(found, language) for language in LANGUAGES]


def _report(found: Folder, language: str) -> Report:
    files = {name: found.audio.find(language, name) for name in whole(language)}
    return Report(
        language,
        tuple(name for name, file in files.items() if file is not None and not found.is_placeholder(file)),
        tuple(name for name, file in files.items() if file is not None and found.is_placeholder(file)),
        tuple(name for name, file in files.items() if file is None),
    )


def espeak() -> Speak:
    """The synthesizer of this machine. Raises ConfigInvalid where there is none."""
    program = shutil.which(_SYNTHESIZER)
    if program is None:
        raise ConfigInvalid(f"{_SYNTHESIZER} is not installed: apt-get install {_SYNTHESIZER}")

    def speak(voice: str, words: str, file: Path) -> None:
        command = [program, "-v", voice, "-s", _WORDS_A_MINUTE, "-w", str(file), "--stdin"]
        done = subprocess.run(command, input=words.encode(), capture_output=True, check=False, timeout=60)
        if done.returncode != 0 or not file.is_file():
            raise ConfigInvalid(f"{_SYNTHESIZER}: {done.stderr.decode(errors='replace').strip()[:200]}")

    return speak


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]

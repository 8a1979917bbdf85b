"""The texts that teach what danger is, and what only sounds like it: ``danger_lines/LANGUAGE.txt``.

A line is a text; a line ``[kind]`` says of which danger those below it tell (``[none]``: of none). Pashto in Latin
letters stands with Pashto.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.text.lexicon import REFERENCE

FOLDER = Path(__file__).parent / "danger_lines"
LANGUAGES = ("en", "ur", "roman_ur", "ps")
NONE = "none"


@dataclass(frozen=True)
class Told:
    """A text with the kind of danger that it tells of, or ``none``."""

    text: str
    kind: str
    language: str


def told(folder: Path = FOLDER) -> Iterator[Told]:
    """Every line of every file, in order."""
    for language in LANGUAGES:
        kind = NONE
        for line in (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                kind = line.strip("[]")
            elif line.strip():
                yield Told(line, kind, language)


def source() -> str:
    """What danger is learnt from, as one number: these files, the concepts and the rules."""
    sign = hashlib.sha256()
    about = REFERENCE / "danger"
    for path in (*sorted(FOLDER.glob("*.txt")), *sorted((about / "concepts").glob("*.txt")), about / "rules.txt"):
        sign.update(path.read_bytes())
    return sign.hexdigest()[:16]

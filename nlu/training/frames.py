"""Turns made from frames: a hand-written sentence with places for a name, a village, a district, a number, a time.

``frames/*.tsv`` as the turns are (spoken.py), with ``{n}`` a name, ``{p}`` a place, ``{d}`` a district, ``{f}`` a
number, ``{t}`` a span of time, and ``{n-}``, ``{p-}``, ``{d-}`` what it is not. Each is filled a few times, always
alike: what is learnt is the sentence, not the names in it. What they are filled with stands in ``frames/values.yml``.
"""

import csv
import functools
import random
import re
from pathlib import Path

from nlu.dialogue.tables import read_table
from nlu.training.spoken import Spoken, spoken

FRAMES = Path(__file__).parent / "frames"
TIMES = 3
"""So often each frame is filled."""
_DISTRICTS = Path(__file__).parents[2] / "core" / "reference" / "places" / "districts.csv"
_SLOT = re.compile(r"\{([npdft])(-?)\}")
_FIELD = {"n": "complainant_name", "p": "address", "d": "district", "f": "phone", "t": "duration"}


def composed(folder: Path = FRAMES, times: int = TIMES) -> "list[list[Spoken]]":
    """The turns of every frame, frame by frame. Raises ValueError for a line that is none."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        dice = random.Random(path.stem)  # noqa: S311 (nothing secret)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3:
                raise ValueError(f"{path.name}:{number}: three columns are expected")
            filled = [_filled(parts[2], path.stem, dice) for _ in range(times if _SLOT.search(parts[2]) else 1)]
            found.append([spoken(parts[0], parts[1], text, path.stem) for text in filled])
    return found


def _filled(frame: str, language: str, dice: random.Random) -> str:
    script = language if language in ("ur", "ps") and not frame.isascii() else "latin"
    return _SLOT.sub(lambda slot: f"[{_value(slot[1], script, dice)}]({'not' if slot[2] else _FIELD[slot[1]]})", frame)


def _value(slot: str, script: str, dice: random.Random) -> str:
    if slot == "d":
        return dice.choice(_districts(script))
    if slot == "f":
        digits = "".join(dice.choice("0123456789") for _ in range(7))
        return f"03{dice.choice('01234')}{dice.choice('0123456789')}{dice.choice(('', '-', ' '))}{digits}"
    value = dice.choice(_values()[script][slot])
    if slot != "t" and script == "latin" and dice.random() < _SMALL:
        return value.lower()
    return value


_SMALL = 0.4
"""How often a name is written without capitals."""


@functools.cache
def _values() -> "dict[str, dict[str, list[str]]]":
    read: dict[str, dict[str, list[str]]] = read_table(FRAMES / "values.yml")
    return read


@functools.cache
def _districts(script: str) -> "list[str]":
    with _DISTRICTS.open(encoding="utf-8") as rows:
        column = {"latin": "name", "ur": "urdu", "ps": "pashto"}[script]
        return [row[column].split("|")[0] for row in csv.DictReader(rows) if row[column]]

"""Numbers with what they count: "10 din", "بارہ دن", "3 قسطوں", "200 houses"."""

import functools
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.text.normalise import fold_digits
from nlu.dialogue.cues import keyed
from nlu.dialogue.options import number_of
from nlu.dialogue.tables import read_table
from nlu.dialogue.words import tokens

_WORD = re.compile(r"\d[\d,.]*\d|\d+|[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LOOKED_AT = 2000


@dataclass(frozen=True)
class Measure:
    """A number and its unit as they stand in a text, from sign ``start`` to ``end``; ``kind`` as in units.yml."""

    start: int
    end: int
    number: str
    kind: str


def measures(text: str) -> "list[Measure]":
    """All of them, in their order; reads the first part of a long text."""
    words = list(_WORD.finditer(text[:_LOOKED_AT]))
    found = []
    for before, behind in itertools.pairwise(words):
        kind = unit_of(behind.group())
        number = _number(before.group()) if kind and not text[before.end() : behind.start()].strip() else None
        if kind and number:
            found.append(Measure(before.start(), behind.end(), number, kind))
    return found


def unit_of(word: str) -> "str | None":
    """The kind of what a word counts; None where it counts nothing."""
    return _units().get(keyed(word.lower()))


def _number(word: str) -> "str | None":
    digits = fold_digits(word).replace(",", "")
    if digits[:1].isdigit():
        return digits
    number = number_of(word.lower())
    return str(number) if number is not None else None


@functools.cache
def _units() -> Mapping[str, str]:
    read = read_table(Path(__file__).parent / "units.yml")
    return {keyed(one): kind for kind, words in read.items() for word in words for one in tokens(str(word))}

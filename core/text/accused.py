"""Is a complaint about an office or an official, rather than told to one? And which kind of office is theirs?

"The patwari asks for money" and "complaint against the SHO" are; "I wrote to the XEN and the power is still out" is
not: no fault of theirs is told. Taking one for accused who is not sends a case one office higher; missing one puts it
on the desk of whoever it is about. So where a fault is told in the same breath as an official, it counts.
"""

import csv
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.text.lexicon import REFERENCE, lines
from core.text.normalise import fold_letters, normalise

_LOOK_AT, _PIECE, _OVERLAP = 6000, 1400, 100
_APART = 90
"""Signs between an official and what they did."""
_AFTER_IS_OK = re.compile(r"\bby (?:the |a |an |our |local |some )*$")
_ENDS = re.compile(r"[!?;\n]+|\.(?=\s|$)(?<!\b[a-z]\.)")


@dataclass(frozen=True)
class Accused:
    """An official who is complained about: ``kind`` of their office (core/reference/offices/kinds.csv), and the words
    by which they were named."""

    kind: str
    words: str


def accused(text: str, category: "str | None" = None) -> "tuple[Accused, ...]":
    """Who is complained about, in the order of the list. Titles that several departments have (XEN, SDO) are told apart
    by the category, else by the words around. Reads 6000 signs."""
    text = text[:_LOOK_AT]
    folded = " ".join(normalise(text[at : at + _PIECE + _OVERLAP]) for at in range(0, len(text), _PIECE)).lower()
    sentences = [part for part in _ENDS.split(folded) if part and part.strip()]
    found: dict[str, Accused] = {}
    for kind, needs, pattern, against in _officials():
        if needs and not _belongs(needs, category, folded):
            continue
        words = next((word for part in sentences if (word := _named(part, pattern, against))), None)
        if words:
            found.setdefault(kind, Accused(kind, words))
    return tuple(found.values())


def _named(sentence: str, official: "re.Pattern[str]", against: "re.Pattern[str]") -> "str | None":
    said = against.search(sentence)
    if said is not None:
        inside = official.search(said.group())
        return inside.group() if inside else None
    faults = [match.span() for match in _misconduct().finditer(sentence)]
    for match in official.finditer(sentence):
        for start, end in faults:
            if 0 <= start - match.end() <= _APART:
                return match.group()
            if 0 <= match.start() - end <= _APART and _AFTER_IS_OK.search(sentence, 0, match.start()):
                return match.group()
    return None


def _belongs(needs: str, category: "str | None", text: str) -> bool:
    categories, words = _needs()[needs]
    known = frozenset().union(*(one for one, _ in _needs().values()))
    return category in categories if category in known else words.search(text) is not None


@functools.cache
def _officials() -> "tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...]":
    made = []
    for row in _rows("officials.csv"):
        words = fold_letters(row["words"])
        told = "|".join(fold_letters(line).replace("OFFICIAL", f"(?:{words})") for line in lines("accused/against.txt"))
        made.append((row["kind"], row["needs"], _whole(words), _whole(told)))
    return tuple(made)


@functools.cache
def _needs() -> "dict[str, tuple[frozenset[str], re.Pattern[str]]]":
    return {
        row["needs"]: (frozenset(row["categories"].split()), _whole(fold_letters(row["words"])))
        for row in _rows("needs.csv")
    }


@functools.cache
def _misconduct() -> "re.Pattern[str]":
    told = [line for line in lines("accused/misconduct.txt") if not line.startswith("#")]
    return _whole("|".join(fold_letters(line) for line in told))


def _rows(name: str) -> "Iterator[dict[str, str]]":
    with (REFERENCE / "accused" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _whole(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")

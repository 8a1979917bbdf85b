"""Is somebody in danger now? Said so, the writer is told whom to call before anything else is asked.

Missing one costs a life, a needless line with a telephone number costs a smile: so where a text leaves it open, it
counts as danger. What does not count: an office that deals with dangers ("fire brigade office does not answer"), and
what is plainly past ("last year").
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.text.lexicon import lines
from core.text.normalise import fold_letters, normalise


@dataclass(frozen=True)
class Helpline:
    """An emergency number and what answers it."""

    number: str
    name: str


RESCUE = Helpline("1122", "Rescue 1122")
"""Ambulance, fire, floods and buildings in every district (urdupoint.com, 26 June 2023)."""
POLICE = Helpline("15", "Police")
"""Joined with the Bolo helpline for violence against women (thenews.com.pk, 30 November 2023)."""
CHILD = Helpline("1121", "Child protection")
"""The Child Protection and Welfare Commission's, day and night, free of charge (stateofchildren.com, 29 June 2025)."""
BOLO = Helpline("0800-22227", "Bolo, for women")
"""The Social Welfare Department's for violence against women (thenews.com.pk, 30 November 2023)."""
DISASTER = Helpline("1700", "Disaster management")
"""The Provincial Disaster Management Authority's (urdupoint.com, 26 June 2023)."""

NUMBERS: "dict[str, tuple[Helpline, ...]]" = {
    "suicide": (RESCUE, POLICE),
    "abduction": (POLICE, CHILD),
    "child": (CHILD, POLICE, RESCUE),
    "violence": (POLICE, RESCUE, BOLO),
    "fire": (RESCUE, POLICE),
    "flood": (RESCUE, DISASTER),
    "collapse": (RESCUE, DISASTER),
    "electrocution": (RESCUE,),
    "medical": (RESCUE,),
}
"""Whom to call for each kind, first the likeliest. The order of the kinds is that of decision."""

_LOOK_AT, _PIECE = 6000, 1400
_APART = 100
"""Signs between the first and the last part of what is told in several words."""
_AND = " && "
_OVERLAP = 100
_LATIN = re.compile("[a-z]")
_ESCAPE = re.compile(r"\\[a-zA-Z]")
_ALWAYS = frozenset({"suicide"})
_UNLESS = frozenset({"fire", "flood", "collapse", "medical", "abduction", "violence"})


def danger(text: str) -> "str | None":
    """The kind of danger that a text tells of (a key of ``NUMBERS``), or None. Reads 6000 signs."""
    return next(_kinds(text), None)


def _kinds(text: str) -> "Iterator[str]":
    text = text[:_LOOK_AT]
    folded = " ".join(normalise(text[at : at + _PIECE + _OVERLAP]) for at in range(0, len(text), _PIECE)).lower()
    clauses = _clauses(folded)
    for kind in NUMBERS:
        for clause in clauses:
            if any(kind in _ALWAYS or not _harmless(kind, clause, *span) for span in _told(kind, clause)):
                yield kind
                break


def _told(kind: str, clause: str) -> "Iterator[tuple[int, int]]":
    """Where a clause tells of this kind: in a phrase, or in words that say it together in any order."""
    for script in _scripts(clause):
        yield from (match.span() for match in _signs(kind, script).finditer(clause))
        for parts in _together(kind, script):
            spans = []
            for part in parts:
                match = part.search(clause)
                if match is None:
                    break
                spans.append(match.span())
            else:
                if max(spans)[0] - min(spans)[0] <= _APART:
                    yield min(spans)[0], max(end for _, end in spans)


def _scripts(clause: str) -> "tuple[str, ...]":
    """Which lists a clause is held against: those of the scripts that it has letters of."""
    latin = "latin" if _LATIN.search(clause) else ""
    return tuple(filter(None, (latin, "" if clause.isascii() else "arabic")))


def _clauses(text: str) -> "list[str]":
    return [
        re.sub(r"[\s,]+", " ", part)
        for part in re.split(r"[.!?;\n]+|\b(?:but|lekin|magar|لیکن|مگر)\b", text)
        if part.strip()
    ]


def _harmless(kind: str, clause: str, start: int, end: int) -> bool:
    """Is it past, an office, a work or a claim, and nobody caught in it?"""
    if _says("past", clause, max(0, start - 60), end + 60) or _says("spoken_of", clause, max(0, start - 25), end + 25):
        return True
    return kind in _UNLESS and _says(f"unless_{kind}", clause) and not _says("caught", clause)


def _says(name: str, clause: str, start: int = 0, end: int = _LOOK_AT) -> bool:
    return any(_signs(name, script).search(clause, start, end) for script in _scripts(clause))


@functools.cache
def _signs(name: str, script: str) -> "re.Pattern[str]":
    """The phrases of ``core/reference/danger/NAME.txt`` that have letters of a script, as one pattern."""
    return _whole("|".join(line for line in _lines(name, script) if _AND not in line) or r"(?!)")


@functools.cache
def _together(name: str, script: str) -> "tuple[tuple[re.Pattern[str], ...], ...]":
    """Its lines of several parts, all of which a clause must have."""
    joined = (line.split(_AND) for line in _lines(name, script) if _AND in line)
    return tuple(tuple(_whole(part) for part in parts) for parts in joined)


def _lines(name: str, script: str) -> "list[str]":
    """A line of both scripts is in both lists. Escapes like ``\\w`` are no letters."""
    return [
        line
        for line in lines(f"danger/{name}.txt")
        if (_LATIN.search(_ESCAPE.sub("", line)) if script == "latin" else not line.isascii())
    ]


def _whole(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w)(?:{fold_letters(pattern)})(?!\w)")

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

_ALWAYS = frozenset({"suicide"})
_UNLESS = frozenset({"flood", "collapse", "medical", "abduction", "violence"})


def danger(text: str) -> "str | None":
    """The kind of danger that a text tells of (a key of ``NUMBERS``), or None. Reads 6000 signs."""
    return next(_kinds(text), None)


def _kinds(text: str) -> "Iterator[str]":
    text = text[:6000]
    folded = " ".join(normalise(part) for part in (text[at : at + 1400] for at in range(0, len(text), 1400))).lower()
    for clause in _clauses(folded):
        for kind in NUMBERS:
            for match in _signs(kind).finditer(clause):
                if kind in _ALWAYS or not _harmless(kind, clause, match):
                    yield kind
                    break


def _clauses(text: str) -> "list[str]":
    return [
        re.sub(r"[\s,]+", " ", part)
        for part in re.split(r"[.!?;\n]+|\b(?:but|lekin|magar|لیکن|مگر)\b", text)
        if part.strip()
    ]


def _harmless(kind: str, clause: str, match: "re.Match[str]") -> bool:
    """Is it past, an office, a work or a claim, and nobody caught in it?"""
    if _signs("past").search(clause, max(0, match.start() - 60), match.end() + 60):
        return True
    if _signs("spoken_of").search(clause, max(0, match.start() - 25), match.end() + 25):
        return True
    return kind in _UNLESS and bool(_signs(f"unless_{kind}").search(clause)) and not _signs("caught").search(clause)


@functools.cache
def _signs(name: str) -> "re.Pattern[str]":
    """The phrases of ``core/reference/danger/NAME.txt`` as one pattern."""
    phrases = (fold_letters(phrase) for phrase in lines(f"danger/{name}.txt"))
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")

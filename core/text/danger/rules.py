"""Which concepts together tell of danger (``core/reference/danger/rules.txt``), and what speaks against it."""

import functools
from collections.abc import Iterable

from core.text.lexicon import lines

AGAINST = frozenset(
    {"past", "year", "settled", "claim", "safe", "joke", "price", "bill", "office", "law", "news", "drill", "cond"}
    | {"prevent", "often", "animal", "thing", "abstract", "metaphor", "work", "theft", "utility", "wedding"}
)
"""Concepts beside which a danger may be over, supposed, told by others, or a figure of speech."""


def told(concepts: "frozenset[str]") -> "frozenset[str]":
    """The kinds that these concepts of one clause tell of, whatever speaks against it."""
    return frozenset(kind for kind, parts in _rules() if all(not part.isdisjoint(concepts) for part in parts))


def against(concepts: "Iterable[str]") -> "frozenset[str]":
    """Those of the concepts that speak against a danger."""
    return AGAINST.intersection(concepts)


@functools.cache
def _rules() -> "tuple[tuple[str, tuple[frozenset[str], ...]], ...]":
    found = []
    for line in lines("danger/rules.txt"):
        kind, _, parts = line.partition(":")
        found.append((kind, tuple(frozenset(part.strip().split("|")) for part in parts.split("+"))))
    return tuple(found)

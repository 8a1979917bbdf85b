"""A text as rows for what has been learnt, one a clause."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.text.danger.clauses import clauses
from core.text.danger.concepts import concepts, lists_of
from core.text.danger.features import features, masked
from core.text.normalise import normalise

_LOOK_AT, _PIECE = 6000, 1400


@dataclass(frozen=True)
class Clause:
    """Its words, what they mean, and its row."""

    words: "tuple[str, ...]"
    concepts: "frozenset[str]"
    row: "dict[int, float]"


def folded(text: str) -> str:
    """A text as it is read: normalised part by part, in lower case. A line is a sentence of its own."""
    text = text[:_LOOK_AT].replace("\n", " . ")
    return "\n".join(normalise(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)).lower()


def rows(text: str) -> "Iterator[Clause]":
    """The clauses of a text as it was written. Reads 6000 signs; nothing for a text without words."""
    read = folded(text)
    lists = lists_of(read)
    parts = [[masked(word) for word in part] for part in clauses(read)]
    found = [concepts(part, lists) for part in parts]
    named = [frozenset(concept for _, concept in one) for one in found]
    times = Counter(concept for one in named for concept in one)
    for at, part in enumerate(parts):
        others = frozenset(concept for concept, count in times.items() if count > (concept in named[at]))
        yield Clause(tuple(part), named[at], features(part, found[at], "roman" in lists, others))

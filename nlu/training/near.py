"""Which texts are near-duplicates of others: measured by the letters they share, whatever the spelling of the rest."""

from collections import defaultdict
from collections.abc import Iterable

from core.text.normalise import normalise

LEAK = 0.6
"""Two texts that share this much are one text written twice."""


def grams(text: str) -> frozenset[str]:
    """Four letters in a row of a normalised text, and its words."""
    said = f" {normalise(text).lower()} "
    return frozenset(said[at : at + 4] for at in range(max(len(said) - 3, 1))) | frozenset(said.split())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index: 1.0 is the same, 0.0 has nothing in common."""
    together = len(one | other)
    return len(one & other) / together if together else 1.0


def nearest(texts: Iterable[str], among: Iterable[str]) -> list[tuple[str, str, float]]:
    """For each text the one among the others that is most like it, and how like."""
    others = [(other, grams(other)) for other in among]
    holding: dict[str, list[int]] = defaultdict(list)
    for number, (_, parts) in enumerate(others):
        for part in parts:
            holding[part].append(number)
    found = []
    for text in texts:
        parts = grams(text)
        shared: dict[int, int] = defaultdict(int)
        for part in parts:
            for number in holding.get(part, ()):
                shared[number] += 1
        best = max(
            shared, key=lambda name: shared[name] / (len(parts) + len(others[name][1]) - shared[name]), default=None
        )
        found.append((text, "", 0.0) if best is None else (text, others[best][0], likeness(parts, others[best][1])))
    return found

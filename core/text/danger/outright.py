"""What tells of danger by itself (``core/reference/danger/outright.txt``): few sayings, in every language, that leave
no doubt that somebody is burnt, drowns, is lost or is held by the current, where little is learnt of how people say it.
"""

import functools
import re
from collections.abc import Iterable

from core.text.danger.clause_rows import Clause
from core.text.danger.rules import against
from core.text.lexicon import lines
from core.text.normalise import fold_letters

_STILL = frozenset({"animal", "metaphor", "thing", "abstract", "work", "utility", "often", "safe"})
"""Concepts that speak against a danger elsewhere and not beside these sayings."""


def outright(clauses: "Iterable[Clause]") -> "tuple[str, Clause] | None":
    """The kind of danger, and the clause that tells of it outright; None where none does."""
    for clause in clauses:
        said = " ".join(clause.words)
        kind = next((kind for kind, saying in _sayings() if saying.search(said)), None)
        if kind is not None and not against(clause.concepts) - _STILL:
            return kind, clause
    return None


@functools.cache
def _sayings() -> "tuple[tuple[str, re.Pattern[str]], ...]":
    found = []
    for line in lines("danger/outright.txt"):
        kind, _, saying = line.partition(": ")
        found.append((kind, re.compile(rf"(?<!\w)(?:{fold_letters(saying)})(?!\w)")))
    return tuple(found)

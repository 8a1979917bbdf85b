"""Sayings that leave no doubt what a message does (sayings.yml), for where the acts model has learnt too little."""

import functools
import re
from pathlib import Path

from core.text.normalise import fold_letters
from nlu.dialogue.moves import folded
from nlu.dialogue.tables import read_table

_LONGEST = 600
_AT = {"first": (None, "description"), "summary": ("confirmed", "correction")}


@functools.lru_cache(maxsize=2000)
def said_outright(text: str, question: "str | None") -> "frozenset[str]":
    """The acts that the words of the message do beyond doubt, at this question."""
    words = folded(text[:_LONGEST])
    return frozenset(
        act
        for act, at, sayings in _table()
        if (at is None or question in at) and any(one.search(words) for one in sayings)
    )


@functools.cache
def _table() -> "tuple[tuple[str, tuple[str | None, ...] | None, tuple[re.Pattern[str], ...]], ...]":
    read = read_table(Path(__file__).parent / "sayings.yml")
    return tuple(
        (
            name.rpartition(".")[2],
            _AT.get(name.rpartition(".")[0]),
            tuple(re.compile(fold_letters(one)) for one in lines),
        )
        for name, lines in read.items()
    )

"""A whole text as what has been learnt is asked of it: its words, which follow which, the pieces of its words, and how
they sound.

Beside the clauses (``features``): what stands far apart in a text, and how words are spelled, tells of danger too. By
their consonants alone (``core.text.skeleton``) Urdu and Roman Urdu, Pashto and Roman Pashto are one.
"""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from core.text.danger.clauses import words
from core.text.danger.features import BITS
from core.text.lexicon import small_words
from core.text.skeleton import skeleton

_MASK = (1 << BITS) - 1
_PIECES, _TOGETHER = (2, 3, 4, 5), (2, 3)


@dataclass(frozen=True)
class Whole:
    """Columns of the pieces, of the words and of the sounds; each set counts as a row of length one."""

    pieces: "tuple[int, ...]"
    words: "tuple[int, ...]"
    sounds: "tuple[int, ...]"

    @property
    def sets(self) -> "tuple[tuple[int, ...], ...]":
        """Those that have anything."""
        return tuple(filter(None, (self.pieces, self.words, self.sounds)))


def whole(folded: str) -> Whole:
    """Of a text in lower case as ``normalise`` leaves it."""
    said = ["0" if word.isdigit() else word for word in words(folded)]
    small = small_words()
    pieces = {column for word in set(said) - small for column in _pieces(word)}
    heard = [skeleton(word) or "-" for word in said]
    alone = [_column(f"s{word}") for word in said if word not in small]
    by_sound = [_column(f"k{sound}") for word, sound in zip(said, heard, strict=True) if word not in small]
    sounds = [*by_sound, *_runs(heard, "k"), *_apart(heard)]
    return Whole(_sorted(pieces), _sorted([*alone, *_runs(said, "s")]), _sorted(sounds))


def _sorted(columns: "Iterable[int]") -> "tuple[int, ...]":
    return tuple(sorted(set(columns)))


@functools.lru_cache(maxsize=50_000)
def _pieces(word: str) -> "tuple[int, ...]":
    padded = f" {word} "
    return tuple(
        _column(f"p{padded[at : at + size]}") for size in _PIECES for at in range(max(len(padded) - size + 1, 1))
    )


def _runs(said: "list[str]", of: str) -> "Iterator[int]":
    for size in _TOGETHER:
        for at in range(len(said) - size + 1):
            yield _column(of + " ".join(said[at : at + size]))


def _apart(sounds: "list[str]") -> "Iterator[int]":
    """Two words with one between them: "wall … lean" in whatever order of words."""
    return (_column(f"a{one} {other}") for one, other in zip(sounds, sounds[2:], strict=False))


def _column(name: str) -> int:
    return crc32(name.encode()) & _MASK

"""Word lists and phrase lists of core/reference, read once on first use."""

import functools
from pathlib import Path

from core.text.normalise import fold_letters

REFERENCE = Path(__file__).resolve().parents[1] / "reference"

PASHTO_LETTERS = frozenset("ټډړښږځڅڼېۍګ")
"""Letters that Urdu does not have."""
URDU_LETTERS = frozenset("ٹڈڑںےھ")
"""Letters that Pashto does not have. Pashto typed on an Urdu keyboard has them all the same."""


@functools.cache
def words(name: str) -> "frozenset[str]":
    """The words of ``core/reference/words/NAME.txt``, letters folded. Raises OSError when there is no such list."""
    return frozenset(fold_letters(word) for line in lines(f"words/{name}.txt") for word in line.split())


@functools.cache
def everyday_latin() -> "frozenset[str]":
    """English and Roman words of every sentence: none of them is a place or a name unless something says so."""
    return words("english") | words("roman_urdu") | words("roman_pashto")


@functools.cache
def everyday_script() -> "frozenset[str]":
    """The same in Urdu and Pashto letters."""
    return words("urdu") | words("pashto")


def lines(path: str) -> "list[str]":
    """The lines of a file under core/reference, without empty ones and those that begin with ``# ``."""
    text = (REFERENCE / path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]

"""Word lists and phrase lists of core/reference, read once on first use."""

import functools
import re
from pathlib import Path

from core.text.normalise import fold_letters

_SHORT = 3
REFERENCE = Path(__file__).resolve().parents[1] / "reference"

_SCRIPT = str.maketrans("ټډړګڼڅځږېۍئےںؤآھ", "ٹڈڑگنچزژیییینواہ", "ء")

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
    return _all(
        "english", "roman_urdu", "roman_pashto", "english_subjects", "roman_urdu_subjects", "weeded", "person_names"
    )


@functools.cache
def everyday_script() -> "frozenset[str]":
    """The same in Urdu and Pashto letters."""
    return _all("urdu", "pashto", "urdu_subjects", "pashto_subjects", "person_names")


@functools.cache
def everyday_keys() -> "frozenset[str]":
    """``everyday_script`` as keys, Urdu and Pashto spellings alike."""
    return frozenset(script_key(word) for word in everyday_script())


def script_key(word: str) -> str:
    """Urdu and Pashto spellings of one word under one key."""
    return fold_letters(word).translate(_SCRIPT).replace(" ", "")


@functools.cache
def small_words() -> "frozenset[str]":
    """The words between the words ("of", "hai", "pa", "دی"): they tell of a language, and of nothing else."""
    short = {word for word in _all("english", "roman_urdu") if len(word) <= _SHORT}
    return _all("roman_pashto", "urdu", "pashto") | short


def _all(*names: str) -> "frozenset[str]":
    return frozenset().union(*(words(name) for name in names))


def any_of(cell: str) -> "re.Pattern[str] | None":
    """What finds one of the words of a table's cell, parted by ``|``, in text with folded letters; ``*`` at the end of
    a word stands for any ending. None for an empty cell."""
    if not cell:
        return None
    told = "|".join(re.escape(fold_letters(word)).replace(r"\*", r"\w*") for word in cell.split("|"))
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)


def lines(path: str) -> "list[str]":
    """The lines of a file under core/reference, without empty ones and those that begin with ``# ``."""
    text = (REFERENCE / path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]

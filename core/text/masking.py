"""A text without its numbers and names, letter for letter as long: what is found in it stands at the same place in the
text itself. Digits become ``0``, every sign of a name, an address of mail or of the web becomes ``x``."""

import re
from collections.abc import Iterable

from core.text.ids import find_ids
from core.text.lexicon import words
from core.text.names import find_name
from core.text.normalise import fold_letters

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?<!\S)\S*@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SHORT = 3


def masked(text: str, names: Iterable[str] = ()) -> str:
    """``names`` are known from elsewhere: the complainant's, as the record has it."""
    signs = list(text)
    for start, end in (*_named(text, names), *_numbered(text)):
        signs[start:end] = ["x" if not sign.isspace() else sign for sign in signs[start:end]]
    return "".join("0" if sign.isdigit() else sign for sign in signs)


def _numbered(text: str) -> "list[tuple[int, int]]":
    """Mail, the web; and what holds letters beside its digits, as a tracking number does."""
    found = [match.span() for match in _ADDRESS.finditer(text)]
    return found + [(one.start, one.end) for one in find_ids(text)]


def _named(text: str, names: Iterable[str]) -> "list[tuple[int, int]]":
    """Where somebody is named: as the writer says, as the record says, or by a word that is a person's name."""
    said = find_name(text)
    people = words("person_names") | {fold_letters(word).lower() for name in names for word in _WORD.findall(name)}
    found = [(said.start, said.end)] if said is not None else []
    return found + [
        match.span()
        for match in _WORD.finditer(text)
        if len(match.group()) >= _SHORT and fold_letters(match.group()).lower() in people
    ]

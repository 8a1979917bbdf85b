"""Which ideas the words of a message name (cues.yml), whatever the language and spelling."""

import functools
from pathlib import Path

from core.text.gazetteer import key_of
from nlu.dialogue.tables import read_table
from nlu.dialogue.words import tokens

_SHORTEST_PREFIX = 3
_SHORT = 4
"""Latin words up to this length are compared as they are written: too many different ones sound alike."""


@functools.lru_cache(maxsize=2000)
def cues(text: str) -> "tuple[str, ...]":
    """The cues of a message in the order of its words; a phrase of several words counts where it begins."""
    said = tokens(text)
    keys = [keyed(word) for word in said]
    found: list[str] = []
    for at in range(len(keys)):
        named = [name for size in (3, 2, 1) for name in _at(keys, at, size)]
        found += dict.fromkeys([*named, *_begun(said[at])])
    return tuple(found)


def has(text: str, *names: str) -> bool:
    """Does the message name all of these ideas?"""
    return set(names) <= set(cues(text))


def has_any(text: str, *names: str) -> bool:
    """Does the message name one of these ideas?"""
    return not set(names).isdisjoint(cues(text))


@functools.lru_cache(maxsize=50_000)
def keyed(word: str) -> str:
    """The key under which a word of either script is compared; digits, marks and short words stand for themselves."""
    if word.isascii() and len(word) <= _SHORT:
        return word
    return key_of(word) or word


def _at(keys: "list[str]", at: int, size: int) -> "list[str]":
    if at + size > len(keys):
        return []
    whole, beginnings = _table()
    phrase = " ".join(keys[at : at + size])
    return [*whole.get(phrase, ()), *_begun(phrase, beginnings)]


def _begun(phrase: str, beginnings: "dict[str, tuple[str, ...]] | None" = None) -> "list[str]":
    """The cues whose starred forms the phrase begins with, as it is written here."""
    known = _table()[1] if beginnings is None else beginnings
    return [name for length in range(_SHORTEST_PREFIX, len(phrase) + 1) for name in known.get(phrase[:length], ())]


@functools.cache
def _table() -> "tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]":
    """Cues by whole key and by the beginning of a key."""
    read = read_table(Path(__file__).parent / "cues.yml")
    whole: dict[str, dict[str, None]] = {}
    beginnings: dict[str, dict[str, None]] = {}
    for name, forms in read.items():
        for form in forms:
            said = tokens(form.rstrip("*"))
            keys = {" ".join(keyed(word) for word in said)}
            if form.endswith("*"):  # the whole word may be long enough to be compared by its sound
                sound = key_of(said[-1]) if said else ""
                keys |= {" ".join([*(keyed(word) for word in said[:-1]), sound])} if len(sound) >= _SHORT else set()
            for key in filter(None, keys):
                (beginnings if form.endswith("*") else whole).setdefault(key, {})[name] = None
    return _frozen(whole), _frozen(beginnings)


def _frozen(table: "dict[str, dict[str, None]]") -> "dict[str, tuple[str, ...]]":
    return {key: tuple(names) for key, names in table.items()}

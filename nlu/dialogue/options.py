"""Which of the options that were offered a message picks: by number, by its place in the list, by name."""

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.text.normalise import fold_digits
from nlu.dialogue.catalogue import labels
from nlu.dialogue.category_names import category_named, is_denied
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.moves import is_small_word
from nlu.dialogue.shapes import ALL, Said
from nlu.dialogue.tables import read_table
from nlu.dialogue.words import tokens

_CLAUSE = re.compile(r"[.,;:!?\n،۔؛؟…—–]+|\s-\s")
_BESIDE = 4
"""So many other words may stand in the clause that holds the number."""
_AROUND = frozenset(
    {
        "option",
        "number",
        "yes_",
        "ok",
        "thanks",
        "my",
        "lang_ur",
        "need",
        "write_instead",
        "complaint",
        "other_",
        "same",
        "earlier",
        "meant",
    }
)
_LINE = 12


def menu(said: Said) -> "tuple[str, ...]":
    """The options that the numbers stand for."""
    return tuple(labels()["categories"]) if said.offered and said.offered[0] in (ALL, "all") else said.offered


def picked(said: Said, *, last: bool = True) -> "str | None":
    """The option that a number or a place in the list stands for."""
    offered = menu(said)
    place = _letter(said.text) if len(offered) <= len(_LETTERS) else None
    place = _place(said.text, len(offered), last) if place is None else place
    return offered[place] if place is not None and 0 <= place < len(offered) else None


def side_picked(said: Said) -> "str | None":
    """The district of one name that "the upper one" means."""
    words = tokens(said.text)
    named = {keyed(word) for at, word in enumerate(words) if not is_denied(words, at, 2, 1)}
    sides = [side for side, called in _table()["sides"].items() if not called.isdisjoint(named)]
    found = [one for one in said.offered if any(side in one.split() for side in sides)]
    if len(found) == 1 and len(tokens(said.text)) <= 8:
        return found[0]
    named_whole = [one for one in said.offered if any(keyed(word) in named for word in tokens(one) if len(word) > 4)]
    return named_whole[0] if len(named_whole) == 1 else None


def begins_with_pick(said: Said) -> bool:
    """Is its first word a number or a place in the list, and not one that is also a word of every day?"""
    words = tokens(fold_digits(said.text))
    first = words[0].strip("#()") if words else ""
    return bool(first and _number(first)) and first not in _DOUBTFUL | _ADVERBS and picked(said) is not None


def sides_named(key: str) -> "frozenset[str]":
    """Upper, Lower, North, South: the sides that this keyed word stands for."""
    return frozenset(side for side, called in _table()["sides"].items() if key in called)


def number_of(word: str) -> "int | None":
    """The number that a word is, in digits or in words of any of the languages, up to 99; "no" is none."""
    return _number(word) if word not in _NO_NUMBER else None


_NO_NUMBER = frozenset({"no", "one", "uno", "first", "pehle", "pehli", "pehla", "نه", "نو", "بر", "ii", "che", "na"})


def is_unit(word: str) -> bool:
    """Is it what is counted: days, hours, rupees?"""
    return keyed(word.lower()) in _table()["units"]


def picks_by_digit(said: Said) -> bool:
    """Does a digit stand there, and not a word that may count something?"""
    return any(one.isdigit() for one in fold_digits(said.text))


def begins_with_a_named_one(said: Said) -> bool:
    """ "the water one, because …", "gas wala, kyun ke …": its first clause names an option and hardly more."""
    first = next(iter(clauses(said.text)), "")
    few = len(tokens(first)) <= _BESIDE
    shown = {"one", "option"} & {*tokens(first), *cues(first)}
    return few and bool(shown) and category_named(first, menu(said)) is not None


def category_picked(said: Said) -> "str | None":
    """The category that the message names, among those that were offered."""
    offered = menu(said) or tuple(labels()["categories"])
    for clause in (*clauses(said.text)[:2], said.text):
        found = category_named(clause, offered)
        if found is not None:
            return found
    return None


def clauses(text: str) -> "list[str]":
    """The message cut at its punctuation."""
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def _place(text: str, size: int, last: bool) -> "int | None":
    """The place in the list, from 0, that the first clauses name; None where they name none or several."""
    for part in clauses(fold_digits(text))[:2]:
        said = [word.strip("#()") for word in tokens(part)]
        found = _numbers(said, last, size)
        if len({number for _, number in found}) == 1 and _picks(said, found[0][0]):
            return found[0][1] - 1
    return None


_LETTERS = "abcdefghi"


def _letter(text: str) -> "int | None":
    """A lone letter: A, (b), c."""
    said = text.strip(" .)(").lower()
    return _LETTERS.index(said) if len(said) == 1 and said in _LETTERS else None


def _numbers(said: "list[str]", last: bool, size: int) -> "list[tuple[int, int]]":
    """(place of the word, number of the option); not what is counted or denied, nor a "one" beside another."""
    found = [(at, number) for at, word in enumerate(said) if (number := _number(word)) and not _counts(said, at)]
    table = _table()
    if last and len(said) <= _BESIDE:
        for name, place in (("last", size), ("top", 1), ("bottom", size), ("middle", 2 if size == 3 else 0)):
            if all(said[at] in _PRONOUNS for at, _ in found):
                found += [(at, place) for at, word in enumerate(said) if keyed(word) in table[name] and place]
    standing = [(at, number) for at, number in found if not is_denied(tuple(said), at, 1, 2)]
    if len(standing) > 1:
        standing = [(at, number) for at, number in standing if said[at] not in _PRONOUNS] or standing[:1]
    return standing


def _picks(said: "list[str]", at: int) -> bool:
    """Does the number stand there to pick, and not to tell of something?"""
    beside = [word for place, word in enumerate(said) if place != at and not _number(word)]
    if all(_is_around(word) for word in beside):
        return True
    numbered = any("number" in cues(word) for word in said[max(0, at - 1) : at + 2])
    if numbered and len(said) <= 2 * _BESIDE:
        return True  # "do number pe jo likha hai"
    doubtful = said[at] in _DOUBTFUL
    if not doubtful and len(beside) <= 1:
        return True
    return at == 0 and not doubtful and said[0] not in _ADVERBS and len(said) <= _LINE


_PRONOUNS = frozenset({"one", "do", "no", "نه", "نو", "ایک", "یو", "aik", "ek"})
_ADVERBS = frozenset({"pehle", "pehlay", "first", "awal", "پہلے", "اول"})
_DOUBTFUL = frozenset(
    {
        "do",
        "no",
        "sat",
        "che",
        "das",
        "bis",
        "bara",
        "tera",
        "sola",
        "one",
        "ek",
        "aik",
        "ik",
        "نه",
        "نو",
        "یو",
        "بر",
        "شل",
        "las",
        "dus",
        "char",
        "tin",
        "pas",
        "sal",
    }
)


def _counts(said: "list[str]", at: int) -> bool:
    behind = said[at + 1] if at + 1 < len(said) else ""
    return keyed(behind) in _table()["units"]


def _is_around(word: str) -> bool:
    return is_small_word(word) or not _AROUND.isdisjoint(cues(word)) or len(word) <= 2


@functools.lru_cache(maxsize=10_000)
def _number(word: str) -> "int | None":
    if word.isdigit():
        return int(word) if len(word) <= 2 and int(word) > 0 else None
    numbers: Mapping[str, int] = _table()["numbers"]
    return numbers.get(word) or (numbers.get(keyed(word)) if len(word) > 4 else None)


@functools.cache
def _table() -> "dict[str, Any]":
    read = read_table(Path(__file__).parent / "numbers.yml")
    numbers: dict[str, int] = {}
    for number, words in read["numbers"].items():
        for word in words:
            for form in (str(word).lower(), *tokens(str(word))):
                numbers.setdefault(form, int(number))
            if len(str(word)) > 4:
                numbers.setdefault(keyed(str(word)), int(number))
    return {
        "numbers": numbers,
        **{name: _keys(read[name]) for name in ("last", "top", "bottom", "middle")},
        "units": _keys(read["units"]),
        "sides": {side: _keys(words) for side, words in read["sides"].items()},
    }


def _keys(words: Iterable[str]) -> "frozenset[str]":
    return frozenset(keyed(one) for word in words for one in tokens(word))

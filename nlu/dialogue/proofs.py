"""What proves that words are a name or a place, word by word: names that people have, places that there are, words of
every day that are neither, and noise that is nothing."""

import functools
import re

from core.text.gazetteer import gazetteer, key_of, spelling
from core.text.lexicon import everyday_keys, everyday_latin, everyday_script, script_key, words
from core.text.normalise import fold_letters
from nlu.dialogue.cues import cues
from nlu.dialogue.words import tokens

_ENDINGS = "vcf|crdownload|jpe?g|png|gif|webp|pdf|docx?|xlsx?|mp[34]|opus|ogg|amr|m4a|aac|apk|zip|txt|heic|3gp|mov"
_FILE = re.compile(rf"^(?:\S+\s+){{0,4}}\S*\.(?:{_ENDINGS})\s*$", re.IGNORECASE)
_DEVICES = "img|vid|aud|ptt|doc|screenshot|dsc|whatsapp|video|photo|sticker|document|null|undefined"
_CAMERA = re.compile(rf"^(?:{_DEVICES})[-_ ]?\d[\w.-]*$", re.IGNORECASE)
_SIGNED = r"(?:kind|best|warm)\s+regards|sent from (?:my|outlook|mail|yahoo)|get outlook|powered by|whatsapp status"
_SIGNATURE = re.compile(rf"(?:^|[\s,])(?:{_SIGNED})(?=[\s,.]|$)", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.\w", re.IGNORECASE)
_OVER_AND_OVER = re.compile(r"^(\w)\1{2,}$")
_SAME = re.compile(r"^(.{1,3})\1{2,}.?.?$")
_PRESSED = re.compile(r"^([^\W\d_])\1{2,}[^\W\d_]{0,2}$")
"""One key held down, and perhaps its neighbours behind it."""
_DOUBLED = re.compile(r"^(\w)\1+$")
_VOWELS = re.compile(r"[aeiouy]")
_STRANGE = 0.3
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@functools.lru_cache(maxsize=50_000)
def is_given_name(word: str) -> bool:
    """Is it one of the names that people have here, in any spelling?"""
    word = word.strip(".'’-").lower()
    keys = _names()
    return word in keys or ((len(word) > 4 or not word.isascii()) and key_of(word) in keys)


@functools.lru_cache(maxsize=50_000)
def is_place_name(word: str) -> bool:
    """Does the gazetteer have a place of this name?"""
    known = gazetteer()
    return spelling(word) in known.exact or (len(word) > 3 and key_of(word) in known.keys)


@functools.lru_cache(maxsize=50_000)
def is_everyday(word: str) -> bool:
    """Is it a word of ordinary sentences, in any of the languages?"""
    word = fold_letters(word).lower()
    if word.isascii():
        return (word in everyday_latin() and word not in words("person_names")) or bool(cues(word))
    return (script_key(word) in everyday_keys() and word not in words("person_names")) or bool(cues(word))


def is_noise(text: str) -> bool:
    """Nothing that anybody said: a file's name, a link, keys struck at random, signs without letters."""
    bare = text.strip()
    if _FILE.match(bare) or _CAMERA.match(bare) or _SIGNATURE.search(bare) or (_LINK.match(bare) and " " not in bare):
        return True
    if sum(character.isalnum() for character in bare) < 2:
        return True
    if _OVER_AND_OVER.match(bare) and not bare[0].isdigit():
        return True
    if all(_PRESSED.match(word) for word in bare.split()):
        return True
    said = tokens(bare)
    if not said or len(said) > 4:
        return False
    struck = [_struck(word) for word in said]
    mashed = any(struck) and all(one or _without_vowels(word) for one, word in zip(struck, said, strict=True))
    return mashed or _all_strange(said)


def _without_vowels(word: str) -> bool:
    """ "ghh", "88jk": nothing by itself, and keys struck at random beside one that surely is."""
    if word.isdigit():
        return _DOUBLED.match(word) is not None
    if _DOUBLED.match(word):
        return True
    return word.isascii() and not _VOWELS.search(word) and not _is_known(word)


def _all_strange(said: "tuple[str, ...]") -> bool:
    """Several words of which none is known, and which look strange together."""
    unknown = [word for word in said if word.isalpha() and len(word) > 2 and not _is_known(word)]
    odd = [strangeness(word) for word in unknown]
    return len(odd) == len(said) > 1 and min(odd) >= _STRANGE - 0.1 and sum(odd) / len(odd) >= _STRANGE - 0.02


def _is_known(word: str) -> bool:
    return is_everyday(word) or is_given_name(word) or is_place_name(word)


def _struck(word: str) -> bool:
    """Keys struck at random: one letter or syllable over and over, a row of the keyboard, no vowel in five letters."""
    if _SAME.match(word) and not word.isdigit():
        return True
    if len(word) > 3 and any(word in row or word in row[::-1] for row in _ROWS):
        return True
    if not word.isalpha() or len(word) < 3 or _is_known(word):
        return False
    if any(word[i : i + 4] in row or word[i : i + 4] in row[::-1] for row in _ROWS for i in range(len(word) - 3)):
        return True
    if word.isascii() and len(word) >= 4 and not _VOWELS.search(word):
        return True
    return strangeness(word) >= _STRANGE


@functools.lru_cache(maxsize=50_000)
def strangeness(word: str) -> float:
    """The share of a word's letter pairs and triples that no known word has: near 1 for keys struck at random."""
    key = f"<{fold_letters(word).lower()}>"
    grams = [key[i : i + size] for size in (2, 3) for i in range(len(key) - size + 1)]
    return sum(gram not in _grams() for gram in grams) / len(grams)


@functools.cache
def _grams() -> "frozenset[str]":
    """The letter pairs and triples of everyday words, names and places."""
    known = [*everyday_latin(), *everyday_script(), *words("given_names"), *gazetteer().exact]
    found: set[str] = set()
    for word in known:
        key = f"<{fold_letters(word).lower()}>"
        found.update(key[i : i + size] for size in (2, 3) for i in range(len(key) - size + 1))
    return frozenset(found)


@functools.cache
def _names() -> "frozenset[str]":
    listed = words("given_names") | words("person_names") | words("also_names")
    return listed | {key_of(name) for name in listed if len(name) > 4 or not name.isascii()}


def is_name_alone(word: str) -> bool:
    """Is the one word a name, and not only a part of names (khan, zada, Allah)?"""
    return is_given_name(word) and fold_letters(word).lower() not in words("also_names")

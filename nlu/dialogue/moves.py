"""Which move in the conversation a short message is: yes, no, skip, cancel, start over … (words.yml)."""

import functools
import re
from collections.abc import Iterator

from core.text.lexicon import everyday_latin, everyday_script
from core.text.normalise import normalise
from nlu.dialogue.catalogue import labels, phrases

_NOT_WORD = re.compile(r"[^\w'+@/-]+")
_COMMAND = re.compile(r"\s*[/／⁄∕\\]+(?![/／⁄∕\\])\s*(?:[\w-]+\s*(?:\{.*)?$|.*[{}])", re.DOTALL)
_INSTEAD = re.compile(r"(?<!\w)(?:k[ie] jagah?|k[ie] bajay?e|کی جگہ|ک[یے] بجائے|پر ځای|پہ ځای|پرځای)(?!\w)")
"""Instead of: here a place is no field."""
_ABUSE_AT_MOST = 6
_SHORT = 200
"""Signs of a text that is remembered as it was folded: the same words are asked for by many readers of a turn."""


def folded(text: str) -> str:
    """Lower case, one spelling of each letter, no punctuation: how words are compared here."""
    return _folded_before(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", normalise(text).lower()).split()).strip("-'/ ") or normalise(text).strip()


_folded_before = functools.lru_cache(maxsize=1024)(_folded)


def is_command(text: str) -> bool:
    """Is it something that Rasa would take for a command (``/restart``, ``/inform{"slot": …}``)?"""
    return _COMMAND.match(text) is not None


def move(text: str) -> "str | None":
    """The move that the whole message is, or None."""
    said = folded(text)
    if not said:
        return None
    found = next((_moves()[one] for one in _without_politeness(said) if one in _moves()), None)
    if found is None and _all_of(said, "greeting") and _any_of(said, "greeting_needs"):
        return "greet"
    return found


def _without_politeness(said: str) -> Iterator[str]:
    """The message, and what is left of it when polite words are taken from its end, then from its beginning."""
    words = said.split()
    yield said
    while len(words) > 1 and words[-1] in _set("polite"):
        words.pop()
        yield " ".join(words)
    while len(words) > 1 and words[0] in _set("polite"):
        words.pop(0)
        yield " ".join(words)


def language_asked(text: str) -> "str | None":
    """The language that the message asks to go on in, where that is all it says."""
    said = folded(text)
    return next((code for code, words in _languages().items() if said in words), None)


def is_bare_complaint(text: str) -> bool:
    """Does it only say that there is a complaint ("mujhe shikayat darj karni hai"), and not what it is?"""
    said = folded(text)
    words = " ".join(
        word for word in said.split() if word not in _set("greeting_needs") and word not in {"o", "alaikum"}
    )
    return bool(words) and _all_of(words, "bare") and _any_of(words, "bare_needs")


def is_abuse(text: str) -> bool:
    """A short message with a swear word in it."""
    words = folded(text).split()
    return len(words) <= _ABUSE_AT_MOST and any(word in _set("abuse") for word in words)


_WHERE_WE_LIVE = re.compile(
    r"\b(?:mera|meri|hamara|apna|ghar ka|zama|zma) pata\b(?! nahi| nai| nhi| nahin| na\b)"
    r"|\bpata (?:bad\w*|gh?alat|change)\b"
)
"""Roman Urdu's "pata" is an address, and in "pata nahi" what one knows."""


def field_named(text: str) -> "str | None":
    """The field that a correction names."""
    if _WHERE_WE_LIVE.search(folded(text)):
        return "address"
    words = _INSTEAD.sub(" ", folded(text)).split()
    return next((name for name, called in _fields().items() if any(word in called for word in words)), None)


def only_a_field(text: str) -> "str | None":
    """The field that a message is the name of, and nothing else ("Jagah.")."""
    named = field_named(text)
    alone = named is not None and all(is_field_word(word, named) or is_filler(word) for word in folded(text).split())
    return named if alone else None


def is_field_word(word: str, name: str) -> bool:
    """Is this what the field is called?"""
    return folded(word) in _fields()[name]


def is_filler(word: str) -> bool:
    """One of the words around a correction: is, my, wrong, please …"""
    return not word or folded(word) in _set("wrong")


def says_wrong(text: str) -> bool:
    """Does it say that something is wrong or is to be changed?"""
    return _any_of(folded(text), "says_wrong")


def without_no(text: str) -> str:
    """The message without a leading no."""
    words = folded(text).split()
    while words and (words[0] in _set("leading_no")):
        words.pop(0)
    return " ".join(words)


def is_everyday(word: str) -> bool:
    """A word that is never the name of a village or a street."""
    said = folded(word)
    return said in _set("not_a_place") or said in everyday_latin() or said in everyday_script()


def speaks_of_a_ticket(text: str) -> bool:
    """Does it speak of a complaint made earlier?"""
    return _any_of(folded(text), "ticket")


def is_small_word(word: str) -> bool:
    """A word that tells nothing by itself: is, my, name, in, please, complaint …"""
    return any(word in _set(name) for name in ("around_a_name", "bare", "polite", "not_a_place", "small"))


def without_name_words(text: str) -> str:
    """A name without "my name is", "mera naam … hai", "زما نوم … دی" around it."""
    words = [word for word in text.split() if folded(word) not in _set("around_a_name")]
    return " ".join(words).strip(" .,;:!?-،۔؛؟\"'()")


def _all_of(said: str, name: str) -> bool:
    return all(word in _set(name) for word in said.split())


def _any_of(said: str, name: str) -> bool:
    return any(word in _set(name) for word in said.split())


@functools.cache
def _moves() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, said in phrases()["moves"].items():
        for phrase in said:
            table.setdefault(folded(phrase), name)
    for button, name in (("yes", "affirm"), ("no", "deny"), ("skip", "skip"), ("anonymous", "anonymous")):
        for title in labels()["buttons"][button].values():
            table.setdefault(folded(title), name)
    return table


@functools.cache
def _languages() -> dict[str, frozenset[str]]:
    return {code: frozenset(folded(one) for one in said) for code, said in phrases()["languages"].items()}


@functools.cache
def _fields() -> dict[str, frozenset[str]]:
    return {name: frozenset(folded(one) for one in said) for name, said in phrases()["fields"].items()}


@functools.cache
def _set(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in phrases()[name])

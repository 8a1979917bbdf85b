"""What a citizen asks of their case, and in which mood they write: by ideas, whatever the language.

Ideas (core/reference/asked) stand for their words in four languages; a rule names the ideas that make a question. So
what counts is which things are spoken of, and not how a sentence is built. Linear in the text.
"""

import functools
import re
from dataclasses import dataclass

from core.text.danger.concepts import concepts, lists_of
from core.text.lexicon import lines
from core.text.normalise import normalise

_FOLDER = "asked"
_LOOKED_AT = 1000
_SENTENCE = re.compile(r"(?<=[.!?؟۔\n])\s+|\n+|(?<=[a-z])\.(?=\s)")
_NOT_WORDS = re.compile(r"[^\w'@+/&-]+")
_MARKS = frozenset("?؟")
_ASKS = "asks"
_LONGEST = 30
"""Words of a sentence in which a question is looked for."""
_TELLS, _MOST = 3, 2
"""Words that tell something; topics that are answered at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions: their topics (core/reference/asked/questions.txt; none where no rule knows them), whether one asks
    "when?", whether a mark says that it is one, and whether sentences beside them tell something."""

    topics: tuple[str, ...]
    when: bool
    marked: bool
    tells_too: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str]

    def fits(self, ideas: frozenset[str]) -> bool:
        return all(not one.isdisjoint(ideas) for one in self.all_of) and self.none_of.isdisjoint(ideas)


def asked_in(text: str) -> Asked | None:
    """The question in a text; None where none is asked. A sentence asks by its mark or by a word that asks."""
    sentences = sentences_of(text)
    asking = [one for one in sentences if _asks(one)]
    if not asking:
        return None
    told = sum(len(one.split()) for one in sentences if one not in asking)
    topics = dict.fromkeys(filter(None, (topic_of(one) for one in asking)))
    topics = topics or dict.fromkeys(filter(None, (topic_of(text),)))
    when = any("when" in ideas_in(one) for one in asking)
    return Asked(tuple(topics)[:_MOST], when, not _MARKS.isdisjoint(text), told >= _TELLS)


def sentences_of(text: str) -> list[str]:
    """The sentences of a message's beginning."""
    return [one for one in _SENTENCE.split(text[:_LOOKED_AT]) if one and one.strip()]


def topic_of(text: str) -> str:
    """Which question its ideas make; "" for none."""
    return _first("questions", text)


def tone_of(text: str) -> str:
    """``grief``, ``hardship``, or ""."""
    return _first("tones", text)


def wish_in(text: str) -> str:
    """``held_back``: nobody is to be told, or to come; or ""."""
    return _first("wishes", text)


def leaving(text: str) -> str:
    """``first``: it is of the complaint before; ``leave``: no more of it; or ""."""
    return _first("leaving", text)


def ideas_in(text: str) -> frozenset[str]:
    """The ideas that a text names."""
    words = _NOT_WORDS.sub(" ", normalise(text[:_LOOKED_AT]).lower().replace("’", "'")).split()
    return frozenset(idea for _, idea in concepts(words, lists_of(text), _FOLDER))


def _asks(sentence: str) -> bool:
    return not _MARKS.isdisjoint(sentence) or _ASKS in ideas_in(sentence)


def _first(table: str, text: str) -> str:
    if len(text.split()) > _LONGEST:
        return ""
    ideas = ideas_in(text)
    return next((rule.name for rule in _rules(table) if rule.fits(ideas)), "")


@functools.cache
def _rules(table: str) -> tuple[_Rule, ...]:
    return tuple(_rule(*line.partition(":")[::2]) for line in lines(f"{_FOLDER}/{table}.txt"))


def _rule(name: str, ideas: str) -> _Rule:
    told = ideas.split()
    wanted = tuple(frozenset(one.split("|")) for one in told if not one.startswith("-"))
    return _Rule(name, wanted, frozenset(one[1:] for one in told if one.startswith("-")))

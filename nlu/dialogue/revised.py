"""The description with what corrects it in its place: a measure for a measure of the same kind, a clause for the same
clause denied. None where nothing in it is plainly meant: then the words are added as a sentence of their own."""

import re

from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.measures import Measure, measures
from nlu.dialogue.words import tokens

_LONGEST = 12
_CLAUSE = re.compile(r"[^.!?,;،۔؟؛\n]+")
_NEG = frozenset({"not", "no", "nahi", "nahin", "nai", "nhi", "na", "نہیں", "نہ", "نه", "نۀ", "nه", "isnt", "isn't"})
_CORRECTS = frozenset({"wrong", "change", "actually", "sorry", "meant", "instead"})
_PUT_RIGHT = re.compile(
    r"\bcorrect (?:this|it|that)\b|\b(?:theek|thik|sahi|durust) ka?r|(?:درست|ٹھیک|صحیح) کر|سم(?:ه|ې)? (?:یې )?کړ",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\s*(?:no|nahi+n?|nai|nhi|na|نہیں|نہ|نه|نا|actually|sorry)(?!\w)", re.IGNORECASE)


def revised(said: str, story: str, *, corrects: bool) -> "str | None":
    """The story with ``said`` in the place of what it corrects. ``corrects``: the message says itself that something is
    wrong."""
    return _measure_for_measure(said, story, corrects) or _clause_for_clause(said, story)


def says_it_is_wrong(text: str) -> bool:
    """Does a message begin with a no, or say that something is to be put right?"""
    return bool(_LEADS.match(text) or _PUT_RIGHT.search(text)) or not _CORRECTS.isdisjoint(cues(text))


def _measure_for_measure(said: str, story: str, corrects: bool) -> "str | None":
    """ "No, it is 12 days": the one measure of its kind in the story is another now."""
    told = measures(said)
    marked = corrects or says_it_is_wrong(said)
    if not told or not marked or len(tokens(said)) > _LONGEST:
        return None
    new = told[-1]
    old = [one for one in measures(story) if one.kind == new.kind]
    if len(old) != 1 or (len(told) > 1 and not _denies(told, old[0])):
        return None
    place = old[0]
    if place.number == new.number:
        return story
    return story[: place.start] + said[new.start : new.end] + story[place.end :]


def _denies(told: "list[Measure]", old: Measure) -> bool:
    """Of two measures of one kind the first is the old one: "not 10 days, 12 days"."""
    return len(told) == 2 and told[0].kind == told[1].kind == old.kind and told[0].number == old.number


def _clause_for_clause(said: str, story: str) -> "str | None":
    """ "I am of Bannu", where it says "I am not of Bannu", or the other way round: the same words but for the no."""
    clause = _CLAUSE.search(said)
    new = [keyed(word) for word in tokens(clause.group())] if clause else []
    plain = [word for word in new if word not in _NO]
    if clause is None or not 3 <= len(plain) <= _LONGEST:
        return None
    for match in _CLAUSE.finditer(story):
        old = [keyed(word) for word in tokens(match.group())]
        if [word for word in old if word not in _NO] == plain and len(old) != len(new):
            space = match.group()[: len(match.group()) - len(match.group().lstrip())]
            return story[: match.start()] + space + clause.group().strip() + story[match.end() :]
    return None


_NO = frozenset(keyed(word) for word in _NEG)

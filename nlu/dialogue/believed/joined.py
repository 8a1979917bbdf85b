"""A place that is told where one is known already: a finer one is joined to it ("mohalla X" to "village Y"), and one
that is said to be wrong gives way."""

import re

from core.text.normalise import fold_letters
from core.text.pins import is_pinned
from nlu.dialogue.addressed import scolds
from nlu.dialogue.believed.phrases import phrase_words, place_phrase, with_tail
from nlu.dialogue.believed.talk import without_talk_at_ends
from nlu.dialogue.contrasts import contrasted
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.patterns import lines_for, words_for
from nlu.dialogue.place_words import has_landmark, is_place_kind
from nlu.dialogue.proofs import is_everyday, is_place_name
from nlu.dialogue.words import tokens

_PARTED = re.compile(r"\s*[,،]\s*")
_ALSO = re.compile(
    r"(?<!\w)(?:also|too|bhi|bi|b|inside|within|andar|بھی|اندر|هم|ہم|hum|دننه|danana)(?!\w)", re.IGNORECASE
)
_WRONG = frozenset({"wrong", "instead", "change"})


def joined(text: str, old: str, new: str) -> str:
    """The place after ``text`` named ``new`` where ``old`` was known."""
    if not old or is_pinned(old) or says_nothing(old):
        return new
    was, now = _keys(old), _keys(new)
    if was <= now:
        return new
    corrected = _is_corrected(text, old, new)
    if now <= was:
        return new if corrected or (_is_labelled(text) and not _ALSO.search(text)) else old
    if corrected:
        return new
    mentioned = bool(was & (_keys(text) - now))  # the old one is said again beside it
    one, other = _level(new), _level(old)
    if not mentioned and not _ALSO.search(text):
        same_kind = one is not None and one == other
        if same_kind or (_is_labelled(text) and (one is None or other is None)):
            return new
    return _together(new, old) if one is None or other is None or one <= other else _together(old, new)


def _together(first: str, second: str) -> str:
    """Both, the parts of the second that the first has not."""
    held = _keys(first)
    rest = [part for part in _PARTED.split(second) if part and not _keys(part) <= held]
    return ", ".join([first, *rest])


def _keys(words: str) -> "set[str]":
    return {keyed(fold_letters(word)) for word in tokens(words) if len(word) > 1 or word.isdigit()}


def _level(place: str) -> "int | None":
    """How fine it is: by the finest kind of place that it names; None where it names none."""
    said = {fold_letters(word) for word in tokens(place)}
    return next((at for at, level in enumerate(lines_for("levels_of_places")) if not said.isdisjoint(level)), None)


def says_nothing(place: str) -> bool:
    """ "The village school": kinds of places and no name among them."""
    return all(
        is_place_kind(word) or has_landmark(word) or word in phrase_words("carriers", "between")
        for word in tokens(place)
    )


def _is_labelled(text: str) -> bool:
    """Is it called the place ("jagah X hai"), and not only a mohalla or a street?"""
    return any(fold_letters(word) in _LABELS for word in tokens(text))


_LABELS = words_for("called_a_place")


def _is_corrected(text: str, old: str, new: str) -> bool:
    """Is the known place said to be wrong, or denied by its name?"""
    proven = contrasted(text, {"address": old})
    if proven is not None or not _WRONG.isdisjoint(cues(text)):
        return True
    clauses = [one for one in _CLAUSE.split(text) if one.strip() and not scolds(one)]
    return any(_denies(one, old, new) for one in clauses)


def _denies(clause: str, old: str, new: str) -> bool:
    """Is a place denied in it: the known one, one that is called a place, or any that is not the new one?"""
    said = tokens(counted(clause))
    denied = [at for at, word in enumerate(said) if at and not _DENIES.isdisjoint(cues(word))]
    if not denied:
        return False
    about = _keys(old) | {keyed(word) for word in _LABELS}
    told = _keys(new)
    strange = [said[at - 1] for at in denied if not is_everyday(said[at - 1])]
    if any(keyed(fold_letters(word)) not in told for word in strange):
        return True
    return any(
        key in about or is_place_kind(word) or (key not in told and is_place_name(word) and not is_everyday(word))
        for word in said
        for key in (keyed(fold_letters(word)),)
    )


_NUMBER = re.compile(r"\b(?:no|num)\b\.?\s*(?=\d)", re.IGNORECASE)
""" "Street no 2" denies nothing."""


def counted(clause: str) -> str:
    """With the "no" of a number spelled out."""
    return _NUMBER.sub("number ", clause)


_DENIES = frozenset({"neg", "leave"})


_CLAUSE = re.compile(r"[.!?\n;,،۔؛؟]+")


_CORRECTS = frozenset({"neg", "instead", "change", "leave"})


def whole_place(clause: str, district: "str | None") -> "str | None":
    """The place of a clause that is nothing but one, with all its parts: "tajori bazar wala mohalla masjid k sath"."""
    words = without_talk_at_ends(clause)
    said = tokens(words)
    if not 1 <= len(said) <= _LONGEST or any(fold_letters(word) in _SENTENCE for word in tokens(clause)):
        return None
    if not _CORRECTS.isdisjoint(cues(counted(clause))):
        return None
    phrase = place_phrase(clause, district)
    if phrase is not None and len(tokens(phrase.text)) >= len(said):
        return phrase.text
    named = [
        word for word in said if is_place_kind(word) or has_landmark(word) or is_place_name(word) or word.isdigit()
    ]
    strange = [word for word in said if not is_everyday(word)]
    if not named or len(named) + len(strange) < len(said) / 2:
        return None
    return words


def place_in(text: str, district: "str | None") -> "str | None":
    """The place that a sentence names, with the landmark behind it."""
    phrase = place_phrase(text, district)
    return with_tail(text, phrase.text) if phrase is not None else None


_LONGEST = 12
_SENTENCE = words_for("in_no_place")

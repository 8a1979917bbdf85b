"""A sentence that the citizen wants out of the complaint ("remove the line about my cousin", "chor wali baat nikal
do"). What is meant is found by the words that both have; where it is not plainly one sentence, nothing is taken out."""

import re

from core.text.normalise import fold_digits, fold_letters
from nlu.dialogue.addressed import OUT, takes_out
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.moves import is_small_word
from nlu.dialogue.options import number_of
from nlu.dialogue.patterns import words_for
from nlu.dialogue.words import tokens

_SENTENCE = re.compile(r"(?<=[.!?۔؟\n])\s+|\n+")
_CLAUSE = re.compile(r"(?<=[,;،؛])\s+|\s+(?=(?:and|aur|اور|او|kho|lekin|magar|but|لیکن|خو)\s)")
_WAYS = (_SENTENCE, _CLAUSE)
_PART = re.compile(
    r"(?<!\w)(?:sentences?|lines?|parts?|bits?|words?|jumla|jumlay|fiqra|hissa|ba+t|ba+tein|khabara|khabare|zikr|zikar|thing|stuff|mention\w*|about"
    r"|جملہ|جملے|فقرہ|لائن|حصہ|بات|باتیں|ذکر|جمله|خبره|خبرې|wal[aiey]+|والا|والی|والے)(?!\w)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?<!\w)(?:first|pehl[aiey]+|phl[aiey]+|پہل[اےی]|لومړ\w+)(?!\w)", re.IGNORECASE)
_LAST = re.compile(
    r"(?<!\w)(?:last|a+khri|akhiri|آخری|وروست\w+|that|this|wo|woh|wohi|ye|yeh|وہ|وہی|یہ|هغه|دا)(?!\w)", re.IGNORECASE
)
_OF_A_NAME = re.compile(r"(?<!\w)(?:name|naam|nam|num|noom|نام|نوم|phone|فون|شمېره)(?!\w)", re.IGNORECASE)
_OUT = re.compile(rf"(?<!\w){OUT}", re.IGNORECASE)
_SHORT, _LONGEST = 6, 16
_SAYS = frozenset(
    {"tell", "write", "my", "your", "ok", "yes_", "thanks", "sorry", "change", "wrong", "instead", "complaint"}
)


def asks_to_take_out(clause: str) -> bool:
    """Does it ask for a part of the complaint to be left out, and not for a name (core.text.anonymity)?"""
    said = tokens(clause)
    if not takes_out(clause) or len(said) > _LONGEST or _OF_A_NAME.search(clause):
        return False
    return _PART.search(clause) is not None or len(said) <= _SHORT


def taken_out(clause: str, story: str) -> "str | None":
    """The story without the sentence that is meant; None where it is not plainly one, or nothing would be left."""
    left = _PART.sub(" ", _OUT.sub(" ", clause))
    known = {keyed(word) for word in tokens(story)}
    about = {keyed(word) for word in tokens(left) if _tells_which(word) and keyed(word) in known}
    about = about or {keyed(word) for word in tokens(left) if _may_tell_which(word) and keyed(word) in known}
    numbers = {_number(word) for word in tokens(fold_digits(left))} - {None}
    unknown = any(_tells_which(word) and keyed(word) not in known for word in tokens(left))
    for way in _WAYS:
        parts = [part for part in way.split(story) if part.strip()]
        found = _which(parts, about, numbers, clause, unknown=unknown)
        if len(parts) > 1 and found is not None:
            kept = [part.strip() for at, part in enumerate(parts) if at != found]
            between = "\n" if way is _SENTENCE and "\n" in story else " "
            return re.sub(r"^(?:and|aur|اور|او)\s+", "", between.join(kept)).rstrip(" ,;،؛")
    return None


def _which(
    parts: "list[str]", about: "set[str]", numbers: "set[int | None]", clause: str, *, unknown: bool
) -> "int | None":
    """Which part is meant; "that sentence" is the last."""
    if about or numbers:
        scores = [
            sum(keyed(word) in about or _number(word) in numbers for word in dict.fromkeys(tokens(fold_digits(part))))
            for part in parts
        ]
        best = max(scores, default=0)
        return scores.index(best) if best and scores.count(best) == 1 else None
    if unknown and not _FIRST.search(clause):
        return None
    if _FIRST.search(clause):
        return 0
    return len(parts) - 1 if _LAST.search(clause) else None


def _number(word: str) -> "int | None":
    return number_of(word) if word.isdigit() or len(word) > 2 else None


def _may_tell_which(word: str) -> bool:
    """Where no other word does: "bhai wala jumla", "my cousin"."""
    return len(word) > 2 and fold_letters(word) not in _AROUND


def _tells_which(word: str) -> bool:
    """Is it a word by which a sentence is found?"""
    small = len(word) < 3 or is_small_word(word) or fold_letters(word) in _AROUND
    return not small and _SAYS.isdisjoint(cues(word))


_AROUND = words_for("around_what_is_taken_out")

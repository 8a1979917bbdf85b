"""Simple readings of a message, where the dialogue does not tell what it does: the one place for them. And whether its
words part two matters.

Phrases in four languages stand in core/reference/acts. The dialogue's own word, where it gives one, comes first.
"""

import functools
import re
from enum import StrEnum

from core.text.anonymity import wants_to_be_named, without_others
from core.text.asked import leaving
from core.text.lexicon import lines
from core.text.normalise import fold_letters, normalise

_LOOKED_AT = 2000
_PUNCTUATION = re.compile(r"[^\w'@+/-]+")
_LONG = 25
"""Words: what is longer tells something of its own, whatever phrase stands in it."""
_A_WORD = 3
_LEAST = 3
"""Words that each of two matters has at least."""
_LIST = re.compile(r"\s*(?:1|۱|١)\s*[.):\-]\s*(.+?)\s*(?:\n|[,;،.]\s*|\s)(?:2|۲|٢)\s*[.):\-]\s*(.+)", re.DOTALL)
_TRIM = " \t\n.,;:،؛۔-–—"
_TWO = re.compile(
    r"\b(?:two|2) (?:things|problems|issues|matters|complaints)\b"
    r"|\b(?:do|2) (?:masle|maslay|ba+tein|shikayat(?:ein|en)?)\b"
    r"|(?:دو|2|۲) (?:مسئلے|مسائل|باتیں|شکایتیں|شکایات)|(?:دوه|2|۲) (?:ستونزې|خبرې|شکایتونه|مسلې)",
    re.IGNORECASE,
)
"""Who says that there are two parts them by a plain "and"."""
_AND = re.compile(r"[,،;.۔]?\s(?:and(?: also)?|aur|اور|او)\s", re.IGNORECASE)


_ONE = re.compile(
    r"^[\s:,،.۔-]*(?:(?:hain|hai|he|are|ہیں|ہے|دي|دی)(?!\w))?[\s:,،.۔-]*"
    r"(?:(?:the )?(?:one|first|pehla|pehli|aik|ek|ایک|پہلا|پہلی|یو|یوه|لومړی|لومړۍ)"
    r"(?:\s+(?:is|to|toh|masla|yeh|ye|تو|مسئلہ|یہ|خو|دا))*(?!\w))?"
    r"[\s:,،.۔-]*",
    re.IGNORECASE,
)
_AND_OR_STOP = re.compile(r"[,،;.۔]?\s(?:and|aur|or|اور|او|au)\s|[.۔;\n]\s*", re.IGNORECASE)
_TOO = re.compile(r"(?<!\w)(?:also|too|as well|bhi|b|بھی|هم|ہم هم|hum)(?!\w)", re.IGNORECASE)
_SOON, _MOST = 12, 3
_ANNOUNCED = 7
"""Words within which a new complaint is announced."""
_FILLING = re.compile(
    r"ek|aik|ایک|acha|achha|accha|theek|thik|ji|g|sir|bhai|karni|krni|karna|krna|likhni|darj|اچھا|ٹھیک|جی|ښه|سمه|is|that|it|zama|os|ab|aur|or|now|and|ok|the|this|اوس|زما|اب|اور|او|یو|یوه|about|there|have|i|hai|he|hy|h|yeh?|ke?|keh|ki|mer[ai]|hum|ham|bhi|sta|shta|d[ae]|dai|laram|kawal|ghwaram"
    r"|ہے|یہ|کہ|میری|میرا|ہم|بھی|کرنی|کرنا|ده|دی|دا|لرم|هم|شته|چې|کوم"
)
"""Small words between the announcement and what is announced."""
_STOPS = (":", ".", ",", "،", "۔", "-", "–", "!")


class Act(StrEnum):
    """What a message may do besides telling; the value is a file of core/reference/acts."""

    NAMELESS = "nameless"
    NO_PROGRESS = "no_progress"
    WHEN = "when"
    NEW_MATTER = "new_matter"
    SECOND_MATTER = "second_matter"
    AGREED = "agreed"
    LATER = "later"
    HELP_CAME = "help_came"
    CONFIRMS = "confirms"
    DENIED = "denied"
    POLITE = "polite"
    GOES_ON = "goes_on"
    THANKS = "thanks"
    GRATEFUL = "grateful"
    WITHDRAWS = "withdraws"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    THREATENED = "threatened"
    IF_THREATENED = "if_threatened"
    CORRECTS = "corrects"
    OF_THE_CASE = "of_the_case"
    WHO_COMES = "who_comes"
    MAY_COME = "may_come"
    OFFICE_PHONE = "office_phone"
    SEES_NAME = "sees_name"
    WHO_READS = "who_reads"
    CHECKS = "checks"
    IS_IT_ADDED = "is_it_added"
    STATUS = "status"
    ASKS = "asks"
    NO_ANSWER = "no_answer"
    HURT = "hurt"
    BEREAVED = "bereaved"
    SHELTER = "shelter"
    DELETE = "delete"
    FREE_CALL = "free_call"
    WHO_IS_TOLD = "who_is_told"
    REGISTERS = "registers"


def acts_in(text: str) -> frozenset[Act]:
    """All that it says, anywhere in it."""
    said = folded(text)
    found = frozenset(act for act in Act if _anywhere(act).search(said) is not None)
    if Act.NEW_MATTER in found and leaving(text) == "not_new":
        found -= {Act.NEW_MATTER}
    return found if Act.NAMELESS not in found or wants_to_be_nameless(text) else found - {Act.NAMELESS}


def says(act: Act, text: str) -> bool:
    """Does it say so, anywhere in it?"""
    return _anywhere(act).search(folded(text)) is not None


def is_only(act: Act, text: str) -> bool:
    """Does it say that and nothing else?"""
    return _anywhere(act).fullmatch(folded(text)) is not None


def mainly(act: Act, text: str) -> bool:
    """Does a short message say so?"""
    return len(text.split()) <= _LONG and says(act, text)


def without(act: Act, text: str) -> str:
    """What is left of a message, folded, when the phrases that say so are taken out."""
    return " ".join(_anywhere(act).sub(" ", folded(text)).split())


def wants_to_be_nameless(text: str) -> bool:
    """The wish not to be named, said in any way and beside anything else; not that it is taken back, nor that another's
    name is to be left out."""
    return says(Act.NAMELESS, text) and not wants_to_be_named(text) and says(Act.NAMELESS, without_others(text))


def tells_something(text: str) -> bool:
    """Are there words in it, or a number, that may mean something to the office?"""
    said = folded(text)
    return len(said.split()) >= _A_WORD or any(sign.isdigit() for sign in said)


def folded(text: str) -> str:
    """Lower case, one spelling of each letter, no punctuation."""
    return " ".join(_PUNCTUATION.sub(" ", normalise(text[:_LOOKED_AT]).lower().replace("’", "'")).split())


def parted(text: str) -> tuple[str, str] | None:
    """The two parts of a text that says itself that it has two; None for any other."""
    listed = _LIST.fullmatch(text)
    match = _marker().search(text)
    if listed is not None:
        first, second = listed[1], listed[2]
    elif match is not None:
        first, second = text[: match.start()], text[match.end() :]
    elif (announced_at := _TWO.search(text)) is not None:
        first, second = _in_the_middle(text, announced_at.end())
    else:
        return None
    first, second = _without_lead(first).strip(_TRIM), second.strip(_TRIM)
    least = _LEAST if _TWO.search(text) is None else _LEAST - 1
    return (first, second) if min(len(first.split()), len(second.split())) >= least else None


def perhaps_parted(text: str) -> list[tuple[str, str]]:
    """Where a text may be parted into two matters though it does not say that it has two: at an "and" or a full stop
    behind which something is told "too". Whether they are two is for their subjects to tell."""
    found = []
    for match in _AND_OR_STOP.finditer(text[:_LOOKED_AT]):
        first, second = text[: match.start()].strip(_TRIM), text[match.end() :].strip(_TRIM)
        enough = min(len(first.split()), len(second.split())) >= _LEAST
        if enough and _TOO.search(" ".join(second.split()[:_SOON])):
            found.append((first, second))
    return found[:_MOST]


def lead_in(text: str) -> str:
    """What stands before the words that announce two matters: often where it is."""
    announced_at = _TWO.search(text)
    return text[: announced_at.start()].strip(_TRIM) if announced_at is not None else ""


def _without_lead(first: str) -> str:
    """Without "two things, one is" before it."""
    announced_at = _TWO.search(first)
    return _ONE.sub("", first[announced_at.end() :]) if announced_at is not None else first


def begun_anew(text: str) -> str | None:
    """The words of a new complaint that is announced at the beginning of a text ("new complaint: no water"), ""
    where it is only announced; None where none is."""
    head, colon, behind = text.partition(":")
    if colon and len(head.split()) <= _ANNOUNCED and len(behind.split()) >= _A_WORD and says(Act.NEW_MATTER, head):
        return behind.strip()
    words = text.split()
    for end in range(1, min(len(words), _ANNOUNCED) + 1):
        said = folded(" ".join(words[:end]))
        announced = _anywhere(Act.NEW_MATTER).search(said)
        if announced is not None:
            if not all(_FILLING.fullmatch(word) for word in said[: announced.start()].split()):
                return None
            while end < len(words) and _FILLING.fullmatch(folded(words[end])) and not words[end - 1].endswith(_STOPS):
                end += 1
            return " ".join(words[end:]).lstrip(_TRIM + "!؟?")
    return None


def announces_two(text: str) -> bool:
    """Does it say that there are two?"""
    return _TWO.search(text) is not None


def _in_the_middle(text: str, start: int) -> tuple[str, str]:
    """Parted at the "and" that is nearest to the middle of what stands behind ``start``."""
    ands = list(_AND.finditer(text, start))
    if not ands:
        return text, ""
    best = min(ands, key=lambda one: abs(one.start() - (start + len(text)) // 2))
    return text[: best.start()], text[best.end() :]


@functools.cache
def _anywhere(act: Act) -> re.Pattern[str]:
    phrases = "|".join(f"(?:{line})" for line in lines(f"acts/{act}.txt"))
    return re.compile(rf"(?<!\w)(?:{fold_letters(phrases)})(?!\w)")


@functools.cache
def _marker() -> re.Pattern[str]:
    """What parts two matters: at the beginning of a sentence, or after "and"."""
    phrases = "|".join(f"(?:{line})" for line in lines(f"acts/{Act.SECOND_MATTER}.txt"))
    before = r"(?:[.!?;,\n۔؟؛،]\s*(?:(?:and|aur|اور|او|au)\s+)?|\s(?:and|aur|اور|او|au)\s+)"
    return re.compile(rf"{before}(?:{phrases})(?!\w)[\s:,،-]*", re.IGNORECASE)

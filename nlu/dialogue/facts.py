"""The clauses of a message that tell something of the complaint: what is counted, dated, paid, or named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text.months import MONTHS
from core.text.normalise import fold_digits, fold_letters
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.carriers import is_carrier_only, without_carriers
from nlu.dialogue.cues import cues
from nlu.dialogue.measures import measures
from nlu.dialogue.moves import field_named, is_filler, is_small_word, move
from nlu.dialogue.patterns import words_for
from nlu.dialogue.place_words import is_place_kind
from nlu.dialogue.proofs import is_place_name
from nlu.dialogue.words import tokens

_PART = re.compile(
    r"(?<=\S)[.!?۔؟…]+(?:\s+|$)|\n+|;\s+|؛\s+"
    r"|(?<!nahi)(?<! nai)(?<! nhi)(?<! na)(?<! ni)(?<!نہیں)(?<! نه)(?<! نہ)[,،]\s+"
    r"(?!(?:and )?(?:not|nahi|na|نہیں|نه|نہ)\s)"
    r"|\s+(?:aur|and|اور|او)\s+(?=(?:mera|meri|my|میرا|زما|naam|nam|نام|نوم)\s|[\d۰-۹٠-٩])",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?؟]\s*$|(?:\b(?:ya|k|ke|keh) (?:nahi+n?|nai|nhi)|کہ نہیں|یا نہیں|که نه)\W*$", re.IGNORECASE)
_ASKING = frozenset({"why", "what", "when", "where", "who", "how", "how_long", "how_much", "what_for"})
_PAID = re.compile(
    r"(?<!\w)(?:ma+ng\w*|demand\w*|ask(?:s|ed|ing)?|wants?|wanted|took|takes?|taken|paid|rishwat|bribes?|liy[ae]|liye"
    r"|le rah[ae]|leta|lete|ghwar\w*|ghwari|akhli|wakhist\w*|مانگ\w*|مانګ\w*|رشوت|لیے|لئے|لیا|لیتا|لیتے|لے رہ\w*"
    r"|غواړ\w*|اخل\w*|واخیست\w*)(?!\w)",
    re.IGNORECASE,
)
_FIELDS = ("address", "district", "phone", "complainant_name", "category", "email")
_LEAST, _SOME, _SUM = 2, 4, 3
_TAKEN_OFF = " .,;:!?-–—،۔؛؟"


@dataclass(frozen=True)
class Part:
    """A clause without the words that carry it, and where it stood in the message as it was written."""

    text: str
    start: int
    end: int


def parts(text: str) -> "list[Part]":
    """The clauses that may tell or correct something: not a question, a yes, a greeting, "please correct this"."""
    found, start = [], 0
    for match in [*_PART.finditer(text), None]:
        end = match.start() if match else len(text)
        part = text[start:end]
        asks = _ASKS.search(part + (match.group().strip() if match else "")) is not None
        said = bool(part.strip(_TAKEN_OFF + "\n")) and move(part) is None
        if said and not asks and not is_carrier_only(part) and not _only_says_wrong(part):
            found.append(Part(without_carriers(part, least=1), start, end))
        start = match.end() if match else end
    return found


def _only_says_wrong(part: str) -> bool:
    """ "غلط لکھا", "it was a mistake": nothing that says what."""
    said = tokens(part)
    around = all(_is_small(word) or not _WRONG.isdisjoint(cues(word)) for word in said)
    return around and not {"wrong", "change"}.isdisjoint(cues(part))


def _is_small(word: str) -> bool:
    return len(word) <= _LEAST or is_filler(word) or is_small_word(word)


_WRONG = frozenset({"wrong", "change", "write", "write_instead", "my", "sorry", "neg"})


def joined(text: str, added: "Sequence[Part]") -> "list[str]":
    """The clauses as they were written; those that follow each other in one line as one."""
    runs: list[list[Part]] = []
    for part in added:
        between = text[runs[-1][-1].end : part.start] if runs else "\n"
        if "\n" not in between and not any(sign.isalnum() for sign in between):
            runs[-1].append(part)
        else:
            runs.append([part])
    return [_AND.sub("", without_carriers(text[run[0].start : run[-1].end], least=1)) for run in runs]


_AND = re.compile(r"^(?:aur|and|اور|او|lekin|magar|but|لیکن|مگر|خو)\s+(?=\S+\s)", re.IGNORECASE)


def is_fact(text: str) -> bool:
    """Does it count, date, name or price something? Then it tells, whatever a model takes it for."""
    said = tokens(text)
    if names_somebody_else(text):
        return len(said) > _LEAST
    if numbers_a_thing(text):
        return True
    counted = measures(text)
    rest = text
    for one in counted:
        rest = rest[: one.start] + " " * (one.end - one.start) + rest[one.end :]
    if names_a_field(rest) or not _ASKING.isdisjoint(cues(rest)):
        return False
    dated = any(word in MONTHS for word in said) or any(_is_year(word) for word in said)
    paid = _PAID.search(text) is not None and any(len(one) >= _SUM for one in re.findall(r"\d+", fold_digits(text)))
    return bool(counted) or (dated and len(said) >= _LEAST) or paid


_NUMBER_OF = re.compile(
    r"(?<!\w)(?P<of>[^\W\d]{2,})\s+(?:(?:ka|ki|k|ke|کا|کی|کے)\s+)?(?:number|num|nmbr|nambar|no|نمبر|شمېره)\.?\s+(?:(?:is|hai|he|ہے|دی|ده)\s+)?"
    r"(?:[^\W\d_]{1,4}[\s-]?)?\d",
    re.IGNORECASE,
)
_CALLED_OR_LIVED = words_for("called_or_lived_at")


def numbers_a_thing(text: str) -> bool:
    """ "bike ka number B 4471": the number of a thing, and none to call or to live at."""
    return any(
        fold_letters(match["of"].lower()) not in _CALLED_OR_LIVED
        and not is_place_kind(match["of"])
        and not is_place_name(match["of"])
        for match in _NUMBER_OF.finditer(text)
    )


def speaks_of_the_matter(text: str) -> bool:
    """Is it told, and not asked?"""
    return _ASKING.isdisjoint(cues(text)) and len(tokens(text)) >= _SOME


def names_a_field(text: str) -> bool:
    """Is it about the name, the place, the number …?"""
    return field_named(text) in _FIELDS


def _is_year(word: str) -> bool:
    return len(word) == 4 and fold_digits(word)[:2] in ("19", "20") and word.isdigit()

"""Names that are proven: by the names that people have, a sentence that says so, the tagger, or by what is left."""

import re

from core.text.normalise import clean_text
from nlu.dialogue.believed.spans import standing, tagged
from nlu.dialogue.believed.talk import ENDS, LONGEST_NAME, WORD, parts, trimmed, without_talk
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import folded, without_name_words
from nlu.dialogue.proofs import is_everyday, is_given_name, is_noise
from nlu.dialogue.shapes import Heard, Said

OWN = 0.9
"""A name stated as surely as this is the writer's own, whoever else is named beside."""
_INITIAL = re.compile(r"\b([A-Z])\.\s+(?=[A-Z])")
_AGREED = re.compile(
    r"^(?:(?:chalo|chalein|ok|okay|acha|achha|theek|thik|tek|sahi|haan|ji|yes|fine|he|hai|hy|چلو|اچھا|ٹھیک|جی|ہاں|ہے)[\s,،.]+)+",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:د|da)\s+(?=\S)")
"""In Pashto whose son or wife somebody is: "روزینه بي بي د زر خان ښځه"."""
_NUMBERS = re.compile(
    r"[\s,،]*(?:\+?\d[\d\s-]{6,}|cnic|nic\b|(?:shanakhti|identity|id)\s+card|شناخت\S*\s+کار[ډڈ]).*$", re.I | re.S
)
_KIN = re.compile(
    r"(?:^|[\s,،])(?:[sdw]\s?/\s?o|son of|daughter of|wife of|wld|walad|binte?|zauja|ولد|بنت|زوجہ|د زوی|زوی د)(?=\s)",
    re.IGNORECASE,
)


def person(turn: Said, heard: Heard, answers: float) -> "str | None":
    """The name that the answer to "what is your name" gives."""
    stated = heard.entities.get("complainant_name")
    spans = standing(turn.text, tagged(heard, "complainant_name", least=0.3 if answers >= 0.5 else 0.5))
    own = [one for one in spans if stated and stated[0].lower() in turn.text[one.start : one.end].lower()]
    if stated and is_own_beside_another(turn.text, stated) and spans and not own:
        return name_of(stated[0])
    spans = own or spans
    if spans:
        return name_of(turn.text[spans[0].start : spans[0].end])
    if stated:
        return name_of(stated[0])
    run = _names_in_a_row(_INITIAL.sub(r"\1.", turn.text))
    if run is not None and answers >= 0.3:
        return name_of(re.sub(r"\b([A-Z])\.(?=[A-Z])", r"\1. ", run))
    if answers < 0.35:
        return None
    for part in parts(turn.text)[:1]:
        left = without_name_words(without_talk(_NUMBERS.sub("", part)))
        words = WORD.findall(left)
        if not 1 <= len(words) <= LONGEST_NAME or any(one.isdigit() for one in left) or is_noise(left):
            return None
        called = [word for word in words if is_given_name(word)]
        strange = [word for word in words if not is_everyday(word) or is_given_name(word)]
        if len(strange) == len(words) and (called or answers >= 0.5) and sum(one.isalpha() for one in left) >= 2:
            return name_of(left)
    return None


def is_own_beside_another(text: str, stated: "tuple[str, float]") -> bool:
    """Two names are told, and this one is said to be the writer's: "bhai ka naam Rahmat, mera naam Zahir Khan"."""
    return stated[1] >= OWN and cues(text).count("name") > 1 and any(is_given_name(word) for word in stated[0].split())


def _names_in_a_row(text: str) -> "str | None":
    """The first words where they are names that people have, up to four of them with strange ones between."""
    left = without_talk(_AGREED.sub("", next(iter(clean_text(text).splitlines()), "")))
    kept: list[re.Match[str]] = []
    for match in WORD.finditer(left):
        word = match.group()
        gap = left[kept[-1].end() : match.start()] if kept else ""
        if gap.strip() or any(one.isdigit() for one in word) or (is_everyday(word) and not is_given_name(word)):
            break
        kept.append(match)
    kept = [] if len(kept) == 1 and folded(kept[0].group()) in _ONLY_GOD else kept
    called = sum(is_given_name(match.group().split(".")[-1]) for match in kept)
    return left[kept[0].start() : kept[-1].end()] if called and called * 2 >= len(kept) and len(kept) <= 4 else None


_ONLY_GOD = frozenset({"allah", folded("اللہ")})


def name_of(words: str) -> "str | None":
    """A name without whose son or wife somebody is, and without the words of a sentence around it."""
    bare = trimmed(_OF.split(_KIN.split(trimmed(words), maxsplit=1)[0], maxsplit=1)[0])
    kept = bare.split()
    while len(kept) > 1 and folded(kept[-1]) in ENDS and not is_given_name(kept[-1]):
        kept.pop()
    while len(kept) > 1 and folded(kept[0]) in _LINKS:
        kept.pop(0)
    if kept and folded(kept[0]) in _ONLY_GOD and not any(is_given_name(word) for word in kept[1:]):
        return None  # "Allah knows"
    return " ".join(kept) or None


_LINKS = frozenset(folded(word) for word in ("is", "hai", "he", "hy", "ہے", "دی", "دے"))

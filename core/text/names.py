"""A name where the writer says it is one: "my name is", "mera naam … hai", "میرا نام", "زما نوم"."""

import functools
import re

from core.text.found import Found
from core.text.gazetteer import gazetteer
from core.text.lexicon import words
from core.text.normalise import fold_letters

_LOOK_AT = 6000
_MOST_WORDS = 4
_WORD = r"[^\W\d_]+(?:['’.\-][^\W\d_]+){0,4}\.?"
_RUN = rf"\s{{0,20}}[:\-]?\s{{0,20}}(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,4}})"
_CAPITALS = r"(?P<name>[A-Z][a-z]+(?:[ \t]+[A-Z][a-z]+){0,3})"
_AFTER_CAPITALS = r"(?=\s*(?:of|by\s+the\s+way|btw|here|speaking|from|son|s/o|d/o|w/o|daughter|resident|and|,|\.|$|\n))"
_STATED = (
    (r"(?i:[.,;،۔\n]\s{0,20}(?:na+m|نام|نوم)\s+(?P<name>[^\W\d_]+(?:[ \t]+[^\W\d_]+){0,3})\s*[.۔]?\s*$)", 0.85),
    (rf"(?:^|[.,،۔\n]\s{{0,20}})(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})\s+نام\s+ہے(?:\s+میرا)?(?!\w)", 0.9),
    (r"(?i:\bmy\s+(?:full\s+|good\s+)?name(?:'s|\s+is)?)" + _RUN, 0.95),
    (r"(?i:\b(?:mera|mra|mira|hamara)\s+na+m)" + _RUN, 0.95),
    (r"(?i:\b(?:za?ma|zma)\s+n(?:oo|u|o)?m)" + _RUN, 0.95),
    (r"میرا\s+نام" + _RUN, 0.95),
    (r"(?:زما|ځما)\s+نوم" + _RUN, 0.95),
    (r"(?<!کلي )(?<!کلی )(?<!محلې )\bنوم\s+م[ېےيی]" + _RUN, 0.95),
    (
        r"(?i:(?:^|[.,;!?\n]\s{0,20})(?P<name>[^\W\d_]+(?:[ \t]+[^\W\d_]+){0,2})\s+na+m\s+h(?:ai|e|y)?\s+(?:mera|mra))",
        0.9,
    ),
    (r"(?im:^[^\S\n]{0,20}(?:complainant(?:'s)?\s+name|full\s+name|name|naam|نام|نوم)\s*[:\-])" + _RUN, 0.9),
    (r"\b(?i:i\s+am|i'm|this\s+is|im)\s+(?i:mr\.?\s+|mrs\.?\s+|ms\.?\s+|dr\.?\s+)?" + _CAPITALS + _AFTER_CAPITALS, 0.8),
    (
        r"(?i:\b(?:main|mein|mai)\s+(?:[a-z]+(?:[ \t]+[a-z]+)?\s+(?:se|ka|ki)\s+)?"
        r"(?P<name>[a-z]+(?:[ \t]+[a-z]+){0,2})\s+(?:bol|baa?t\s+kar|arz\s+kar)\s*ra?h)",
        0.8,
    ),
    (
        rf"\bمیں\s+(?:{_WORD}(?:[ \t]+{_WORD})?\s+(?:سے|کا|کی)\s+)?"
        rf"(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})\s+(?:بول\s+رہ|بات\s+کر\s+رہ|عرض\s+کر)",
        0.8,
    ),
    (rf"(?:^|[.,،۔\n]\s{{0,20}})(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})\s+م[ېےیي]\s+نوم\s+د[ېےیي]", 0.9),
    (r"(?i:\blog\s+muj?h?e\s+(?P<name>[a-z]+(?:[ \t]+[a-z]+){0,2})\s+(?:kehte|kahte|bulate|bolte)\b)", 0.85),
    (rf"لوگ\s+مجھے\s+(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})\s+(?:کہتے|بلاتے)", 0.85),
    (rf"خلک\s+(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})\s+(?:وائي|وایي|بولي|وايي)", 0.8),
    (
        r"(?i:\bthis\s+is\s+(?:mr|mrs|ms|dr|engr|prof)\.?\s+(?P<name>[a-z]+(?:[ \t]+[a-z]+){0,3}?)"
        r"(?=\s+here\b|[.,\n]|$))",
        0.85,
    ),
    (rf"\bز[هہ]\s+(?P<name>{_WORD}(?:[ \t]+{_WORD}){{1,2}})\s+[یي]م\b", 0.8),
    (r"\bز[هہ]\s+(?P<name>عبد\w{3,}|\w{2,}(?:الله|اللہ|الدین|الرحم[اٰ]?ن))\s+[یي]م\b", 0.85),
    (r"(?:^|[.,،۔\n]\s{0,20}|یہ\s+)نام\s+ہے(?:\s+میرا)?" + _RUN, 0.9),
    (r"(?i:(?:^|[.,;\n]\s{0,20}|\bye\s+)na+m\s+h(?:ai|e|y)(?:\s+mera)?)" + _RUN, 0.9),
    (r"(?i:(?:^|[.,;\n]\s{0,20})(?:the\s+)?name\s+is)" + _RUN, 0.9),
)
_DENIED = re.compile(
    r"\s*(?:(?:nahi+n?|nai|nhi|نہیں|نه|not)\b|(?:mei?n?|میں|کې|کښې)\s+(?:\w+\s+)?(?:n[ia]h?i?n?|نہیں|نہ|نشته|نه)\b|(?:to|tou|ko|tak|ta|تو|کو|تک|ته|تہ|پورې)\s+(?:bhi\s+|بھی\s+)?"
    r"(?:n[ah]\w*|نہ\w*|نه|به|ب[ہه]|bo?h?|ja\w*|pa?o?hon?ch\w*|pata|bata\w*|dikh\w*|جا\w*|پہنچ\w*|پتہ|بتا\w*|دکھا\w*|ور\w*|رسي?ږ?\w*|ښ\w*))",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\s*[?؟]")
"""Behind a name: "mera naam Akbar nahi Asghar hai"; and where it goes to: "mera naam thane to nahi jayega?"."""
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "engr", "جناب", "محترم"))


def find_name(text: str) -> "Found | None":
    """The writer's own name as ``name``, or None. Cautious: a wrong name on a complaint is worse than a question."""
    for pattern, confidence in _patterns():
        for match in pattern.finditer(text[:_LOOK_AT]):
            found = _trimmed(match, confidence)
            if found is not None:
                return found
    return None


@functools.cache
def _patterns() -> "tuple[tuple[re.Pattern[str], float], ...]":
    return tuple((re.compile(pattern), confidence) for pattern, confidence in _STATED)


@functools.cache
def _no_part_of_a_name() -> "frozenset[str]":
    everyday = (words(name) for name in ("english", "roman_urdu", "roman_pashto", "urdu", "pashto", "after_a_name"))
    return frozenset().union(*everyday) - words("also_names")


_ONLY_GOD = frozenset({"allah", fold_letters("اللہ")})


def _is_named_on(parts: "list[re.Match[str]]", part: "re.Match[str]") -> bool:
    """ "Zahir Khan": a word that is no name by itself is one where a part of names stands behind it."""
    behind = parts[parts.index(part) + 1 :]
    word = fold_letters(behind[0].group().rstrip(".").lower()) if behind else ""
    return part is parts[0] and word in words("also_names") | words("person_names") and word not in words("no_name")


def _is_surname(match: "re.Match[str]", part: "re.Match[str]") -> bool:
    """ "Inayat Mohmand": a tribe's name, which is a place's too, unless the next word makes it the place."""
    word = fold_letters(part.group().rstrip(".").lower())
    behind = match.string[match.start("name") + part.end() :].split(maxsplit=1)
    after = fold_letters(behind[0].strip(".,;،۔").lower()) if behind else ""
    placed = after in gazetteer().exact or after in words("place_official") | words("place_after") | words(
        "place_kinds"
    )
    return word in words("surnames") and not placed and part.group()[-1] not in ".,"


def _is_no_name(text: str, end: int) -> bool:
    """Denied, on its way to somebody, or the last word of a question."""
    return _DENIED.match(text, end) is not None or _ASKED.match(text, end) is not None


def _trimmed(match: "re.Match[str]", confidence: float) -> "Found | None":
    """The words of the match that are a name; None when it begins with what is none."""
    parts = list(re.finditer(r"\S+", match["name"]))
    while parts and parts[0].group().rstrip(".").lower() in _TITLES:
        parts = parts[1:]
    kept: list[re.Match[str]] = []
    for part in parts[:_MOST_WORDS]:
        word = fold_letters(part.group().rstrip(".").lower())
        if word in words("no_name") and not _is_named_on(parts, part):
            return None
        if word in _no_part_of_a_name() or (kept and word in gazetteer().exact and not _is_surname(match, part)):
            break
        kept.append(part)
        if part.group().endswith(".") and len(part.group()) > 3:
            break
    begin = match.start("name") + (kept[0].start() if kept else 0)
    name = match["name"][kept[0].start() : kept[-1].end()].rstrip(".") if kept else ""
    if len(name) < 2 or fold_letters(name.lower()) in _ONLY_GOD or _is_no_name(match.string, begin + len(name)):
        return None
    return Found("name", name.title() if name.islower() else name, begin, begin + len(name), confidence)

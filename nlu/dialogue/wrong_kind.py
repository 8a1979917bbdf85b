"""Values that are not what their field holds: a question's tag ("kana", "na", "kya") or a bare sum as a place."""

import re

from core.text.vowelless import SHORT_FOR_DISTRICT, district_without_vowels
from nlu.dialogue.facts import is_fact
from nlu.dialogue.moves import folded
from nlu.dialogue.place_words import has_landmark, has_place_word
from nlu.dialogue.shapes import Reading, Said

_TAGS = frozenset(
    folded(word)
    for word in """kana kanna kya kia kiya na naa nah haina hai he hy h ji jee ya ok okay کنه کنہ کیا نا ناں ہے جی کنا
    دی ده دے که نه hmm hm acha achha اچھا""".split()  # noqa: SIM905 (as a list it is a line a word)
)
_ENDS = frozenset({"kana", "kanna", "haina", folded("کنه"), folded("کنا"), "kya", "kia", folded("کیا")})
"""Tags that no place ends or begins with."""
_WORD = re.compile(r"\S+")
_TRIM = " \t\n.,;:!?-–—،۔؛؟\"'"


def without_wrong_kinds(turn: Said, reading: Reading) -> Reading:
    """The reading with the tag taken off its place, or without a place that is none."""
    place = reading.fields.get("address")
    if place is None or turn.known.get("address") == place[0]:
        return reading
    value = without_tags(_without_district(place[0], reading))
    if value == place[0]:
        return reading
    fields = {name: one for name, one in reading.fields.items() if name != "address"}
    return reading.but(fields={**fields, "address": (value, *place[1:])} if value else fields)


def without_facts(found: "Reading | None") -> "Reading | None":
    """The answer with facts behind its place taken off: "Mirian, 4 months have passed"."""
    place = found.fields.get("address") if found is not None else None
    if found is None or place is None:
        return found
    kept = _CLAUSES.split(place[0])
    while len(kept) > 1 and is_fact(kept[-1]) and not has_place_word(kept[-1]) and not has_landmark(kept[-1]):
        kept = kept[:-2]
    return found.but(fields={**found.fields, "address": ("".join(kept), *place[1:])})


def _without_district(words: str, reading: Reading) -> str:
    """ "jla swbi gao maniri": the district that was learnt from the same words is no part of the place."""
    district = reading.fields.get("district")
    found = list(_WORD.finditer(words))
    while district is not None and len(found) > 1 and _is_short_district(found[0].group(), district[0]):
        found.pop(0)
    return words[found[0].start() :] if found else words


def _is_short_district(word: str, district: str) -> bool:
    said = folded(word)
    return said in SHORT_FOR_DISTRICT or district_without_vowels(said, asked=True) == district


_CLAUSES = re.compile(r"([,،.۔;]\s+|\n+)")


def is_no_place(words: str) -> bool:
    """Nothing but tags, or nothing but digits."""
    return not without_tags(words)


def without_tags(words: str) -> str:
    """A place without a question's tag at its ends; "" where nothing else is left."""
    found = list(_WORD.finditer(words))
    while found and folded(found[-1].group()) in _ENDS:
        found.pop()
    while found and folded(found[0].group()) in _ENDS:
        found.pop(0)
    bare = [folded(one.group()) for one in found]
    if all(one in _TAGS or not any(sign.isalpha() for sign in one) for one in bare):
        return ""
    return words[found[0].start() : found[-1].end()].strip(_TRIM)

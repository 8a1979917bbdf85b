"""Where a text is about: districts, the towns that people name instead, misspellings, and words that are no place.

Known spellings first, then spellings that sound the same, then the nearest by edit distance. A name that is also a
common word counts only with something beside it that makes it a place. The district where somebody lives or comes
from counts less than the one where the trouble is.
"""

import functools
import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from core.text.gazetteer import HOME, Caution, Entry, gazetteer, is_arabic, key_of, skeleton, spelling, words
from core.text.lexicon import everyday_keys, everyday_latin
from core.text.place_context import (
    Context,
    admin_beside,
    is_capital,
    is_kind_before,
    is_last_alone,
    is_number,
    is_office,
    is_road,
    near,
    place_word_beside,
    role_of,
)

_LOOK_AT = 6000
_WINDOW = 4
_LONGEST = 30
_BELIEVED = ("", "common", "weak")
"""``Entry.doubt`` from the surest to the least sure."""
_OF_HOME = re.compile(
    r"(?<!\w)(?:village|home ?town|native|gaon|gaaon|gawn|gaun|kali|kalay|watan|گاؤں|گاوں|کلي|کلی|کلے|وطن|آبائی)(?!\w)",
    re.IGNORECASE,
)
_CLITICS = re.compile(r"(?<=.{4})(?:مین|سی|کی|کا|کو)$")
"""Urdu postpositions written without a space, as ``script_key`` folds them."""


@dataclass(frozen=True)
class Place:
    """A place named in a text.

    ``name`` is the town's or district's English name, ``district`` the surest district (None for a province),
    ``alternatives`` the other districts it may mean. ``kind``: district, town, ambiguous or province. ``role``:
    ``problem``, ``origin`` (where the writer is from), ``way`` (where people have to go), ``denied`` ("not
    Bannu"), ``road`` (a road named after it) or ``office`` (an office called after it). ``now_in`` is the young
    district that a town lies in since its district was divided (Matta: Swat, now in Upper Swat).
    """

    name: str
    kind: str
    district: "str | None"
    province: str
    start: int
    end: int
    confidence: float
    alternatives: "tuple[str, ...]" = ()
    role: str = "problem"
    now_in: str = ""


def find_places(text: str) -> "tuple[Place, ...]":
    """The places in the order written, spans as in ``text``. The first 6000 characters are read."""
    text = text[:_LOOK_AT]
    tokens = words(text)
    context = Context(
        text,
        [spelling(token.group()) for token in tokens],
        [key_of(token.group()) for token in tokens],
        [token.span() for token in tokens],
    )
    found: list[Place] = []
    at = 0
    while at < len(tokens):
        place, used = _place_at(context, at)
        if place is not None:
            found.append(place)
        at += used
    return tuple(_agree(found))


def best_district(text: str) -> "tuple[str | None, float, tuple[str, ...]]":
    """The district a text is about, how sure, and the others worth asking about, likeliest first."""
    scores: dict[str, float] = {}
    maybe: dict[str, None] = {}
    found = _at_home(find_places(text), text)
    where = [place for place in found if place.role == "problem" and place.district]
    official = {place.district for place in where if place.kind == "district" and _is_called_one(place, text)}
    found = [place for place in found if len(official) != 1 or place.kind != "town" or place.district in official]
    for place in found:
        if where and place.role in ("way", "office"):
            continue  # where people must go, or whom they write of: no place to ask about beside the trouble's
        if place.district is not None:
            scores[place.district] = 1 - (1 - scores.get(place.district, 0.0)) * (1 - place.confidence)
            maybe.update(dict.fromkeys(place.alternatives))
    if not scores:
        return None, 0.0, ()
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, confidence = ranked[0], scores[ranked[0]]
    if len(ranked) > 1 and scores[ranked[1]] > confidence - 0.1:
        confidence = min(confidence, 0.55)
    others = [*ranked[1:], *(name for name in maybe if name not in scores)]
    return best, round(min(confidence, 0.99), 2), tuple(others)


def _is_called_one(place: Place, text: str) -> bool:
    """ "Karak district", "zila Karak": a village of it may have the name of a town elsewhere."""
    before, behind = text[max(0, place.start - _NEXT) : place.start], text[place.end : place.end + _NEXT]
    return bool(_DISTRICT_BEFORE.search(before) or _DISTRICT_BEHIND.match(behind))


_NEXT = 14
_CALLED = r"(?:district|distt?|zill?a|ضلع|ضلعه|ضلعې)"
_DISTRICT_BEFORE = re.compile(rf"\b{_CALLED}\W{{1,3}}$", re.IGNORECASE)
_DISTRICT_BEHIND = re.compile(rf"\W{{1,3}}{_CALLED}\b", re.IGNORECASE)


def _at_home(found: "tuple[Place, ...]", text: str) -> "list[Place]":
    """Without the other provinces' places where the trouble is said to be in ours. Where somebody lives or works
    elsewhere and speaks of a village or a home, that is no place of the trouble yet."""
    home = any(place.role == "problem" and place.district and place.province == HOME for place in found)
    if home:
        return [place for place in found if place.province == HOME]
    of_home = _OF_HOME.search(text[:_LOOK_AT]) is not None
    away = [place.role == "origin" and place.province != HOME and of_home for place in found]
    return [replace(place, confidence=0.5) if far else place for place, far in zip(found, away, strict=True)]


def _place_at(context: Context, at: int) -> "tuple[Place | None, int]":
    """The place that begins with this word, and how many words were read."""
    known = gazetteer()
    for size in range(min(_WINDOW, len(context.words) - at), 0, -1):
        if size > 1 and not context.adjoining(at, size):
            continue
        raw, key = "".join(context.words[at : at + size]), "".join(context.keys[at : at + size])
        place = None
        if raw in known.exact and not is_number(context, at + size) and (size == 1 or raw in known.joined):
            place = _judge(context, at, size, known.exact[raw], 0.95, known.cautions.get(raw))
        elif len(key) > 3 and key in known.keys and (size == 1 or key in known.joined):
            place = _same_sound(context, at, size, known.keys[key])
        if place is not None:
            return place, size
    return _misspelt(context, at), 1


def _same_sound(context: Context, at: int, size: int, entries: "tuple[Entry, ...]") -> "Place | None":
    """A spelling that is in no list and sounds like one that is."""
    if all(_everyday(context, i) for i in range(at, at + size)):
        return None
    doubtful = len("".join(context.keys[at : at + size])) < 5 or not any(entry.well_known for entry in entries)
    if doubtful and not place_word_beside(context, at, at + size, strong=True):
        return None
    return _judge(context, at, size, entries, 0.9, None)


def _everyday(context: Context, at: int) -> bool:
    return context.words[at] in everyday_latin() or context.keys[at] in everyday_keys()


def _judge(
    context: Context, at: int, size: int, entries: "tuple[Entry, ...]", confidence: float, caution: "Caution | None"
) -> "Place | None":
    """What these entries of the table mean here; None where the name is only a word."""
    after = at + size
    official = admin_beside(context, at, after)
    beside = official or place_word_beside(context, at, after, strong=caution is not None) or is_capital(context, at)
    alone = caution is not None and caution.needs == "place_word" and is_last_alone(context, at, after)
    doubt = min((entry.doubt for entry in entries), key=_BELIEVED.index)
    if caution is not None and not official:
        if not (alone or _is_place_here(context, at, after, caution, beside)):
            return None if caution.needs == "never" else replace(_placed(context, at, after, entries, 0.0), role="word")
        doubt = doubt or ("common" if alone else "")
    if doubt and not official:
        sure = beside or alone or len(context.words) == 1
        confidence = 0.65 if sure and doubt == "common" else 0.5 if sure else 0.45
    return _placed(context, at, after, entries, max(confidence, 0.97) if official else confidence)


def _is_place_here(context: Context, at: int, after: int, caution: Caution, beside: bool) -> bool:
    """Does a name that is also a word stand for the place?"""
    if caution.needs in ("never", "official"):
        return False
    if is_kind_before(context, at):
        return not near(context, at, after, caution.unless_near, before=0)
    if near(context, at, after, caution.unless_near):
        return False
    return beside or caution.needs == "nothing"


def _placed(context: Context, at: int, after: int, entries: "tuple[Entry, ...]", confidence: float) -> Place:
    entry = min(entries, key=lambda one: (one.kind == "town", _BELIEVED.index(one.doubt)))
    several = tuple(dict.fromkeys(name for e in entries if e.kind == entry.kind for name in e.districts))
    role = "road" if entry.kind != "town" and is_road(context, at, after) else role_of(context, at, after)
    if role == "problem" and entry.kind == "district" and is_office(context, at, after):
        role = "office"
    lowered = {"road": 0.35, "origin": confidence - 0.2, "way": 0.45, "denied": 0.2, "office": min(confidence, 0.7)}
    confidence = lowered.get(role, confidence)
    return Place(
        entry.name,
        "ambiguous" if len(several) > 1 else entry.kind,
        several[0] if several else None,
        entry.province,
        context.spans[at][0],
        context.spans[after - 1][1],
        round(min(confidence, 0.5) if len(several) > 1 else confidence, 2),
        several[1:],
        role,
        entry.now_in,
    )


def _misspelt(context: Context, at: int) -> "Place | None":
    """The well-known place that a word in no list is a slip away from."""
    word, key = context.words[at], context.keys[at]
    if not 4 <= len(key) <= _LONGEST or _everyday(context, at):
        return None
    if is_arabic(word):
        bare = _CLITICS.sub("", key)
        if bare != key and bare in gazetteer().keys:
            return _judge(context, at, 1, gazetteer().keys[bare], 0.85, None)
    meant = _nearest(key)
    if meant is None:
        return None
    beside = place_word_beside(context, at, at + 1, strong=True) or len(context.words) <= 2
    if len(key) <= 5 and not beside:
        return None
    return _judge(context, at, 1, gazetteer().keys[meant[0]], meant[1] if beside else meant[1] - 0.1, None)


@functools.lru_cache(maxsize=20_000)
def _nearest(key: str) -> "tuple[str, float] | None":
    """The known key within one slip (two in long names), and how sure. Between several the surest is nobody's."""
    known = gazetteer()
    if key.isascii():
        bones = skeleton(key)
        if len(key) - len(bones) <= 1 and len(bones) >= 4 and bones in known.skeletons:
            return known.skeletons[bones], 0.8
    if len(key) < 5:
        return None
    allowed = 1 if len(key) < 9 else 2
    best: list[tuple[int, str]] = []
    for length in range(len(key) - allowed, len(key) + allowed + 1):
        for candidate in known.by_start.get((key[0], length), ()):
            distance = OSA.distance(key, candidate, score_cutoff=allowed)
            if distance <= allowed:
                best.append((distance, candidate))
    best.sort()
    if not best or (len(best) > 1 and best[0][0] == best[1][0] and not _same(best[0][1], best[1][1])):
        return None
    return best[0][1], 0.85 if best[0][0] == 1 else 0.7


def _same(one: str, other: str) -> bool:
    keys = gazetteer().keys
    return {entry.districts for entry in keys[one]} == {entry.districts for entry in keys[other]}


def _agree(found: "list[Place]") -> "list[Place]":
    """Let places explain one another: Timergara settles which Dir, and Mardan beside Rustam that it is the town."""
    named = [place for place in found if place.role != "word"]
    sure = {place.district for place in named if place.district and not place.alternatives}
    possible = sure.union(*(place.alternatives for place in named), (place.district or "" for place in named))
    corrected = any(place.role == "denied" for place in found)
    found = [place for place in found if place.role != "word" or corrected or place.district in possible]
    sure |= {place.district for place in found if place.role == "word" and place.district}
    if any(place.role == "problem" and place.district for place in found):
        found = [replace(place, confidence=0.3) if place.role == "office" else place for place in found]
    return [_explained(place, found, sure) for place in found]


def _explained(place: Place, found: "list[Place]", sure: "set[str]") -> Place:
    meant = [name for name in (place.district, *place.alternatives) if name in sure]
    if place.alternatives and len(meant) == 1:
        return replace(place, district=meant[0], alternatives=(), confidence=0.9)
    if place.now_in and place.now_in in sure:
        place = replace(place, district=place.now_in)
    if place.role == "word":
        return replace(place, role="problem", confidence=0.7)
    if place.kind == "town" and place.confidence < 0.9 and place.role == "problem":
        others = (other for other in found if other is not place)
        if any(place.district == other.district or place.district in other.alternatives for other in others):
            return replace(place, confidence=0.9)
    return place

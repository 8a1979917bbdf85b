"""Where a text is about: districts, the towns that people name instead, misspellings, and words that are no place.

Known spellings first, then spellings that sound the same, then the nearest by edit distance. A name that is also a
common word counts only with something beside it that makes it a place. The district where somebody lives or comes
from counts less than the one where the trouble is.
"""

import functools
import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from core.text.gazetteer import Caution, Entry, gazetteer, is_arabic, key_of, skeleton, words
from core.text.lexicon import everyday_latin, everyday_script
from core.text.place_context import Context, admin_beside, is_road, near, place_word_beside, role_of

_LOOK_AT = 6000
_WINDOW = 4
_CLITICS = re.compile(r"(?<=.{4})(?:میں|سے|کے|کا|کی|کو)$")


@dataclass(frozen=True)
class Place:
    """A place named in a text.

    ``name`` is the town's or district's English name, ``district`` the surest district (None for a province),
    ``alternatives`` the other districts it may mean. ``kind``: district, town, ambiguous or province. ``role``:
    ``problem``, ``origin`` (where the writer is from) or ``road`` (a road named after it). ``now_in`` is the young
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
    keys = [key_of(token.group()) for token in tokens]
    context = Context(text, [token.group().lower() for token in tokens], keys, [token.span() for token in tokens])
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
    for place in find_places(text):
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


def _place_at(context: Context, at: int) -> "tuple[Place | None, int]":
    """The place that begins with this word, and how many words were read."""
    known = gazetteer()
    for size in range(min(_WINDOW, len(context.words) - at), 0, -1):
        if size > 1 and not context.adjoining(at, size):
            continue
        raw, key = "".join(context.words[at : at + size]), "".join(context.keys[at : at + size])
        entries, confidence = known.exact.get(raw), 0.95
        if entries is None and not _is_common(context, at, size):
            entries, confidence = known.keys.get(key) if len(key) > 3 else None, 0.9
        if entries is None:
            continue
        caution = known.cautions.get(raw)
        place = _judge(context, at, size, entries, confidence, caution)
        if place is not None:
            return place, size
    guess = _misspelt(context, at)
    return guess, 1


def _is_common(context: Context, at: int, size: int) -> bool:
    """Would a name made of these words be made of everyday words?"""
    part = context.words[at : at + size]
    if size == 1:
        return part[0] in everyday_latin() or context.keys[at] in everyday_script()
    return any(word in everyday_latin() or len(word) < 2 for word in part) or min(len(word) for word in part) < 3


def _judge(
    context: Context, at: int, size: int, entries: "tuple[Entry, ...]", confidence: float, caution: "Caution | None"
) -> "Place | None":
    """What these entries of the table mean here; None where the name is only a word."""
    after = at + size
    official = admin_beside(context, at, after)
    beside = official or place_word_beside(context, at, after)
    weak = all(entry.weak for entry in entries)
    if caution is not None and not official:
        alone = caution.needs == "place_word_or_alone" and len(context.words) <= 2
        if not (alone or _is_place_here(context, at, after, caution, beside)):
            return None
        weak = weak or alone
    if weak and not official:
        confidence = 0.65 if beside else 0.45
    return _placed(context, at, after, entries, max(confidence, 0.97) if official else confidence)


def _is_place_here(context: Context, at: int, after: int, caution: Caution, beside: bool) -> bool:
    """Does a name that is also a word stand for the place?"""
    if caution.needs == "never" or near(context, at, after, caution.unless_near):
        return False
    return beside or caution.needs == "nothing"


def _placed(context: Context, at: int, after: int, entries: "tuple[Entry, ...]", confidence: float) -> Place:
    entry = min(entries, key=lambda e: (e.kind == "town", e.weak))
    several = tuple(dict.fromkeys(name for e in entries if e.kind == entry.kind for name in e.districts))
    role = "road" if entry.kind != "town" and is_road(context, at, after) else role_of(context, at, after)
    confidence = {"road": 0.35, "origin": confidence - 0.2}.get(role, confidence)
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
    word, key = context.words[at], context.keys[at]
    if len(key) < 4 or _is_common(context, at, 1):
        return None
    if is_arabic(word):
        bare = _CLITICS.sub("", key)
        entries = gazetteer().keys.get(bare) if bare != key else None
        if entries:
            return _judge(context, at, 1, entries, 0.85, None)
    near_key = _nearest(key)
    if near_key is None or near_key[0] in gazetteer().cautions:
        return None
    return _judge(context, at, 1, gazetteer().keys[near_key[0]], near_key[1], None)


@functools.lru_cache(maxsize=20_000)
def _nearest(key: str) -> "tuple[str, float] | None":
    """The one known key within one slip (two in long names), and how sure."""
    known = gazetteer()
    if key.isascii():
        bones = skeleton(key)
        if len(key) - len(bones) <= 1 and len(bones) >= 4 and bones in known.skeletons:
            return known.skeletons[bones], 0.75
    if len(key) < 5:
        return None
    allowed = 1 if len(key) < 8 else 2
    best: tuple[int, str] | None = None
    for length in range(len(key) - allowed, len(key) + allowed + 1):
        for candidate in known.by_start.get((key[0], length), ()):
            distance = OSA.distance(key, candidate, score_cutoff=allowed)
            if distance <= allowed and (best is None or distance < best[0]):
                best = distance, candidate
    if best is None:
        return None
    return best[1], 0.8 if best[0] == 1 else 0.65


def _agree(found: "list[Place]") -> "list[Place]":
    """Let places explain one another: Timergara settles which Dir, and Mardan beside Rustam that it is the town."""
    sure = {place.district for place in found if place.district and not place.alternatives}
    return [_explained(place, found, sure) for place in found]


def _explained(place: Place, found: "list[Place]", sure: "set[str | None]") -> Place:
    meant = [name for name in (place.district, *place.alternatives) if name in sure]
    if place.alternatives and len(meant) == 1:
        return replace(place, district=meant[0], alternatives=(), confidence=0.9)
    if place.now_in in sure:
        place = replace(place, district=place.now_in)
    if place.kind == "town" and place.confidence < 0.9 and place.role == "problem":
        others = (other for other in found if other is not place)
        if any(place.district == other.district or place.district in other.alternatives for other in others):
            return replace(place, confidence=0.9)
    return place

"""A place in the middle of talk, put together from its parts: "mohalla X", "X colony", "Hayatabad phase 6 sector F9".

What a part may be stands in phrases.yml; names are the gazetteer's towns, and unknown words beside a part that makes
them a place. One walk over the words, so linear."""

import functools
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

from core.text.normalise import fold_digits, fold_letters
from core.text.places import Place, find_places
from nlu.dialogue.cues import cues
from nlu.dialogue.proofs import is_everyday, is_given_name
from nlu.dialogue.tables import read_table

_TOKEN = re.compile(r"[^\W_]+(?:['’\-/][^\W_]+)*")
_NUMBER = re.compile(r"(?:\d{1,4}[a-z]?|[a-z]-?\d{1,3}|[ivx]{2,4})$", re.IGNORECASE)
_NUMBER_WORD = re.compile(
    r"one|two|three|four|five|six|seven|aik|ek|do|teen|char|panch|chay|saat|ایک|دو|تین|چار|پانچ|چھ|سات|یو|دوه|درې|څلور|پنځه|شپږ|اووه"
)
_NO_PLACE = frozenset({"denied", "word", "office", "way"})
_LONGEST_NAME, _BETWEEN, _READ = 3, 3, 3000
_LONGEST_PIECE = 24
"""Words: no place is longer, and a row of a thousand numbers is none."""
_JOINED = re.compile(r"(?:[\s\-#/]|\.\s?(?=\d))*")
_CUT = re.compile(r"[,،]")
_DANGLING = re.compile(r"^(?:paas|pas|samne|saamne|peeche|sath|qareeb|پاس|سامنے|پیچھے|قریب)\s+(?=\S)", re.IGNORECASE)
"""The end of "… ke paas", of which the beginning is lost."""
_NAME_OF = re.compile(
    r"(?<!\w)(village|gaon|mohall?ah?|muhalla|گاؤں|محلہ|محله|کلي|کلی)(?:'s)?\s+(?:ka\s+|کا\s+)?"
    r"(?:naa?m|name is|name|نام|نوم)\s+([^\W\d_]{3,})",
    re.IGNORECASE,
)
"""Before the name of a village that is told as one: "گاؤں کا نام ڈھیری ہے"."""
_TAIL = re.compile(
    r"(?:\s+(?:mein|main|me|میں|کې))?[\s,،]+"
    r"((?:near|opposite|behind|beside|next to|in front of)\s+[^\s.,،۔!?؟]+(?:\s+[^\s.,،۔!?؟]+){0,3}"
    r"|[^\s.,،۔!?؟]+(?:\s+[^\s.,،۔!?؟]+)?\s+(?:ke|k|کے)\s+(?:sath|saath|paas|pas|samne|saamne|peeche|qareeb|ساتھ|پاس|سامنے|پیچھے|قریب))"
    r"\s*(?:he|hai|ہے)?\s*(?:[.,،۔!?؟]|$)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,،]\s*")


@dataclass(frozen=True)
class Piece:
    """One part of a place: ``text[start:end]``. ``named``: told by a kind of place and not by the gazetteer alone."""

    start: int
    end: int
    named: bool


@dataclass(frozen=True)
class Phrase:
    """A place as it is to be kept. ``start`` is where it stands."""

    text: str
    start: int
    named: bool


def place_phrase(text: str, district: "str | None" = None) -> "Phrase | None":
    """The place that a text names; of several the first that a kind of place makes surely one, else the first. Towns
    count in their ``district``, where one is known."""
    called = _NAME_OF.search(text[:_READ])
    if called is not None and fold_letters(called[2]).lower() not in _set("carriers"):
        return Phrase(called[2], called.start(), named=True)
    found = _phrases(text[:_READ], district)
    return next((one for one in found if one.named), found[0] if found else None)


def place_beside_district(text: str, district: "str | None") -> "Phrase | None":
    """The same in a complaint or beside a district: a town that stands for its district leaves it open."""
    found = place_phrase(text, district)
    if found is None or found.named or any(one.kind == "district" for one in find_places(text[:_READ])):
        return found
    return None


def without_carriers(words: str) -> str:
    """A place without the talk at its ends: "mera ghar … mein hai", "yahan …"."""
    found = list(_TOKEN.finditer(words))
    first, last = 0, len(found)
    while first < last and _key(found[first]) in _set("carriers") and not _is_number_behind(found, first):
        first += 1
    while last > first and _key(found[last - 1]) in _set("carriers"):
        last -= 1
    return words[found[first].start() : found[last - 1].end()] if first < last else ""


def _is_number_behind(found: "list[re.Match[str]]", at: int) -> bool:
    """ "ghar no 112": the house is the place here."""
    return at + 1 < len(found) and (_key(found[at + 1]) in _set("count") or found[at + 1].group()[0].isdigit())


def _phrases(text: str, district: "str | None") -> "list[Phrase]":
    pieces = _pieces(text, district)
    found: list[Phrase] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        while end < len(pieces) and _belong_together(text, pieces[end - 1].end, pieces[end].start):
            end += 1
        found.append(_joined(text, pieces[at:end]))
        at = end
    return found


def _joined(text: str, pieces: "list[Piece]") -> Phrase:
    told = text[_with_tehsil(text, pieces[0].start) : pieces[0].end]
    for before, piece in itertools.pairwise(pieces):
        gap = text[before.end : piece.start]
        kept = _set("genitive") | _set("beside")
        genitive = not _CUT.search(gap) and all(_key(one) in kept for one in _TOKEN.finditer(gap))
        told += (gap if genitive or _COMMA.fullmatch(gap) else ", ") + text[piece.start : piece.end]
    return Phrase(without_carriers(told) or told, pieces[0].start, any(one.named for one in pieces))


def _with_tehsil(text: str, start: int) -> int:
    words = list(_TOKEN.finditer(text, max(0, start - 12), start))
    return words[-1].start() if words and _key(words[-1]) in ("tehsil", "tahsil", "تحصیل") else start


def _belong_together(text: str, end: int, start: int) -> bool:
    """Is there nothing between them but a comma, small words, and the district?"""
    gap = text[end:start]
    if re.search(r"[.;!?\n۔؛؟]", gap) or len(gap) > 60:
        return False
    words = [one for one in _TOKEN.finditer(gap) if _key(one) not in _set("between")]
    districts = [one for one in find_places(gap) if one.kind != "town"] if words else []
    left = [one for one in words if not any(p.start <= one.start() < p.end for p in districts)]
    return not left and len(list(_TOKEN.finditer(gap))) - len(districts) <= _BETWEEN


def _pieces(text: str, district: "str | None") -> "list[Piece]":
    tokens = list(_TOKEN.finditer(text))
    places = [one for one in find_places(text) if one.role not in _NO_PLACE]
    if district is not None:
        places = [
            one for one in places if one.kind != "town" or district in (one.district, one.now_in, *one.alternatives)
        ]
    kinds = [_kind(token, text, places) for token in tokens]
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        end = _end_of(text, tokens, kinds, at)
        if end == at:
            at += 1
            continue
        pieces.append(_piece(tokens, kinds, at, end))
        at = end
    return pieces


def _may_be_in(place: Place, district: str) -> bool:
    return district in (place.district, place.now_in, *place.alternatives)


def _piece(tokens: "list[re.Match[str]]", kinds: "list[str]", at: int, end: int) -> Piece:
    named = any(kind in ("kind", "number") for kind in kinds[at:end])
    return Piece(tokens[at].start(), tokens[end - 1].end(), named)


def _end_of(text: str, tokens: "list[re.Match[str]]", kinds: "list[str]", at: int) -> int:
    """Where the piece that begins here ends; ``at`` itself where none begins."""
    end, names, towns, told = at, 0, False, False
    most = min(len(tokens), at + _LONGEST_PIECE)
    while end < most and (end == at or _JOINED.fullmatch(text, tokens[end - 1].end(), tokens[end].start())):
        kind = kinds[end]
        if kind == "town":
            towns, names = True, 0
        elif kind == "name" and names < _LONGEST_NAME and not (towns and not told):
            names += 1
        elif kind == "kind" and (end > at or _key(tokens[end]) in _set("first") | _set("counted")):
            told = True
        elif kind == "number" and (towns or told or _is_counted(kinds, end)):
            pass
        elif not (kind == "part" and (names or towns)):
            break
        end += 1
    while end > at and kinds[end - 1] == "count":
        end -= 1
    inside = kinds[at:end]
    parted = "part" in inside[1:] and "name" in inside
    whole = towns or parted or (told and ("name" in inside or "number" in inside))
    return end if whole else at


def _is_counted(kinds: "list[str]", at: int) -> bool:
    return at > 0 and kinds[at - 1] in ("kind", "number")


def _kind(token: "re.Match[str]", text: str, places: "list[Place]") -> str:
    """town, kind, number, part, name, or "" for what is no part of a place."""
    word, said = _key(token), token.group()
    for place in places:
        if place.start <= token.start() < place.end:
            return "town" if place.kind == "town" else "name" if _names_a_part(place, text) else ""
    if len(said) > 1 and said[0].isupper() and _before(token, text) in _set("first"):
        return "name"
    if word in _set("first") | _set("last") | _set("counted"):
        return "kind"
    if word in _set("count") and re.match(r"[\s.\-#]*\d", fold_digits(text[token.end() : token.end() + 4])):
        return "number"
    if _is_a_number(token, text):
        return "number"
    if word in _set("part"):
        return "part"
    if word in _set("carriers") or word in _set("between"):
        return ""
    if word in _set("namelike") or is_given_name(said) or _is_of_a_clan(token, text):
        return "name"
    return "name" if len(said) > 2 and not is_everyday(said) and not cues(said) and not said.isdigit() else ""


def _is_a_number(token: "re.Match[str]", text: str) -> bool:
    """A number, its word, or the letter of a sector behind what is counted."""
    said, word = fold_digits(token.group()), _key(token)
    letter = len(said) == 1 and said.isascii() and said.isalpha()
    return bool(_NUMBER.match(said)) or (
        (letter or _NUMBER_WORD.fullmatch(word) is not None) and _after_counted(token, text)
    )


def _is_of_a_clan(token: "re.Match[str]", text: str) -> bool:
    """ "Jungle Khel", "جنګل خېل": any word before it is a name."""
    return re.match(r"[\s-](?:khel|خیل|خېل|خيل)(?!\w)", text[token.end() : token.end() + 6], re.IGNORECASE) is not None


def _names_a_part(place: Place, text: str) -> bool:
    """Is a district's name here that of a road, a bazaar, a colony, or "Islamabad no 2"?"""
    behind = _TOKEN.search(text, place.end)
    if place.role == "road" or behind is None:
        return place.role == "road"
    word = _key(behind)
    of_its_own = word in _set("last") - (_set("first") if place.kind == "district" else frozenset())
    return of_its_own or (word in _set("count") and bool(re.match(r"\W*\d", fold_digits(text[behind.end() :][:4]))))


def _before(token: "re.Match[str]", text: str) -> str:
    words = list(_TOKEN.finditer(text, max(0, token.start() - 20), token.start()))
    return _key(words[-1]) if words else ""


def _after_counted(token: "re.Match[str]", text: str) -> bool:
    return _before(token, text) in _set("counted") | _set("count")


def _key(token: "re.Match[str]") -> str:
    return fold_letters(token.group()).lower()


@functools.cache
def _set(name: str) -> "frozenset[str]":
    if name == "genitive":
        return frozenset(map(fold_letters, ("ka", "ke", "ki", "kay", "da", "د", "کا", "کے", "کی", "tehsil", "تحصیل")))
    table = read_table(Path(__file__).parent / "phrases.yml")
    return frozenset(fold_letters(str(word)).lower() for word in table[name])


def phrase_words(*names: str) -> "frozenset[str]":
    """The words of these lists of phrases.yml."""
    return frozenset(word for name in names for word in _set(name))


def reconciled(told: "str | None", phrase: "Phrase | None") -> "str | None":
    """What the tagger found and what the words are made of, as one place: nothing of it lost, no talk kept."""
    words = without_carriers(told) if told and _has_carriers(told) else told
    words = _DANGLING.sub("", words) if words and _names_something(words) else None
    if phrase is None or not words:
        return words or (phrase.text if phrase else None)
    have, more = _keys(words), _keys(phrase.text)
    if have <= more:
        return phrase.text
    if more <= have:
        return phrase.text if _overfull(words) else words
    if have & more:
        return phrase.text if _overfull(words) else words
    if any(_key(one) in _set("beside") for one in _TOKEN.finditer(words)):
        return f"{phrase.text}, {words}"
    return words if _has_kind(words) or not phrase.named else phrase.text


def with_tail(text: str, place: str) -> str:
    """With the landmark that stands behind it to the end of the sentence: ", near X", ", masjid ke sath"."""
    at = text.find(place)
    tail = _TAIL.match(text, at + len(place)) if at >= 0 else None
    return f"{place}, {tail[1]}" if tail is not None and not tail[1].isspace() else place


def _names_something(words: str) -> bool:
    """Is there more in it than "our mohalla"?"""
    said = [_key(one) for one in _TOKEN.finditer(words)]
    return any(one not in _set("first") | _set("last") | _set("carriers") | _set("between") for one in said)


def _keys(words: str) -> "set[str]":
    return {_key(one) for one in _TOKEN.finditer(words)} - _set("between") - _set("genitive")


def _has_carriers(words: str) -> bool:
    return any(_key(one) in _set("carriers") - _set("between") - _set("genitive") for one in _TOKEN.finditer(words))


def _has_kind(words: str) -> bool:
    return any(_key(one) in _set("first") | _set("last") | _set("counted") for one in _TOKEN.finditer(words))


def _overfull(words: str) -> bool:
    """Does it have half a sentence, a district, or the way to another place?"""
    said = [_key(one) for one in _TOKEN.finditer(words)]
    talk = sum(one in _set("carriers") - _set("between") - _set("genitive") for one in said)
    districts = any(one.kind in ("district", "ambiguous") and one.role != "road" for one in find_places(words))
    return talk > 0 or districts or "to" in said or "tehsil" in said or "تحصیل" in said

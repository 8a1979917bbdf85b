"""Places that are proven: by the gazetteer, a place word, the tagger, or by what is left when nothing else is meant."""

import re
from collections.abc import Iterable

from core.text.places import find_places
from nlu.dialogue.believed.spans import standing, tagged
from nlu.dialogue.believed.talk import LONGEST_PLACE, SENTENCE, TRIM, WORD, is_district, trimmed, without_talk_at_ends
from nlu.dialogue.moves import folded
from nlu.dialogue.place_words import has_landmark, has_place_word, is_place_kind, named_place
from nlu.dialogue.proofs import is_everyday, is_given_name, is_noise, is_place_name
from nlu.dialogue.shapes import Heard, Said, Span
from nlu.dialogue.words import tokens

_SENTENCES = re.compile(r"(?:[^.;!?۔؛؟…]|\.(?=\S))+")

_CLAUSES = re.compile(r"[^,،\n]+")


"""A phone number behind a place, and all that follows it."""

_OF_DISTRICT = re.compile(
    r"(?:\s*[,،\-–]\s*(?:zila|ضلع|district|د)?|\s+(?:د|da|zila|ضلع|district|in))\s*$", re.IGNORECASE
)


def place(turn: Said, heard: Heard, answers: float) -> "str | None":
    """The place that the answer to "which village, mohalla or street" names, in the citizen's words."""
    stated = heard.entities.get("complainant_name", ("", 0.0))[0]
    spans = [
        one
        for one in tagged(heard, "address", least=0.3 if answers >= 0.5 else 0.5)
        if turn.text[one.start : one.end] != stated
    ]
    found = _joined(turn, standing(turn.text, spans))
    if found or any(is_only_a_district(turn.text[one.start : one.end], turn) for one in spans):
        return found
    return _place_by_words(turn, answers) or (named_place(turn.text) if answers >= 0.2 else None)


def _place_by_words(turn: Said, answers: float) -> "str | None":
    """Without the tagger: the first clauses in a row that look like a place, with the commas between them."""
    for sentence in _SENTENCES.finditer(turn.text):
        kept: list[re.Match[str]] = []
        for clause in _CLAUSES.finditer(turn.text, *sentence.span()):
            if _is_placelike(clause.group(), turn, answers, first=not kept):
                kept.append(clause)
            elif kept:
                break
        if kept:
            said = without_talk_at_ends(turn.text[kept[0].start() : kept[-1].end()])
            return _without_district(_before_the_verb(said), turn) or None
    return None


def _without_district(text: str, turn: Said) -> str:
    """Without the known district's name at its end: "Jalbai, Swabi"."""
    places = [one for one in find_places(text) if one.kind == "district" and one.district == turn.known.get("district")]
    if places and places[-1].end >= len(text) - 1 and places[-1].start:
        before = _OF_DISTRICT.search(text[: places[-1].start])
        return (trimmed(text[: before.start()]) or text) if before else text
    return text


def _before_the_verb(text: str) -> str:
    """ "Maidan me hai ji lower dir wala": the place ends where the sentence about it begins."""
    words = list(re.finditer(r"\S+", text))
    for at, word in enumerate(words[1:], 1):
        if folded(word.group()) in _VERBS and any(not is_everyday(one.group().strip(TRIM)) for one in words[:at]):
            return trimmed(text[: word.start()])
    return text


_VERBS = frozenset(
    {
        "me",
        "mein",
        "mai",
        "hai",
        "he",
        "hy",
        "hain",
        "hun",
        "is",
        "are",
        "میں",
        "ہے",
        "ہیں",
        "کہلاتا",
        "kehlata",
        "kehlati",
        "کې",
        "کښې",
        "دی",
        "ده",
        "دے",
        "ke",
        "how",
        "kab",
        "کب",
        "ye",
        "yeh",
        "یہ",
        "یعنی",
        "yani",
    }
    - {"ke"}
)


def _is_placelike(clause: str, turn: Said, answers: float, *, first: bool) -> bool:
    left = _before_the_verb(without_talk_at_ends(clause))
    words = WORD.findall(left)
    if not words or len(words) > LONGEST_PLACE or is_noise(left) or is_only_a_district(left, turn):
        return False
    strange = [word for word in words if (not is_everyday(word) and not word.isdigit()) or is_place_name(word)]
    if has_place_word(left):
        named = bool(strange) or any(word.isdigit() for word in words) or (answers >= 0.5 and 2 <= len(words) <= 4)
        return (answers >= 0.3 or len(words) <= 3) and named
    if has_landmark(left) and answers >= 0.5 and len(words) <= 5:
        return True
    if any(is_place_name(word) for word in words):
        return answers >= 0.3 or len(words) <= 3
    return first and answers >= 0.5 and len(strange) / len(words) >= 0.5 and len(words) <= 6


def is_only_a_district(text: str, turn: Said) -> bool:
    """Is it the name of another district than the known one, and nothing more exact?"""
    named = [one for one in find_places(text) if one.kind in ("district", "ambiguous")]
    if len(named) != 1 or named[0].district == turn.known.get("district"):
        return False
    return len(WORD.findall(text)) - len(WORD.findall(text[named[0].start : named[0].end])) == 0


def town_beside(text: str, district: str) -> "str | None":
    """A town of the district that stands beside its name: "in Shangla, Alpuri", "kohat kda se"."""
    named = [one for one in find_places(text) if one.district == district and one.role in ("problem", "origin")]
    whole = [one for one in named if one.kind == "district"]
    for town in named:
        for one in whole:
            between = text[one.end : town.start] if one.end <= town.start else text[town.end : one.start]
            if town.kind == "town" and len(tokens(between)) <= _BESIDE and not SENTENCE.search(between):
                return trimmed(_PREFIX.sub("", text[town.start : town.end]))
    return None


_BESIDE = 1
_PREFIX = re.compile(r"^(?:د|په|da|pa)\s+")


def place_told(turn: Said, spans: "Iterable[Span]") -> "str | None":
    """The place in words that were no answer to where it is."""
    return _joined(turn, standing(turn.text, spans))


def _joined(turn: Said, spans: "Iterable[Span]") -> "str | None":
    """Spans that stand beside each other as one, without the talk around them; of several apart the first."""
    told: list[tuple[int, int]] = []
    for one in spans:
        if told and (
            SENTENCE.search(turn.text, told[-1][1], one.start) or len(tokens(turn.text[told[-1][1] : one.start])) > 1
        ):
            break
        told.append((one.start, one.end))
    if not told:
        return None
    start, end = _widened(turn.text, told[0][0], told[-1][1])
    words = _with_its_side(turn.text, _without_district(without_talk_at_ends(turn.text[start:end]), turn))
    return words if words and not is_only_a_district(words, turn) and not is_noise(words) else None


def _widened(text: str, start: int, end: int) -> "tuple[int, int]":
    """With the words beside it that belong to it: "mohalla" before it, "street 4,", a second unknown word."""
    for match in reversed(list(WORD.finditer(text, 0, start))):
        between, word = text[match.end() : start], match.group()
        if SENTENCE.search(between) or between.strip(" ,،-#") or is_district(word):
            break
        belongs = is_place_kind(word) or word.isdigit() or (is_place_name(word) and not is_everyday(word))
        if not belongs and (between.strip() or is_everyday(word) or is_given_name(word)):
            break
        start = match.start()
    for match in WORD.finditer(text, end):
        between, word = text[end : match.start()], match.group()
        if (
            between != " "
            or is_district(word)
            or (
                not is_place_kind(word)
                and not _is_the_main_one(text, match)
                and (is_everyday(word) or is_given_name(word))
            )
        ):
            break
        end = match.end()
    return start, end


def _is_the_main_one(text: str, match: "re.Match[str]") -> bool:
    """ "main bazar": in Roman Urdu "main" is "in" else."""
    behind = WORD.match(text, match.end() + 1)
    return match.group().lower() in ("main", "مین") and behind is not None and is_place_kind(behind.group())


_SIDE_BEHIND = re.compile(
    r"\s+(?:(?:he|hai|us|ہے|اس)\s+){0,2}(?:(?:ke?|ki|کے|کی)\s+(?:samne|saamne|sath|saath|paas|pas|peeche|pichhe|piche|qareeb|nazdeek|"
    r"سامنے|ساتھ|پاس|پیچھے|قریب|نزدیک)|سره\s+(?:نزدې|نږدې|نزدی|خوا))(?!\w)",
    re.IGNORECASE,
)

_SIDE_BEFORE = re.compile(
    r"\b(?:behind|opposite|near|beside|next to|in front of)\s+(?:the\s+)?(?:\w+\s+){1,3}(?:in|of|at)\s+$", re.IGNORECASE
)


def _with_its_side(text: str, words: str) -> str:
    """With the side of it that stands beside: "… ke samne", "behind the mosque in …"."""
    at = text.find(words) if words else -1
    if at < 0:
        return words
    behind = _SIDE_BEHIND.match(text, at + len(words))
    before = _SIDE_BEFORE.search(text[:at])
    return text[before.start() if before else at : behind.end() if behind else at + len(words)]

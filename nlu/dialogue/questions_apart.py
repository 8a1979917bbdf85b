"""The questions about the service in a turn of several sentences, apart from what else it says: each is answered before
the next thing is asked, and none of them is a place, a name or a part of the complaint."""

import functools
import re
from dataclasses import dataclass, replace
from pathlib import Path

from core.text.normalise import clean_text, fold_letters
from core.text.urgent import find_danger
from nlu.dialogue.act_rules import topic_of
from nlu.dialogue.answers.asked_first import asked_first
from nlu.dialogue.answers.shown import asks_to_see
from nlu.dialogue.cues import cues
from nlu.dialogue.greetings import without_greeting_lines
from nlu.dialogue.moves import folded, is_command, move
from nlu.dialogue.rest_is_right import without_what_is_right
from nlu.dialogue.shapes import CONFIRM, Said
from nlu.dialogue.tables import read_table
from nlu.dialogue.wishes_apart import without_wish
from nlu.dialogue.words import tokens

UNKNOWN = "cannot_say"
"""The topic of a question that we have no answer to."""
_LONGEST, _LONGEST_QUESTION, _MOST = 1200, 30, 3
_SHORT = 8
_UNMARKED = ("answer_me", "retaliation", "for_others", "readers")
_ANSWER_ME = 9
"""Words: what is longer speaks of somebody else's answer."""
_SENTENCE = re.compile(r"(?<=[?؟!۔])\s+|(?<=\w\.)\s+(?=\w)|\n+")
_LAST_COMMA = re.compile(r"[,،](?=[^,،]{3,200}$)\s*")
_ANSWERS = 8
"""Words of an answer before a comma."""
_MARKS = frozenset("?؟")
_ASKS = frozenset({"what", "who", "where", "when", "how", "how_long", "how_much", "why", "what_for", "reader"})
_WHILE_TELLING = ("for_others", "readers", "goes_to", "right_place", "evidence", "contact", "privacy", "retaliation")
"""Asked in the first words; any other question there is a part of the complaint ("when does the water come?")."""
_ANSWERED_BY_ANY = (UNKNOWN, "answer_me")
_FIELDS = ("district", "address", "complainant_name", "phone")
_OF_OURS = frozenset({"wrong", "change", "instead", "swear", "status", "complaint", "why"})
"""What else a sentence with a question mark may be about: the record, the case, us."""
_HOLDS_BACK = frozenset({"privacy", "retaliation", "right_place"})
"""Whoever asks this beside a yes waits for the answer."""


@dataclass(frozen=True)
class Apart:
    """``turn`` is what is left to be read; ``asks`` are the topics (service.yml) of what was asked, in their order.
    ``nothing_else``: the turn does nothing but ask, and is whole. ``hides``: a wish for no name was set apart too."""

    turn: Said
    asks: "tuple[str, ...]" = ()
    nothing_else: bool = False
    hides: bool = False


def apart(turn: Said) -> Apart:
    """The turn without its questions about the service, and without a wish to stay unnamed beside something else
    (``hides``). What tells of danger, and whole commands, stay as they are."""
    turn, hides = without_wish(without_what_is_right(turn))
    return replace(_without_questions(turn), hides=hides)


def _without_questions(turn: Said) -> Apart:
    text = turn.text
    if turn.choice or not text.strip() or len(text) > _LONGEST or is_command(text) or _is_list_of_answers(turn):
        return Apart(turn)
    text = without_greeting_lines(text, first=turn.question in (None, "description"))
    turn = turn if text == turn.text else replace(turn, text=text)
    sentences = [one for one in _SENTENCE.split(clean_text(text)) if one.strip()]
    pieces = [piece for one in sentences for piece in _at_the_last_comma(one, turn)]
    topics = [_topic(one, turn, alone=len(pieces) == 1) for one in pieces]
    if not any(topics):
        return Apart(turn)
    asks = tuple(dict.fromkeys(topic for topic in topics if topic))[:_MOST]
    left = "\n".join(piece for piece, topic in zip(pieces, topics, strict=True) if not topic)
    danger = find_danger(text)
    if danger is not None and danger.sure and getattr(find_danger(left), "kind", None) != danger.kind:
        return Apart(turn)
    known = tuple(topic for topic in asks if topic not in _ANSWERED_BY_ANY)
    if turn.question == CONFIRM and not _HOLDS_BACK.isdisjoint(known) and move(left) == "affirm":
        left = ""
    if not left:
        return Apart(turn, known or asks, nothing_else=True)
    return Apart(replace(turn, text=left), known or asks)


def _at_the_last_comma(sentence: str, turn: Said) -> "list[str]":
    """ "Dabgari garden, when will it be mended?": an answer and a question in one sentence."""
    if turn.question not in _FIELDS or _MARKS.isdisjoint(sentence):
        return [sentence]
    before, _, behind = (part.strip() for part in _LAST_COMMA.sub("\n", sentence, count=1).partition("\n"))
    asks = bool(behind) and len(before.split()) <= _ANSWERS and _topic(behind, turn, alone=False) is not None
    return [before, behind] if asks else [sentence]


def _is_list_of_answers(turn: Said) -> bool:
    """Several questions were asked at once (a mail): their answers are taken apart elsewhere."""
    return turn.back == CONFIRM


def _topic(piece: str, turn: Said, *, alone: bool) -> "str | None":
    """What one sentence asks about the service; None where it asks nothing of it."""
    if turn.question == CONFIRM and asks_to_see(piece):
        return None  # the summary is the answer: shown.py
    words = folded(piece)
    size = len(words.split())
    if not 1 <= size <= _LONGEST_QUESTION:
        return None
    marked = not _MARKS.isdisjoint(piece)
    why = _why(piece, turn, size) if marked or "need" in cues(piece) else None
    found = why or _by_words(words, size) or asked_first(piece)
    if turn.question in (None, "description"):
        sure = marked or found in ("for_others", "readers") or _asks(piece)
        return found if found in _WHILE_TELLING and sure else None
    if found is not None:
        return found if marked or found in _UNMARKED or found.startswith("why_") or _asks(piece) else None
    if alone or not marked or not _asks(piece) or turn.question not in _FIELDS or not _OF_OURS.isdisjoint(cues(piece)):
        return None
    general = topic_of(piece)
    return general if general != "about" else UNKNOWN


def _why(piece: str, turn: Said, size: int) -> "str | None":
    """ "Why do you need my name?" """
    named = set(cues(piece))
    asked = (
        size <= _SHORT and not named.isdisjoint(("why", "what_for")) and not named.isdisjoint(("need", "ask", "name"))
    )
    return f"why_{turn.question}" if asked and turn.question not in (None, "description", CONFIRM) else None


def _asks(piece: str) -> bool:
    return not _ASKS.isdisjoint(cues(piece)) or (tokens(piece) or ("",))[-1] in _TAGS


_TAGS = frozenset({"na", "kya", "kia", "kana", "ya", "ge", "gi", "ga", "sakta", "sakti", "sakte", "bhejun",
                   "گا", "گی", "گے", "کیا", "نا", "بھیجوں", "دوں", "که نه", "کنه", "نه"})  # fmt: skip


def by_words(piece: str) -> "str | None":
    """The topic that the words of a question name (service_questions.yml); None where they name none."""
    words = folded(piece)
    return _by_words(words, len(words.split()))


def _by_words(words: str, size: int) -> "str | None":
    for topic, ways in _table():
        if topic == "answer_me" and size > _ANSWER_ME:
            continue
        if any(way.search(words) for way in ways) and not (topic == "privacy" and _OF_MONEY & set(cues(words))):
            return topic
    return None


_OF_MONEY = frozenset({"money", "free"})
""" "you take no money on this number, do you?" asks nothing of the number."""


@functools.cache
def _table() -> "tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]":
    read = read_table(Path(__file__).parent / "service_questions.yml")
    return tuple((topic, tuple(re.compile(fold_letters(way)) for way in ways)) for topic, ways in read.items())

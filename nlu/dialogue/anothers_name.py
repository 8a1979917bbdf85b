"""A name that is said to be somebody else's: "ammi ka naam Zarghuna hai", "the name of the director is …"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from core.text.normalise import fold_letters
from nlu.dialogue.cues import keyed
from nlu.dialogue.place_words import is_place_kind
from nlu.dialogue.shapes import Heard, Said

_WHO = r"(?P<who{}>[^\W\d_]+)"
_NAME_OF = re.compile(
    "|".join(
        (
            rf"\b{_WHO.format(1)}\s+(?:ka|ki|ke|k)\s+na?a?m\b",
            rf"(?<!\w){_WHO.format(2)}\s+(?:کا|کی|کے)\s+نام(?!\w)",
            rf"(?<!\w)د\s+{_WHO.format(3)}(?:\s+[^\W\d_]+){{0,2}}?\s+نوم(?!\w)",
            rf"\bda\s+{_WHO.format(4)}(?:\s+[^\W\d_]+){{0,2}}?\s+(?:n(?:oo|u|o)m|na+m)\b",
            rf"\b{_WHO.format(5)}['’]s\s+name\b",
            rf"\bname\s+of\s+(?:(?:the|my|our|his|her|that|this)\s+)?{_WHO.format(6)}",
            r"\b(?:his|her|their|u[sn]ka|i[sn]ka)\s+na+me?\b",
        )
    ),
    re.IGNORECASE,
)
_OWN = frozenset(
    fold_letters(word)
    for word in """me mine my complainant applicant sender writer wale walay wala kuninda guzar
    میں والے والا کنندہ گزار ما خپل کوونکي کونکي لیکونکي kis کس چا cha shikayat complaint شکایت
    mere mera apna apne میرے میرا اپنا اپنے""".split()  # noqa: SIM905 (as a list it is a line a word)
)
"""Whose name is the writer's own, or is asked for."""
_MINE = re.compile(
    r"\b(?:mera|meri) (?:to|tou|tu|asal)\b|(?:میرا|میری) (?:تو|اصل)|زما (?:خو|اصل)|\bmine is\b", re.IGNORECASE
)
"""The writer's own name is set against the other's: "Inam mere bhai ka naam tha, mera to Ikram hai"."""
_CLAUSE = re.compile(r"[.;!?\n۔؛؟…،,]+|\s(?:aur|and|اور|او)\s", re.IGNORECASE)


def names_somebody_else(text: str) -> bool:
    """Does it tell the name of somebody who is not its writer, and not the writer's beside it?"""
    return _MINE.search(text) is None and next(_owners(text), None) is not None


def without_anothers(turn: Said, heard: Heard) -> "tuple[Said, Heard]":
    """The same with blanks where another's name is told, so that all else stands where it stood."""
    text = turn.text
    for start, _ in list(_owners(text)):
        ends = _CLAUSE.search(text, start)
        end = ends.start() if ends else len(text)
        text = text[:start] + " " * (end - start) + text[end:]
    spans = tuple(one for one in heard.spans if text[one.start : one.end] == turn.text[one.start : one.end])
    name = heard.entities.get("complainant_name")
    kept = {key: one for key, one in heard.entities.items() if key != "complainant_name" or one[0] in text}
    return replace(turn, text=text), replace(heard, spans=spans, entities=kept) if name else replace(heard, spans=spans)


def without_name(text: str, story: str) -> "str | None":
    """The story without the name of whomever the text speaks of ("bete ka naam hata do"); None where it has none."""
    whose = {keyed(who.lower()) for _, who in _owners(text) if who}
    for match in _NAME_OF.finditer(story):
        who = next((word for word in match.groupdict().values() if word), "")
        name = _NAME.match(story, match.end())
        if keyed(who.lower()) in whose and name is not None:
            before = _ARTICLE.sub("", story[: match.start()]).rstrip(" ,،")
            return f"{before} {story[name.end() :].lstrip(' ,،')}".strip(" .,،۔")
    return None


_ARTICLE = re.compile(r"\b(?:the|my|our|his|her)\s+$", re.IGNORECASE)
_NAME = re.compile(
    r"\s+(?:is\s+|me\s+|مې\s+)?(?:(?!hai\b|he\b|is\b|ہے|دی|ده)[^\W\d_]+\s*){1,3}?(?:\s*(?:hai|he|hy|dai|ہے|دی|ده)(?!\w)|(?=\d|[.,;،۔\n]|$))",
    re.IGNORECASE,
)


_OF_AN_OFFICE = re.compile(
    r"(?<!\w)(police|polis|bank|nadra|wapda|thane?a?|school|hospital|office|daftar|پولیس|بینک|نادرا|واپڈا|تھانے|سکول|ہسپتال|دفتر)\s+(?:wal[aeiy]+|وال[اےی])(?!\w)",
    re.IGNORECASE,
)
"""The policeman: not the writer, as "likhne wale" is."""


def _owners(text: str) -> Iterator[tuple[int, str]]:
    text = _OF_AN_OFFICE.sub(lambda match: match.group(1).ljust(len(match.group())), text)
    for match in _NAME_OF.finditer(text):
        who = next((word for word in match.groupdict().values() if word), "")
        own = fold_letters(who.lower()) in _OWN
        if not own and not (who and is_place_kind(who)):
            yield match.start(), who

"""Whom to call and what to do, as it fits who is in danger and of what.

A child's line is for children, a women's line for women; whoever is held or beaten by the police is not sent to the
police; a dog's bite is for the hospital. What to do first differs by the kind: out of a fire, but up and away from
water.
"""

import re

from core.reference.phrasebook import has, say
from core.text.accused import accused
from core.text.lexicon import words
from core.text.normalise import normalise
from core.text.urgent import BOLO, CHILD, HUMAN_RIGHTS, NUMBERS, POLICE, RESCUE, UMANG, Helpline

_GENERAL = (RESCUE, POLICE)
_WORD = re.compile(r"[\w'-]+")
_LOOK_AT = 2000
_WOMENS = frozenset({BOLO})
_BY_HANDS = frozenset({"violence", "threat", "abduction", "sexual"})
BITE = "bite"


def numbers(kind: str | None, language: str, said: str = "") -> str:
    """Whom to call, the likeliest first. ``said``: their words."""
    listed = "\n".join(f"{one.number}: {_name(one, language)}" for one in _lines(kind, said))
    return f"{say('emergency_call', language)}\n{listed}"


def numbers_alone(kind: str | None, said: str = "") -> str:
    """The numbers themselves, the likeliest first."""
    return ", ".join(one.number for one in _lines(kind, said))


def advice(kind: str | None, language: str, said: str = "") -> str:
    """What to do until help comes; "" where we know nothing surely right."""
    key = f"advice.{BITE if is_a_bite(said) else kind}"
    return say(key, language) if has(key) else ""


def others(kind: str | None, language: str, said: str = "") -> str:
    """For whom a number did not answer: all that fit, to go on trying, and what to do meanwhile."""
    lines = dict.fromkeys((*_lines(kind, said), *_GENERAL))
    if kind in _BY_HANDS and by_police(said):
        lines.pop(POLICE)
    listed = "\n".join(f"{one.number}: {_name(one, language)}" for one in lines)
    what = advice(kind, language, said) or say("advice.any", language)
    return "\n\n".join((f"{say('emergency_call', language)}\n{listed}", what, say("other_numbers", language)))


def is_a_bite(said: str) -> bool:
    """By a dog, or another animal that may have rabies?"""
    told = _words(said)
    return not told.isdisjoint(words("of_bites")) and not told.isdisjoint(words("of_biters"))


def by_police(said: str) -> bool:
    """Is it the police who do it?"""
    return (
        any(one.kind.startswith("police") for one in accused(said)) or _HELD.search(normalise(said).lower()) is not None
    )


_HELD = re.compile(
    r"\b(?:police|thana|thane|thanay|sho|haw?alat|lock ?up|jail)\b.{0,60}?"
    r"\b(?:band|held|holding|detain\w*|arrest\w*|pakar\w*|pakr\w*|utha\w*|bandi|lock\w*|chor\w*)"
    r"|(?:پولیس|تھانے|تھانہ|حوالات|تاڼه|تاڼې|پوليس).{0,60}?(?:بند|پکڑ|گرفتار|اٹھا|بندي|نیول|بوتل)"
)


def _lines(kind: str | None, said: str) -> list[Helpline]:
    told = _words(said)
    if is_a_bite(said):
        return [RESCUE]
    lines = list(NUMBERS.get(kind or "", _GENERAL))
    if kind in _BY_HANDS and said and by_police(said):
        return [HUMAN_RIGHTS]
    if said and told.isdisjoint(words("of_a_woman") | words("of_the_home")):
        lines = [one for one in lines if one not in _WOMENS]
    elif kind == "violence":
        lines = [BOLO, HUMAN_RIGHTS, POLICE, RESCUE]
    if said and told.isdisjoint(words("of_a_child")):
        lines = [one for one in lines if one != CHILD] or [*_GENERAL]
    return list(dict.fromkeys((*lines, UMANG) if kind == "suicide" else lines))


def _words(said: str) -> frozenset[str]:
    return frozenset(_WORD.findall(normalise(said[:_LOOK_AT]).lower()))


def _name(line: Helpline, language: str) -> str:
    key = f"line.{line.number}"
    return say(key, language) if has(key) else line.name

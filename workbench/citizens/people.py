"""Who writes: a goal, a language, a temper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.text.gazetteer import districts

LANGUAGES = ("en", "ur", "roman_ur", "ps")


class Temper(StrEnum):
    """How somebody writes."""

    PLAIN = "plain"
    ALL_AT_ONCE = "all at once"
    LATE = "answers late"
    ASKS_BACK = "asks back"
    CORRECTS = "corrects"
    REFUSES = "refuses"
    PICTURES = "sends pictures"
    VOICE = "sends voice"
    BURSTS = "in bursts"
    UNNAMED = "wants no name"


@dataclass(frozen=True, slots=True)
class Person:
    """One citizen. ``place`` is a word of the place that must not be lost; ``profile`` their name on WhatsApp;
    ``presses``: they press rows and buttons where others type numbers and words; ``days_ago``: when it happened, where
    they say so."""

    number: int
    language: str
    temper: Temper
    category: str
    district: str
    wrong_district: str
    problem: str
    place: str
    name: str
    profile: str
    presses: bool
    days_ago: int | None

    @property
    def phone(self) -> str:
        return f"+92345{7000000 + self.number}"

    def called(self, district: str) -> str:
        """A district's name as they write it."""
        found = districts()[district]
        return {"ur": found.urdu, "ps": found.pashto}.get(self.language) or district

    def says(self, key: str) -> str:
        """One of their ways of saying something, filled in."""
        told: str | Sequence[str] = ways()[self.language][key]
        wording = told if isinstance(told, str) else told[self.number % len(told)]
        return wording.format(
            place=self.place,
            name=self.name,
            district=self.called(self.district),
            wrong=self.called(self.wrong_district),
        )


def everybody() -> list[Person]:
    """All 120, always the same. Each temper has three of each language."""
    found: list[Person] = []
    for n, goal in enumerate(_read("goals.yml")):
        for at, language in enumerate(LANGUAGES):
            number = len(found)
            name = goal["name"][at]
            found.append(
                Person(
                    number=number,
                    language=language,
                    temper=list(Temper)[(n + 3 * at) % len(Temper)],
                    category=goal["category"],
                    district=goal["district"],
                    wrong_district=goal["wrong"],
                    problem=goal[language],
                    place=goal["place"][at],
                    name=name,
                    profile=name if n % 2 else ("🌹🌹", "", "❤ ❤", ".")[at],
                    presses=(n // 2 + at) % 2 == 0,
                    days_ago=goal.get("days_ago"),
                )
            )
    return found


@cache
def ways() -> Mapping[str, Mapping[str, Any]]:
    """How people of each language say what is no complaint."""
    read: Mapping[str, Mapping[str, Any]] = _read("ways.yml")
    return read


def _read(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))

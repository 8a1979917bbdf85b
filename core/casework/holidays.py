"""Official holidays: the federal ones of the `holidays` package, and the province's own of core/reference/calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import holidays

from core.reference.tables import rows

_LANGUAGES = MappingProxyType({"en": "en_US", "ur": "ur_PK"})
_ESTIMATED = " (estimated)"
_ASHURA = "Ashura"
_FROM_NEW_YEAR = timedelta(days=8)
"""Ashura's first free day is the ninth of Muharram."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """``names``: by language, English and Urdu always, Pashto where we know it. ``estimated``: it goes by a moon that
    nobody has seen."""

    day: date
    names: MappingProxyType[str, str]
    estimated: bool
    by: Literal["federal", "province"]

    def named(self, language: str) -> str:
        """In the language, else in English."""
        return self.names.get(language) or self.names["en"]


@lru_cache(maxsize=32)
def official(country: str, province: str | None, first_year: int, last_year: int) -> tuple[Holiday, ...]:
    """All of these years, by day; one of the province where both have it."""
    federal = _federal(country, first_year, last_year)
    own = {one.day: one for one in _own(province, federal) if first_year <= one.day.year <= last_year}
    return tuple(sorted((federal | own).values(), key=lambda one: one.day))


def _federal(country: str, first_year: int, last_year: int) -> dict[date, Holiday]:
    years = range(first_year, last_year + 1)
    told = {
        language: holidays.country_holidays(country, years=years, language=name)
        for language, name in _LANGUAGES.items()
    }
    found = {}
    for day, name in told["en"].items():
        english = name.replace(_ESTIMATED, "")
        names = {"en": english, "ur": _bare(told["ur"].get(day, "")), "ps": _in_pashto(english)}
        found[day] = Holiday(day, MappingProxyType(names), _ESTIMATED in name, "federal")
    return found


def _in_pashto(english: str) -> str:
    """The package has no Pashto. A name that our list lacks (a new holiday) is none."""
    known = {row["english"]: row["pashto"] for row in rows("calendar/federal_names.csv")}
    names = [known.get(one.strip(), "") for one in english.split(";")]
    return "؛ ".join(names) if all(names) else ""


def _bare(name: str) -> str:
    return name.split(" (")[0]


def _own(province: str | None, federal: dict[date, Holiday]) -> Iterator[Holiday]:
    for row in rows("calendar/holidays.csv"):
        if row["province"] != province:
            continue
        names = MappingProxyType({"en": row["english"], "ur": row["urdu"], "ps": row["pashto"]})
        if row["day"] != "muharram-1":
            yield Holiday(date.fromisoformat(row["day"]), names, False, "province")
            continue
        ninths = [one for one in federal.values() if _ASHURA in one.names["en"]]
        days = {one.day for one in ninths}
        for one in ninths:
            if one.day - timedelta(days=1) not in days and one.day.year >= int(row["since"]):
                yield Holiday(one.day - _FROM_NEW_YEAR, names, one.estimated, "province")

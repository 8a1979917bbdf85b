"""Which streets a water and sanitation company, a development authority or a cantonment board serves: by the names of
their parts of the town, in any script (core/reference/offices/served.csv).

Nothing else is known of their borders. So a body is chosen only where such a part, the body itself, or "the city" with
no village beside it is told; all else stays with the offices of the district.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.offices.directory import Directory, Office
from core.reference.tables import rows
from core.text.lexicon import any_of, words

_WORD = re.compile(r"\w+")
_COMPANY = "water_sanitation_company"
"""The only kind that serves a town as a whole; the others stand for a part of it."""


@dataclass(frozen=True, slots=True)
class _Served:
    place: str
    parts: re.Pattern[str] | None


def body(kind: str, district: str | None, told: str, directory: Directory) -> Office | None:
    """The body of this kind in a district that serves the streets told of; ``told`` in folded letters."""
    for one in _served().get((kind, district or ""), ()):
        if (one.parts is not None and one.parts.search(told)) or (kind == _COMPANY and _of_the_town(told)):
            return directory.body(kind, district or "", one.place)
    return None


def _of_the_town(told: str) -> bool:
    said = {word.lower() for word in _WORD.findall(told)}
    return not said.isdisjoint(words("of_a_town")) and said.isdisjoint(words("of_a_village"))


@cache
def _served() -> Mapping[tuple[str, str], Sequence[_Served]]:
    found: dict[tuple[str, str], list[_Served]] = {}
    for row in rows("offices/served.csv"):
        towns = [name for town in row["towns"].split("|") if town for name in _names(row["district"], town)]
        cell = "|".join(filter(None, (*towns, row["words"])))
        found.setdefault((row["kind"], row["district"]), []).append(_Served(row["place"], any_of(cell)))
    return found


def _names(district: str, town: str) -> Sequence[str]:
    """A part of a town in all spellings that core/reference/places knows."""
    return _spelled().get((district, town), (town,))


@cache
def _spelled() -> Mapping[tuple[str, str], Sequence[str]]:
    cells = ("urdu", "pashto", "spellings")
    return {
        (row["district"], row["name"]): tuple(
            filter(None, (row["name"], *(name for cell in cells for name in (row[cell] or "").split("|"))))
        )
        for row in rows("places/towns_kp.csv")
    }

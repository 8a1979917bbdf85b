"""Offices generated from the administrative divisions and the kinds of offices: the same files give the same offices.

Sources: divisions, districts and tehsils by the Pakistan Bureau of Statistics' Population Census 2023 and the later
notifications of Khyber Pakhtunkhwa (Allai, Central Dir, Paharpur, Upper Swat …) and Balochistan (8 July 2026);
departments and their offices by the Khyber Pakhtunkhwa Government Rules of Business, 1985, Schedules I and II, and the
federal bodies' own organisation; power companies by NEPRA's distribution licences. An administrator corrects them with
``arzi offices export|import``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.offices.directory import Office, Tier
from core.reference.tables import rows

_SHORT = {
    "Khyber Pakhtunkhwa": "kp",
    "Punjab": "pb",
    "Sindh": "sd",
    "Balochistan": "bl",
    "Islamabad Capital Territory": "ict",
    "Azad Jammu and Kashmir": "ajk",
    "Gilgit-Baltistan": "gb",
}
_DISTRICT = 3
"""Names in the path of a district."""
_TIERS = (Tier.PROVINCE, Tier.DIVISION, Tier.DISTRICT, Tier.TEHSIL)


@dataclass(frozen=True, slots=True)
class _Place:
    """One node of the administrative tree: its names from the province down."""

    path: tuple[str, ...]

    @property
    def tier(self) -> Tier:
        return _TIERS[len(self.path) - 1]

    @property
    def code(self) -> str:
        return _code(self.path)


def generate() -> Iterator[Office]:
    """All offices, those above before those below, numbered from 1."""
    kinds = list(rows("offices/kinds.csv"))
    made: dict[tuple[str, str], str] = {}
    number = 0
    for place in _places():
        for row in kinds:
            if row["tier"] != place.tier:
                continue
            number += 1
            office = _office(number, row, place, made)
            made.setdefault((row["department"], place.code), office.code)
            yield office
    for row in rows("offices/bodies.csv"):
        number += 1
        yield _body(number, row, {one["kind"]: one for one in kinds}[row["kind"]], made)


def titles() -> dict[str, str]:
    """The title of the head of each kind of office."""
    return {row["kind"]: row["post"] for row in rows("offices/kinds.csv")}


def _office(number: int, row: dict[str, str], place: _Place, made: dict[tuple[str, str], str]) -> Office:
    companies = _companies(place.path)
    padded = (*place.path, None, None, None)
    return Office(
        id=number,
        code=f"{place.code}.{row['kind']}",
        kind=row["kind"],
        department=row["department"],
        tier=place.tier,
        name=row["name"].format(place=place.path[-1], **companies),
        name_ur=row["name_ur"].format(place=_urdu().get(place.path[-1], place.path[-1]), **companies),
        province=place.path[0],
        division=padded[1],
        district=padded[2],
        tehsil=padded[3],
        parent=_parent(row, place, made),
    )


def _body(number: int, row: dict[str, str], kind: dict[str, str], made: dict[tuple[str, str], str]) -> Office:
    """A body that stands in some places only. Last of all, so that the offices before it keep their numbers."""
    place = next(one for one in _places() if one.tier is Tier.DISTRICT and one.path[2] == row["district"])
    urdu = _urdu().get(row["place"], row["place"])
    return Office(
        id=number,
        code=f"{place.code}.{row['kind']}-{_slug(row['place'])}",
        kind=row["kind"],
        department=kind["department"],
        tier=Tier.DISTRICT,
        name=row["name"] or kind["name"].format(place=row["place"]),
        name_ur=row["name_ur"] or kind["name_ur"].format(place=urdu),
        province=place.path[0],
        division=place.path[1],
        district=place.path[2],
        tehsil=None,
        parent=_parent(kind, place, made),
    )


def _parent(row: dict[str, str], place: _Place, made: dict[tuple[str, str], str]) -> str | None:
    """The same department's first office in the next larger area that has one; else the administration's there."""
    if row["kind"] == "chief_secretary":
        return f"{place.code}.chief_minister"
    own = made.get((row["department"], place.code))
    if own and row["department"] == "administration":
        return own
    for length in range(len(place.path) - 1, 0, -1):
        above = _Place(place.path[:length]).code
        if (row["department"], above) in made:
            return _head(made[(row["department"], above)])
    for length in range(len(place.path), 0, -1):
        above = _Place(place.path[:length]).code
        found = made.get(("administration", above))
        if found:
            return _head(found)
    return None


def _head(code: str) -> str:
    """What is under a province's administration is under its chief secretary: the cell above only hears complaints."""
    return code.replace(".chief_minister", ".chief_secretary")


def _places() -> Iterator[_Place]:
    """The tree from the top: a province, its divisions, their districts, their tehsils."""
    seen: set[tuple[str, ...]] = set()
    for row in rows("offices/areas.csv"):
        path = (row["province"], row["division"], row["district"])
        for length in (1, 2, 3):
            if path[:length] not in seen:
                seen.add(path[:length])
                yield _Place(path[:length])
        for tehsil in row["tehsils"].split("|"):
            yield _Place((*path, tehsil))


def companies_of(province: str, district: str) -> dict[str, str]:
    """The power and gas company (``power``, ``gas``) of a district; {} where the areas do not have it."""
    path = _path_of(province, district)
    return _companies(path) if path else {}


def division_of(province: str, district: str) -> str:
    """The division of a district; "" where the areas do not have it."""
    path = _path_of(province, district)
    return path[1] if path else ""


@cache
def _path_of(province: str, district: str) -> tuple[str, ...]:
    paths = (one.path for one in _places() if len(one.path) == _DISTRICT)
    return next((path for path in paths if path[::2] == (province, district)), ())


def _companies(path: tuple[str, ...]) -> dict[str, str]:
    """The power and gas company of a place: as said of its district, else of its division, else of its province."""
    for length in (3, 2, 1):
        found = _utilities().get(path[:length])
        if found is not None:
            return found
    return {"power": "Power", "gas": "Gas"}


@cache
def _utilities() -> dict[tuple[str, ...], dict[str, str]]:
    return {
        tuple(filter(None, (row["province"], row["division"], row["district"]))): {
            "power": row["power"],
            "gas": row["gas"],
        }
        for row in rows("offices/utilities.csv")
    }


@cache
def _urdu() -> dict[str, str]:
    """Urdu names of places, as far as the gazetteer has them."""
    names: dict[str, str] = {}
    for file in ("towns_elsewhere", "towns_kp", "divisions", "districts_elsewhere", "districts", "provinces"):
        for row in rows(f"places/{file}.csv"):
            first = (row.get("urdu") or "").split("|")[0].removeprefix("ضلع ")
            if first:
                names[row["name"]] = first
    return names


@cache
def _code(path: tuple[str, ...]) -> str:
    """Asked for each office of each place, and for the places above."""
    return ".".join((_SHORT[path[0]], *map(_slug, path[1:])))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

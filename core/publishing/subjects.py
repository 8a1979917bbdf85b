"""What has a page and a line of its own: places, departments in places, offices. Each has an id that stays: it is the
end of its address, and made of the offices' codes.

- ``places/pk``: the country; ``places/kp``, ``places/kp.peshawar``, ``places/kp.peshawar.charsadda``,
  ``places/kp.peshawar.charsadda.tangi``: a province, a division, a district, a tehsil
- ``places/kp.peshawar/health``: a department's offices in a place (not in a tehsil)
- ``offices/kp.peshawar.charsadda.power_division``: an office with its branches
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.dashboards.sum_nodes import EVERYTHING, Node, of_department, of_office
from core.offices.directory import LADDER, Directory, Office

COUNTRY = "places/pk"
OFFICES = "offices/"
_LONGEST = ("country", "province", "division", "district", "tehsil")


class Kind(StrEnum):
    """What sort of subject it is."""

    COUNTRY = "country"
    PROVINCE = "province"
    DIVISION = "division"
    DISTRICT = "district"
    TEHSIL = "tehsil"
    DEPARTMENT = "department"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Subject:
    """``path`` names the place from the province down, in English; ``nodes`` are the sums that it is made of (a tehsil
    is made of several). ``parent`` is the id of what it is a part of, ``place`` that of its place."""

    id: str
    kind: Kind
    path: tuple[str, ...]
    nodes: tuple[Node, ...]
    parent: str = ""
    place: str = ""
    department: str = ""
    office: Office | None = None

    @property
    def code(self) -> str:
        return self.id.partition("/")[2]


class Subjects:
    """All subjects of a directory, and where each office counts."""

    def __init__(self, directory: Directory) -> None:
        self.by_id: dict[str, Subject] = {COUNTRY: Subject(COUNTRY, Kind.COUNTRY, (), (EVERYTHING,))}
        self._counts_at: dict[int, tuple[str, ...]] = {}
        self._directory = directory
        self._areas = dict(_areas(directory))
        for area, code in sorted(self._areas.items()):
            self._add_area(area, f"places/{code}")
        for office in directory:
            self._add_office(office)

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.by_id.values())

    def counts_at(self, office_id: int) -> Sequence[str]:
        """Ids of the subjects in which an office's cases are counted; only the country for an office that is gone."""
        return self._counts_at.get(office_id, (COUNTRY,))

    def _add_area(self, area: str, id: str) -> None:
        names = tuple(area.split("/"))
        parent = self._areas.get("/".join(names[:-1]))
        kind = Kind(_LONGEST[len(names)])
        self.by_id[id] = Subject(id, kind, names, (area,), f"places/{parent}" if parent else COUNTRY, id)

    def _add_office(self, office: Office) -> None:
        places = self._places(office)
        departments = [self._department(one, office.department) for one in places]
        tehsil = self._tehsil(office, places[-1])
        above = [f"offices/{one.code}" for one in self._directory.above(office) if one.kind not in LADDER.values()]
        own = () if office.kind in LADDER.values() else (f"offices/{office.code}",)
        for id in own:
            self.by_id[id] = Subject(
                id, Kind.OFFICE, _path(office), (of_office(office),), above[0] if above else departments[-1],
                tehsil or places[-1], office.department, office,
            )  # fmt: skip
        self._counts_at[office.id] = (*own, *above, *([tehsil] if tehsil else []), *places, *departments)

    def _places(self, office: Office) -> list[str]:
        """From the country to the district."""
        path = _path(office)[:3]
        areas = ["/".join(path[: n + 1]) for n in range(len(path))]
        return [COUNTRY, *(f"places/{self._areas[area]}" for area in areas if area in self._areas)]

    def _department(self, place: str, department: str) -> str:
        id = f"{place}/{department}"
        if id not in self.by_id:
            around = self.by_id[place]
            nodes = (of_department(around.nodes[0], department),)
            self.by_id[id] = Subject(id, Kind.DEPARTMENT, around.path, nodes, place, place, department)
        return id

    def _tehsil(self, office: Office, district: str) -> str | None:
        """The tehsil's id; its sums are those of its offices that are under no other of it."""
        if not office.tehsil or self.by_id[district].kind is not Kind.DISTRICT or office.kind in LADDER.values():
            return None
        id = f"{district}.{slug(office.tehsil)}"
        known = self.by_id.get(id)
        nodes = known.nodes if known is not None else ()
        above = (one.tehsil for one in self._directory.above(office) if one.kind not in LADDER.values())
        if office.tehsil not in above:
            nodes = (*nodes, of_office(office))
        self.by_id[id] = Subject(id, Kind.TEHSIL, _path(office), nodes, district, id)
        return id


@lru_cache(2)
def subjects_of(directory: Directory) -> Subjects:
    """Kept: there are tens of thousands."""
    return Subjects(directory)


def families(subjects: Subjects) -> Mapping[str, Sequence[Sequence[str]]]:
    """Into what each subject is taken apart: its smaller places; its departments; and, of a department in a place, that
    department in the smaller places, and its offices."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in subjects:
        if one.kind is Kind.DEPARTMENT:
            found.setdefault(one.parent, {}).setdefault("departments", []).append(one.id)
            around = subjects.by_id[one.place].parent
            if around:
                found.setdefault(f"{around}/{one.department}", {}).setdefault("places", []).append(one.id)
        elif one.parent:
            how = "offices" if one.kind is Kind.OFFICE else "places"
            found.setdefault(one.parent, {}).setdefault(how, []).append(one.id)
    return {whole: list(parts.values()) for whole, parts in found.items()}


def slug(name: str) -> str:
    """A name as part of an id."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def _path(office: Office) -> tuple[str, ...]:
    return tuple(filter(None, (office.province, office.division, office.district, office.tehsil)))


def _areas(directory: Directory) -> Iterator[tuple[str, str]]:
    """Each area with its code: that of the office at its head, without its kind."""
    for office in directory:
        if office.kind in LADDER.values() and office.kind != "chief_minister":
            yield of_office(office), office.code.removesuffix(f".{office.kind}")

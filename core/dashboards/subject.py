"""What a dashboard is about: everything, an area, a department in an area, or an office with its branches."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.dashboards.sum_nodes import EVERYTHING, Node, of_department, of_office
from core.errors import NotFound
from core.offices.directory import LADDER, Area, Directory, Office, Tier

_HEADS = {Tier.PROVINCE: "chief_secretary", Tier.DIVISION: "commissioner", Tier.DISTRICT: "deputy_commissioner"}


@dataclass(frozen=True, slots=True)
class Subject:
    """``area`` is a path as in core.dashboards.sum_nodes ("": everywhere). An ``office`` on the ladder is its area."""

    area: str = EVERYTHING
    department: str = ""
    office: Office | None = None

    @property
    def node(self) -> Node:
        if self.office is not None:
            return of_office(self.office)
        return of_department(self.area, self.department) if self.department else self.area

    @property
    def whole(self) -> bool:
        return self.node == EVERYTHING

    @property
    def place(self) -> str:
        """The last name of the area's path."""
        return self.area.rpartition("/")[2]

    @property
    def address(self) -> dict[str, Any]:
        """What names it in a page's address."""
        if self.office is not None:
            return {"office": self.office.code}
        given = {"area": self.area, "department": self.department}
        return {name: value for name, value in given.items() if value}


def of_own(office: Office | None) -> Subject:
    """What somebody of this office (None: of all) looks at first."""
    if office is None:
        return Subject()
    if office.kind in LADDER.values():
        return Subject(area=of_office(office))
    return Subject(office=office)


def find(directory: Directory, *, area: str = "", department: str = "", office: str = "") -> Subject:
    """The subject of an address. Raises NotFound for an area, a department or an office that there is none of."""
    if office:
        return of_own(directory.by_code(office))
    if area and head_of(directory, area) is None:
        raise NotFound(f"no area {area}")
    if department and all(one.department != department for one in directory):
        raise NotFound(f"no department {department}")
    return Subject(area, department)


def covers(root: Office | None, subject: Subject, directory: Directory) -> bool:
    """May somebody of this office (None: of all) see this subject?"""
    if root is None:
        return True
    if subject.office is not None:
        return root.id in directory.seen_by(subject.office.id)
    if root.kind not in LADDER.values():
        return False
    return bool(subject.area) and f"{subject.area}/".startswith(f"{of_office(root)}/")


def head_of(directory: Directory, area: str) -> Office | None:
    """The office of the ladder whose area this is."""
    names = area.split("/")
    if not area or len(names) > 3:
        return None
    padded = (*names, None, None)
    wanted = Area(names[0], padded[1], padded[2])
    tier = (Tier.PROVINCE, Tier.DIVISION, Tier.DISTRICT)[len(names) - 1]
    found = directory.find(_HEADS[tier], wanted)
    return found if found is not None and of_office(found) == area else None


@lru_cache(1024)
def places_below(directory: Directory, subject: Subject, tier: Tier | None = None) -> Sequence[Subject]:
    """The areas of the next smaller kind (or of this one) in the subject's area, with its department. Kept: they are
    looked for among all offices that there are."""
    if subject.office is not None:
        return ()
    depth = len(subject.area.split("/")) if subject.area else 0
    wanted = tier or (Tier.PROVINCE, Tier.DIVISION, Tier.DISTRICT, None)[depth]
    if wanted is None:
        return ()
    start = f"{subject.area}/" if subject.area else ""
    kind = _HEADS[wanted]
    heads = (one for one in directory if one.kind == kind and f"{of_office(one)}/".startswith(start))
    return [Subject(area, subject.department) for area in dict.fromkeys(map(of_office, heads))]


def offices_below(directory: Directory, subject: Subject) -> Sequence[Subject]:
    """The branches right under an office; in a district all its offices (of the department, where there is one)."""
    if subject.office is not None:
        own = subject.office.code
        return [Subject(office=one) for one in directory.under(subject.office) if one.parent == own]
    head = head_of(directory, subject.area)
    if head is None or head.tier is not Tier.DISTRICT:
        return ()
    wanted = subject.department
    return [
        Subject(office=one)
        for one in directory.under(head)
        if one.kind not in LADDER.values() and (not wanted or one.department == wanted)
    ]

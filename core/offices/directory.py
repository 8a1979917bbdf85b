"""Offices and posts: who is where in government, as a tree, and who held which post when."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import NotFound
from core.offices.kinds import pashto_name
from core.reference.former_districts import former_names, name_today
from core.ticket import Level


class Tier(StrEnum):
    """How large an area an office serves."""

    PROVINCE = "province"
    DIVISION = "division"
    DISTRICT = "district"
    TEHSIL = "tehsil"


@dataclass(frozen=True, slots=True)
class Office:
    """One office. ``code`` is its name in files, ``kind`` what sort of office it is (core/reference/offices/kinds.csv).
    ``parent`` is the code of the office above it; None for the top of a province. ``numbers`` are the phone numbers
    (E.164) of its own lines and staff."""

    id: int
    code: str
    kind: str
    department: str
    tier: Tier
    name: str
    name_ur: str
    province: str
    division: str | None = None
    district: str | None = None
    tehsil: str | None = None
    parent: str | None = None
    numbers: tuple[str, ...] = ()

    def named(self, language: str) -> str:
        """Its name in a language: in Pashto as its kind and place are called, in Urdu's letters where it has a name of
        its own; otherwise in Latin ones."""
        if language == "ps":
            return pashto_name(self.kind, self.name_ur) or self.name_ur or self.name
        return self.name_ur if language == "ur" and self.name_ur else self.name


class PostStatus(StrEnum):
    """Is somebody there? Only IN_POST means yes."""

    IN_POST = "in_post"
    VACANT = "vacant"
    TRANSFERRED = "transferred"
    ON_LEAVE = "on_leave"


@dataclass(frozen=True, slots=True)
class Term:
    """Who holds an office's post (or that nobody does) from ``since`` to the next term. ``user`` signs in as them."""

    office: str
    title: str
    status: PostStatus
    since: datetime
    holder: str = ""
    user: str | None = None


LADDER: Mapping[Level, str] = {
    Level.DEPUTY_COMMISSIONER: "deputy_commissioner",
    Level.COMMISSIONER: "commissioner",
    Level.CHIEF_SECRETARY: "chief_secretary",
    Level.CHIEF_MINISTER: "chief_minister",
}
"""The kind of office at each level of the escalation ladder above the office itself."""


class Directory:
    """All offices and terms, to be looked up. Immutable once made."""

    def __init__(self, offices: Iterable[Office], terms: Iterable[Term] = ()) -> None:
        self._by_code = {office.code: office for office in offices}
        self._by_id = {office.id: office for office in self._by_code.values()}
        self._at: dict[tuple[str, str], Office] = {}
        self._bodies: dict[tuple[str, str, str], Office] = {}
        self._tehsils: dict[str, list[str]] = {}
        self._areas: dict[str, Office] = {}
        self._children: dict[str, list[Office]] = {}
        self._seen_by: dict[int, Sequence[int]] = {}
        for office in self._by_code.values():
            self._at.setdefault((office.kind, _area(office)), office)
            self._learn_area(office)
            self._bodies[office.kind, office.district or "", office.code.rpartition(f".{office.kind}-")[2]] = office
            self._children.setdefault(office.parent or "", []).append(office)
        self._terms: dict[str, list[Term]] = {}
        for term in sorted(terms, key=lambda term: term.since):
            self._terms.setdefault(term.office, []).append(term)
        self._since = {code: [term.since for term in held] for code, held in self._terms.items()}
        self._under: dict[str, Sequence[Office]] = {}

    def __len__(self) -> int:
        return len(self._by_code)

    def __iter__(self) -> Iterator[Office]:
        return iter(self._by_code.values())

    def get(self, office_id: int) -> Office:
        """Raises NotFound."""
        try:
            return self._by_id[office_id]
        except KeyError:
            raise NotFound(f"office {office_id}") from None

    def by_code(self, code: str) -> Office:
        """Raises NotFound."""
        try:
            return self._by_code[code]
        except KeyError:
            raise NotFound(f"office {code}") from None

    def find(self, kind: str, area: "Area") -> Office | None:
        """The office of this kind that serves an area, in the tier in which the kind has its offices."""
        for key in area.names():
            found = self._at.get((kind, key))
            if found is not None:
                return found
        return None

    def body(self, kind: str, district: str, place: str) -> Office | None:
        """The body of this kind that stands at a place of a district (core/reference/offices/bodies.csv)."""
        return self._bodies.get((kind, district, place.lower().replace(" ", "-")))

    def above(self, office: Office) -> Iterator[Office]:
        """The offices above it, nearest first."""
        seen = {office.code}
        while office.parent is not None and office.parent not in seen:
            office = self.by_code(office.parent)
            seen.add(office.code)
            yield office

    def under(self, office: Office) -> Sequence[Office]:
        """The office itself and what answers to it: its branches and, for one on the ladder, all of its area."""
        if office.code not in self._under:
            self._under[office.code] = self._find_under(office)
        return self._under[office.code]

    def seen_by(self, office_id: int) -> Sequence[int]:
        """Ids of the offices that this one is under, its own among them: ``under``, looked at from below.

        Empty when there is no such office."""
        if office_id not in self._seen_by:
            self._seen_by[office_id] = self._find_seen_by(office_id)
        return self._seen_by[office_id]

    def _find_seen_by(self, office_id: int) -> Sequence[int]:
        office = self._by_id.get(office_id)
        if office is None:
            return ()
        area = Area(office.province, office.division, office.district, office.tehsil)
        heads = [self._at.get((kind, name)) for kind in LADDER.values() for name in area.names()]
        above = [one for one in self.above(office) if one.kind not in LADDER.values()]
        return tuple({one.id: None for one in (office, *above, *heads) if one is not None})

    def _find_under(self, office: Office) -> Sequence[Office]:
        if office.kind in LADDER.values():
            area = _area(office)
            return [one for one in self if one is office or f"{_area(one)}/".startswith(f"{area}/")]
        found = [office]
        for one in found:
            found.extend(self._children.get(one.code, ()))
        return found

    def within(self, office_id: int, other: int) -> bool:
        """Is an office the other one, or below it?"""
        if office_id == other:
            return True
        office = self._by_id.get(office_id)
        return office is not None and any(above.id == other for above in self.above(office))

    def area(self, place: str, tehsil: str | None = None) -> "Area | None":
        """The area that a district (or a division or province) of this name is. None when it is unknown."""
        office = self._areas.get(place.casefold())
        if office is None:  # the offices here may be older than the name, or younger
            names = (name_today(place), *former_names(place))
            office = next((found for name in names if (found := self._areas.get(name.casefold())) is not None), None)
        if office is None:
            return None
        known = tehsil if tehsil in self._tehsils.get(office.district or "", ()) else None
        return Area(office.province, office.division, office.district, known)

    def tehsils(self, district: str) -> Sequence[str]:
        """The tehsils of a district that have offices."""
        return tuple(self._tehsils.get(district, ()))

    def term(self, office: Office, at: datetime) -> Term | None:
        """The term in force at a time; None where nothing is recorded."""
        index = bisect_right(self._since.get(office.code, []), at) - 1
        return self._terms[office.code][index] if index >= 0 else None

    def filled(self, office: Office, at: datetime) -> bool:
        """Is somebody in the post? Where nothing is recorded it is taken to be so: most offices are not empty."""
        term = self.term(office, at)
        return term is None or term.status is PostStatus.IN_POST

    def staffed(self, office: Office, at: datetime) -> bool:
        """Is somebody known to be in the post?"""
        term = self.term(office, at)
        return term is not None and term.status is PostStatus.IN_POST

    def on_ladder(self, level: Level, area: "Area") -> Office | None:
        """The office that stands at a level above the office, for an area."""
        return self.find(LADDER[level], area) if level in LADDER else None

    def _learn_area(self, office: Office) -> None:
        if office.tehsil and office.district and office.tehsil not in self._tehsils.setdefault(office.district, []):
            self._tehsils[office.district].append(office.tehsil)
        if office.kind in LADDER.values():
            name = {
                Tier.DISTRICT: office.district,
                Tier.DIVISION: office.division,
                Tier.PROVINCE: office.province,
            }.get(office.tier)
            known = self._areas.get((name or "").casefold())
            if name and (known is None or office.tier is Tier.DISTRICT):
                self._areas[name.casefold()] = office


@dataclass(frozen=True, slots=True)
class Area:
    """A place in the administrative tree, as exactly as it is known."""

    province: str
    division: str | None = None
    district: str | None = None
    tehsil: str | None = None

    def names(self) -> Iterator[str]:
        """Names of this area and the larger ones around it, smallest first."""
        if self.tehsil:
            yield f"{self.province}/{self.division}/{self.district}/{self.tehsil}"
        if self.district:
            yield f"{self.province}/{self.division}/{self.district}"
        if self.division:
            yield f"{self.province}/{self.division}"
        yield self.province


def _area(office: Office) -> str:
    return next(Area(office.province, office.division, office.district, office.tehsil).names())

"""The published lines of one day: true numbers in, what may be told out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.dashboards.fair import Compared, compare
from core.dashboards.figures import Figures
from core.offices.directory import Tier
from core.publishing import measures as m
from core.publishing.cells import Cell, Family, Key, Rules, complement, protect, under_k
from core.publishing.subjects import OFFICES, Kind, Subject, Subjects, families

_SENSITIVE = frozenset({"police", "anti_corruption"})
"""Departments of which an office that serves one tehsil is a betraying category of that tehsil."""


Behind = dict[str, dict[str, int]]
"""How many persons (k at most) stand behind each number, by subject (or rest) and measure."""


@dataclass(slots=True)
class Sums:
    """A subject's true numbers. ``counts`` by measure, ``median`` days until half was said to be solved, ``categories``
    as a comparison wants them."""

    counts: dict[str, int]
    median: float | None
    categories: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Record:
    """A subject's line. A number that is kept back is None. ``verdict``: citizens' confirmations beside what was to be
    expected (core.dashboards.fair.Verdict), where that may be told."""

    id: str
    kind: str
    name: str
    parent: str
    place: str
    department: str
    figures: Mapping[str, int | None]
    median_days: int | None
    verdict: str | None
    months: Mapping[str, Mapping[str, int | None]]
    categories: Mapping[str, Mapping[str, int | None]]

    @property
    def received(self) -> int:
        return self.figures[m.RECEIVED] or 0


def rest(whole: str, number: int) -> str:
    """The key of what a subject has itself, and none of its parts of a family."""
    return f"{whole}~{number}"


class Counting:
    """Where an office is counted: at its subjects and at the rests of those."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._known: dict[int, Sequence[str]] = {}
        self.families = families(subjects)
        self._part_of: dict[str, list[str]] = {}
        for whole, found in self.families.items():
            for number, parts in enumerate(found):
                for part in parts:
                    self._part_of.setdefault(part, []).append(rest(whole, number))

    def counts_at(self, office_id: int) -> Sequence[str]:
        """Ids of subjects and rests."""
        known = self._known.get(office_id)
        if known is None:
            known = self._known[office_id] = self._find(office_id)
        return known

    def _find(self, office_id: int) -> Sequence[str]:
        own = self._subjects.counts_at(office_id)
        covered = {at for id in own for at in self._part_of.get(id, ())}
        rests = (rest(id, number) for id in own for number in range(len(self.families.get(id, ()))))
        return (*own, *(at for at in rests if at not in covered))


Told = dict[str, int | None]
"""By measure, of one subject; None: kept back."""


@lru_cache(2)
def counting_of(subjects: Subjects) -> Counting:
    """Kept: it is the same from day to day."""
    return Counting(subjects)


def records(
    subjects: Subjects, counting: Counting, sums: Mapping[str, Sums], behind: Behind, rules: Rules
) -> list[Record]:
    """All that is told. A subject of which not even the number of complaints may be told has no line."""
    compared = dict(_compared(subjects, sums))
    for id, one in compared.items():
        sums[id].counts[m.EXPECTED] = round(one.satisfied.expected)
        behind.setdefault(id, {})[m.EXPECTED] = behind.get(id, {}).get(m.RECEIVED, 0)
    of: dict[str, list[str]] = {}
    for id, own in sums.items():
        for measure in own.counts:
            of.setdefault(measure, []).append(id)
    coarse, victims = set(_coarse(subjects, sums)), set(_linked(sums, behind, rules))
    told: dict[str, Told] = {id: {} for id in sums}
    for measure, ids in of.items():
        cells, every = _of_measure(measure, ids, counting, sums, behind)
        for (id, _), count in protect(cells, every, rules, victims & cells.keys(), coarse & cells.keys()).items():
            if id in told:
                told[id][measure] = count
    lines = (_record(subjects.by_id[id], sums[id], told[id], compared.get(id)) for id in sums)
    return sorted((line for line in lines if line is not None), key=lambda line: line.id)


def _of_measure(
    measure: str, ids: Sequence[str], counting: Counting, sums: Mapping[str, Sums], behind: Behind
) -> tuple[dict[Key, Cell], list[Family]]:
    """One measure of all subjects, and what of it adds up. What parts leave of their whole is a cell nobody sees."""
    cells = {(id, measure): Cell(sums[id].counts[measure], behind.get(id, {}).get(measure, 0)) for id in ids}
    found: list[Family] = []
    for id in ids if measure != m.EXPECTED else ():
        for number, parts in enumerate(counting.families.get(id, ())):
            if parts[0].startswith(OFFICES) and not m.is_of_offices(measure):
                continue  # nothing of it is told of offices, so nothing can be subtracted
            there = [key for part in parts if (key := (part, measure)) in cells]
            left = cells[id, measure].count - sum(cells[key].count for key in there)
            if left > 0:
                own = (rest(id, number), measure)
                cells[own] = Cell(left, behind.get(own[0], {}).get(measure, 0))
                there.append(own)
            found.append(Family((id, measure), there))
    return cells, found


def _linked(sums: Mapping[str, Sums], behind: Behind, rules: Rules) -> Iterator[Key]:
    """What must be kept back so that months and categories cannot be subtracted from their whole."""
    for id, one in sums.items():
        persons = behind.get(id, {})
        cells = {(id, measure): Cell(count, persons.get(measure, 0)) for measure, count in one.counts.items()}
        back = under_k(cells, rules.least)
        if back and (id, m.RECEIVED) not in back:
            yield from complement(back, cells, list(_split_up(id, one)), rules) - back


def _split_up(id: str, one: Sums) -> Iterator[Family]:
    for measures, mark in ((m.MONTHLY, "@"), (m.BY_CATEGORY, "#")):
        for whole in measures:
            keys = [(id, key) for key in one.counts if key.startswith(f"{whole}{mark}")]
            if keys and whole in one.counts:
                yield Family((id, whole), keys)


def _record(subject: Subject, sums: Sums, of: Told, compared: Compared[str] | None) -> Record | None:
    if of[m.RECEIVED] is None:
        return None
    fair = compared is not None and of.get(m.CONFIRMED) is not None
    figures = {measure: of.get(measure, 0) for measure in m.FIGURES}
    figures[m.EXPECTED] = of[m.EXPECTED] if fair else None
    solved = figures[m.SOLVED]
    return Record(
        subject.id,
        subject.kind.value,
        _name(subject),
        subject.parent,
        subject.place,
        subject.department,
        figures,
        max(1, round(sums.median)) if solved and sums.median is not None else None,
        compared.satisfied.verdict.value if fair and compared is not None else None,
        _split(of, "@", m.OFFICES_MONTHLY if subject.kind is Kind.OFFICE else m.MONTHLY),
        _split(of, "#", m.BY_CATEGORY),
    )


def _split(of: Told, mark: str, measures: Sequence[str]) -> dict[str, Told]:
    """By month or category: those of which the number of complaints may be told."""
    found: dict[str, Told] = {}
    for key, count in sorted(of.items()):
        measure, found_mark, name = key.partition(mark)
        if found_mark:
            found.setdefault(name, dict.fromkeys(measures, 0))[measure] = count
    return {name: values for name, values in found.items() if values[m.RECEIVED]}


def _name(subject: Subject) -> str:
    if subject.office is not None:
        return subject.office.name
    return subject.path[-1] if subject.path else "Pakistan"


def _coarse(subjects: Subjects, sums: Mapping[str, Sums]) -> Iterator[Key]:
    """What would betray, however many there are."""
    for id, one in sums.items():
        subject = subjects.by_id[id]
        office = subject.office
        if office is not None and office.department in _SENSITIVE and office.tier is Tier.TEHSIL:
            yield from ((id, measure) for measure in one.counts)
        elif subject.kind is Kind.TEHSIL:
            yield from ((id, measure) for measure in one.counts if measure.partition("#")[2] in m.BETRAYS)


def _compared(subjects: Subjects, sums: Mapping[str, Sums]) -> Iterator[tuple[str, Compared[str]]]:
    """Places beside the places around them, offices beside those of their kind in the province."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for id in sums:
        subject = subjects.by_id[id]
        if subject.office is not None:
            groups.setdefault((subject.office.kind, subject.office.province), []).append(id)
        elif subject.parent and not subject.department:
            groups.setdefault((subject.parent, subject.kind), []).append(id)
    for members in groups.values():
        if len(members) > 1:
            for one in compare([(id, sums[id].categories) for id in members]):
                yield one.who, one


def as_json(record: Record) -> dict[str, Any]:
    """For the store and for the JSON files; kept back is null."""
    return {name: getattr(record, name) for name in Record.__slots__}


def from_json(given: Mapping[str, Any]) -> Record:
    return Record(**given)

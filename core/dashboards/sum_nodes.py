"""To which sums an office's tickets belong: its own, those of the offices above it, of each area and department.

A *node* is what a dashboard is about. Its name:

- ``""``: everything
- ``Khyber Pakhtunkhwa/Peshawar/Charsadda``: an area (province, division, district) with all its departments
- ``#health`` and ``Khyber Pakhtunkhwa/Peshawar#health``: a department, everywhere or in an area
- ``o123``: an office with its branches; one on the escalation ladder alone (its area has a node of its own)

These are the same offices as ``Directory.under`` gives: who may see a node's sums may see its tickets.
"""

from collections.abc import Iterable, Sequence

from core.dashboards.sums import NOWHERE, Dim, Key, Measure
from core.offices.directory import LADDER, Area, Directory, Office, Tier

Node = str
EVERYTHING: Node = ""
Rolled = dict[tuple[Node, Dim, str], dict[Measure, int]]
_DEPTH = {Tier.PROVINCE: 1, Tier.DIVISION: 2, Tier.DISTRICT: 3}


def of_office(office: Office) -> Node:
    """The node of one office: its area's for one on the ladder, otherwise its own."""
    if office.kind in LADDER.values():
        return next(Area(office.province, office.division, office.district, None).names())
    return f"o{office.id}"


def of_department(area: Node, department: str) -> Node:
    """A department in an area (``EVERYTHING`` is one, too)."""
    return f"{area}#{department}"


def within(office: Office, area: Node) -> bool:
    """Is an office in an area?"""
    own = next(Area(office.province, office.division, office.district, None).names())
    return f"{own}/".startswith(f"{area}/") if area else True


class Nodes:
    """The nodes of every office of a directory; each is worked out once."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known: dict[int, tuple[Sequence[Node], str]] = {NOWHERE: ((EVERYTHING,), "")}

    def of(self, office_id: int) -> Sequence[Node]:
        """Every node in which this office's tickets are counted. An office that is gone: only in everything."""
        return self._find(office_id)[0]

    def roll_up(self, sums: Iterable[tuple[Key, dict[Measure, int]]]) -> Rolled:
        """Sums by office as sums by node, with what each department has of an area."""
        found: dict[tuple[Node, Dim, str], dict[Measure, int]] = {}
        for (office, dim, key), counts in sums:
            nodes, department = self._find(office)
            for node in nodes:
                _add(found, (node, dim, key), counts)
                if dim is Dim.ALL and department and not node.startswith("o") and "#" not in node:
                    _add(found, (node, Dim.DEPARTMENT, department), counts)
                if dim in (Dim.OWNER, Dim.OWNER_WEEK):
                    break  # officers are told apart at their own office only: it comes first
        return found

    def _find(self, office_id: int) -> tuple[Sequence[Node], str]:
        known = self._known.get(office_id)
        if known is None:
            known = self._known[office_id] = self._work_out(office_id)
        return known

    def _work_out(self, office_id: int) -> tuple[Sequence[Node], str]:
        offices = [self._directory.get(one) for one in self._directory.seen_by(office_id)]
        own = next((one for one in offices if one.id == office_id), None)
        if own is None:
            return (EVERYTHING,), ""
        branches = [f"o{own.id}"]
        branches += [f"o{one.id}" for one in offices if one is not own and one.kind not in LADDER.values()]
        areas = [*Area(own.province, own.division, own.district, None).names(), EVERYTHING]
        return (*branches, *areas, *(of_department(area, own.department) for area in areas)), own.department


def _add(found: Rolled, at: tuple[Node, Dim, str], counts: dict[Measure, int]) -> None:
    known = found.get(at)
    if known is None:
        found[at] = dict(counts)
        return
    for measure, count in counts.items():
        known[measure] = known.get(measure, 0) + count

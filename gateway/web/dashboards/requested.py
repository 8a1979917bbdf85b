"""Which subject an address asks for, within what the person may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from core.dashboards import subject as subjects
from core.dashboards.overview import PERIODS, first_monday
from core.dashboards.subject import Subject
from core.dashboards.sum_nodes import Nodes
from core.errors import NotFound
from core.offices.directory import Directory, Office
from core.offices.staff import Staff
from core.store.casework import tickets
from core.store.dashboards import sums
from gateway.house import House


@dataclass(frozen=True)
class Asked:
    """The subject with what its numbers are read by. ``root``: the asker's own office; None: they see all."""

    subject: Subject
    root: Office | None
    directory: Directory
    nodes: Nodes
    session: Session
    now: datetime
    about_me: frozenset[str] = frozenset()
    """The cases that are about whoever asks: they are not named to them."""
    weeks: int | None = None
    """How many weeks back is counted, the present one among them; None: since the beginning."""

    @property
    def since(self) -> date | None:
        """The Monday on which the period begins."""
        return first_monday(self.weeks, self.now) if self.weeks is not None else None

    @property
    def address(self) -> dict[str, Any]:
        """The subject's address with the period."""
        return self.of(self.subject)

    def of(self, other: Subject) -> dict[str, Any]:
        """Another subject's, with the same period."""
        return other.address | ({"weeks": str(self.weeks)} if self.weeks is not None else {})

    def may_see(self, other: Subject) -> bool:
        return subjects.covers(self.root, other, self.directory)

    def href(self, other: Subject) -> str:
        """Where the dashboard of another subject is."""
        given = self.of(other)
        return f"{self.home}?{urlencode(given)}" if given else self.home

    @cached_property
    def home(self) -> str:
        """Where dashboards begin: asked for once, as there are hundreds of links to it on a page."""
        return url_for("dashboards.show")

    @cached_property
    def queue(self) -> str:
        """Where the desk's queue is."""
        return url_for("desk.queue")

    def desk(self, subject: Subject | None = None, /, **filters: str) -> str:
        """Where the desk shows these tickets: those of the subject, or of another one."""
        given = {**_on_desk(self.directory, subject or self.subject), **filters}
        return f"{self.queue}?{urlencode(given)}" if given else self.queue


@lru_cache(4096)
def _on_desk(directory: Directory, subject: Subject) -> dict[str, str]:
    """What names a subject on the desk: an office with what is under it, a department."""
    if subject.office is not None:
        return {"office": subject.office.code}
    head = subjects.head_of(directory, subject.area)
    given = {"office": head.code if head else "", "department": subject.department}
    return {name: value for name, value in given.items() if value}


class Asker:
    """Answers who asks what. The nodes of a directory are worked out once."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._nodes: tuple[Directory, Nodes] | None = None

    def ask(self, session: Session, person: Staff, args: Mapping[str, str]) -> Asked:
        """Raises NotFound for what there is not, or what they may not see."""
        sums.snapshot(session)
        directory = self.house.cases.book.directory(session)
        root = directory.by_code(person.office) if person.office is not None else None
        area, department, office = (args.get(name, "")[:200] for name in ("area", "department", "office"))
        if area or department or office:
            subject = subjects.find(directory, area=area, department=department, office=office)
        else:
            subject = subjects.of_own(root)
        if not subjects.covers(root, subject, directory):
            raise NotFound(f"no dashboard of {subject.node}")
        mine = tickets.about(session, str(person.id))
        now, weeks = self.house.clock.now(), next((n for n in PERIODS if str(n) == args.get("weeks")), None)
        return Asked(subject, root, directory, self.nodes(directory), session, now, mine, weeks)

    def nodes(self, directory: Directory) -> Nodes:
        known = self._nodes
        if known is None or known[0] is not directory:
            known = self._nodes = directory, Nodes(directory)
        return known[1]

"""Category and place → office, by rules in order, with the reason in words.

Never to the office complained about or an office under its head, and past offices whose post is vacant.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from core.casework import Ladder
from core.errors import NotFound
from core.offices import served
from core.offices.directory import Area, Directory, Office
from core.offices.kinds import kinds_of_bodies
from core.reference.categories import categories
from core.reference.tables import rows
from core.text.accused import accused
from core.text.lexicon import any_of
from core.text.normalise import fold_letters
from core.ticket import Level, Ticket

_LOOK_AT = 6000
"""Signs of what was told that are looked at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """For some categories (``*``: any), when one of ``words`` is in the text (none: always), one of ``also`` too where
    there are any, and none of ``unless``: the kinds of office that may have it, the nearest to the citizen first."""

    order: int
    categories: frozenset[str]
    words: re.Pattern[str] | None
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    kinds: tuple[str, ...]

    def fits(self, category: str, text: str) -> str | None:
        """The word by which it fits, "" where it needs none, None where it does not fit. ``text`` in folded letters."""
        if self.categories.isdisjoint({category, "*"}):
            return None
        if self.words is None:
            return ""
        found = self.words.search(text)
        if found is None or (self.also is not None and self.also.search(text) is None):
            return None
        return None if self.unless is not None and self.unless.search(text) is not None else found.group()


_OF_RESCUE = frozenset({"fire", "flood", "collapse", "trapped"})
"""Dangers out of which people are brought: these go to the rescue service, but for a fallen bridge, a burning
transformer, a gas pipe."""
_RESCUE = Rule(0, frozenset({*categories()} - {"roads", "electricity", "gas"}), None, None, None, ("rescue_office",))


@dataclass(frozen=True, slots=True)
class Route:
    """The office, and the sentence that explains it ("sent to … because …")."""

    office: Office
    why: str
    rule: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be routed: category and district as in the record, all words of the citizen that may tell more, and
    the offices (ids) that the complaint is about. ``danger``: the kind (core.text.urgent) of what is an emergency."""

    category: str
    district: str
    text: str = ""
    against: Collection[int] = ()
    danger: str | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of core/reference/offices/rules.csv in their order."""
    return tuple(sorted(map(_rule, rows("offices/rules.csv")), key=lambda rule: rule.order))


def route(wanted: Wanted, directory: Directory, at: datetime) -> Route:
    """The office for a complaint. Raises NotFound when the place is unknown."""
    area = directory.area(wanted.district)
    if area is None:
        raise NotFound(f"no offices for {wanted.district}")
    tehsil = _tehsil(wanted.text, directory.tehsils(area.district or ""))
    area = Area(area.province, area.division, area.district, tehsil)
    passed: list[str] = []
    told = fold_letters(wanted.text[:_LOOK_AT])
    for rule in (_RESCUE, *rules()) if wanted.danger in _OF_RESCUE else rules():
        word = rule.fits(wanted.category, told)
        if word is None:
            continue
        for office in _candidates(rule.kinds, area, directory, told):
            obstacle = _obstacle(office, wanted, directory, at)
            if obstacle is None:
                return Route(office, _because(office, wanted, area, word, passed), rule.order)
            if obstacle not in passed:
                passed.append(obstacle)
    raise NotFound(f"every office for {wanted.category} in {wanted.district} is complained about or vacant")


def ladder(directory: Directory) -> Ladder:
    """The ladder for casework's policy: posts as they were at the time, never an office complained about."""

    def office_at(ticket: Ticket, level: Level, at: datetime) -> int | None:
        area = directory.area(ticket.district)
        if level is Level.OFFICE:
            return ticket.office_id
        office = directory.on_ladder(level, area) if area else None
        if office is None or not directory.filled(office, at):
            return None
        against = ticket.against_office
        return None if against is not None and directory.within(office.id, against) else office.id

    return office_at


def whom_about(text: str, category: str, district: str, directory: Directory) -> Office | None:
    """The office that a complaint is about (core.text.accused), the nearest to the citizen; None for none, and for one
    of a tehsil that was not named: then it goes to the district at least."""
    place = directory.area(district)
    if place is None:
        return None
    named = _tehsils_named(text, directory.tehsils(place.district or ""))
    for one in accused(text, category):
        at = max(text.lower().find(one.words.lower()), 0)
        kind = _hospital(text) if one.kind == "district_hospital" else one.kind
        nearest = sorted(named, key=lambda other: abs(other[1] - at))
        for tehsil in (*(name for name, _ in nearest), None):
            office = directory.find(kind, Area(place.province, place.division, place.district, tehsil))
            if office is not None:
                return office
    return None


def _hospital(text: str) -> str:
    """Which hospital is spoken of: the district's where it is called so, else that of a tehsil."""
    of_district = next(rule.words for rule in rules() if "district_hospital" in rule.kinds)
    assert of_district is not None
    return "district_hospital" if of_district.search(fold_letters(text[:_LOOK_AT])) else "tehsil_hospital"


def _candidates(kinds: Sequence[str], area: Area, directory: Directory, told: str) -> Iterator[Office]:
    """The body that serves the streets told of, and those above it; else the offices of these kinds for the area, then
    those above them."""
    for kind in kinds:
        serving = served.body(kind, area.district, told, directory) if kind in kinds_of_bodies() else None
        if serving is not None:
            yield from (serving, *directory.above(serving))
    found = [
        office for kind in kinds if kind not in kinds_of_bodies() and (office := directory.find(kind, area)) is not None
    ]
    yield from found
    for office in found[-1:]:
        yield from directory.above(office)


def _obstacle(office: Office, wanted: Wanted, directory: Directory, at: datetime) -> str | None:
    """Why this office may not have it, as a clause."""
    if office.id in wanted.against:
        return f"the complaint is about {office.name}"
    if any(above.id in wanted.against for above in directory.above(office)):
        return f"{office.name} is under the office complained about"
    if not directory.filled(office, at):
        return f"nobody is in post at {office.name}"
    return None


def _because(office: Office, wanted: Wanted, area: Area, word: str, passed: Sequence[str]) -> str:
    about = categories()[wanted.category].names["en"] if wanted.category in categories() else wanted.category
    place = ", ".join(filter(None, (area.tehsil, wanted.district)))
    return sentence(office.name, about, place, word, passed)


def sentence(office: str, about: str, place: str, word: str = "", passed: Sequence[str] = ()) -> str:
    """The explanation as it is kept in the history, in English; ``read_sentence`` takes it apart for readers of other
    languages. ``passed``: why other offices could not have it."""
    speaks = f" and speaks of “{word}”" if word else ""
    past = f" ({'; '.join(passed)})" if passed else ""
    return f"Sent to {office} because the complaint is about {about} in {place}{speaks}{past}."


_SENTENCE = re.compile(
    r"Sent to (?P<office>.+?) because the complaint is about (?P<about>.+?) in (?P<place>[^“(]+?)"
    r"(?: and speaks of “(?P<word>[^”]*)”)?(?: \((?P<passed>.+)\))?\.(?:; (?P<again>.+))?"
)
_PASSED = (
    ("accused", re.compile(r"the complaint is about (.+)")),
    ("under", re.compile(r"(.+) is under the office complained about")),
    ("vacant", re.compile(r"nobody is in post at (.+)")),
)


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation taken apart: names in English as they were then. ``passed``: why (accused, under or vacant) and
    which office. ``again``: why it was looked at again."""

    office: str
    about: str
    place: str
    word: str
    passed: Sequence[tuple[str, str]]
    again: str


def read_sentence(text: str) -> Explained | None:
    """What ``sentence`` says; None for any other text."""
    found = _SENTENCE.fullmatch(text)
    if found is None:
        return None
    told = {name: value or "" for name, value in found.groupdict().items()}
    passed = [
        (why, match.group(1))
        for clause in filter(None, told["passed"].split("; "))
        for why, form in _PASSED
        if (match := form.fullmatch(clause)) is not None
    ]
    return Explained(told["office"], told["about"], told["place"], told["word"], passed, told["again"])


def _tehsil(text: str, names: Sequence[str]) -> str | None:
    """The one tehsil that the text names; None for none or several."""
    found = {name for name, _ in _tehsils_named(text, names)}
    return found.pop() if len(found) == 1 else None


def _tehsils_named(text: str, names: Sequence[str]) -> list[tuple[str, int]]:
    """Each tehsil with where it is named; not one whose name is part of a longer one there."""
    spans = [
        (match.start(), match.end(), name)
        for name in names
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]
    return [
        (name, start)
        for start, end, name in spans
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spans)
    ]


def _rule(row: dict[str, str]) -> Rule:
    words, also, unless = (any_of(row[name]) for name in ("words", "also", "unless"))
    categories = frozenset(row["category"].split("|"))
    return Rule(int(row["order"]), categories, words, also, unless, tuple(row["kinds"].split("|")))

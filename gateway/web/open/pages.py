"""What is on a page: the two numbers that count, sentences, tables. From published numbers only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, gettext, lazy_gettext

from core.dashboards.fair import Verdict
from core.offices.directory import Directory
from core.publishing import measures as m
from core.publishing.records import Record
from core.publishing.subjects import Kind as Sort
from gateway.web.dashboards.labels import VERDICTS
from gateway.web.dashboards.numbers import cell_text, count
from gateway.web.dashboards.report import Chart, Column, Kind, Row, Shape, Table
from gateway.web.open.names import address, name_of
from gateway.web.open.queries import Shown
from gateway.web.shared.names import category_name, department_name

NAMES = {
    m.RECEIVED: lazy_gettext("Received"),
    m.OPEN: lazy_gettext("Open"),
    m.LATE: lazy_gettext("Overdue"),
    m.OLD: lazy_gettext("Open for over 90 days"),
    m.SOLVED: lazy_gettext("Solved, as offices say"),
    m.CONFIRMED: lazy_gettext("Confirmed by citizens"),
    m.UNCONFIRMED: lazy_gettext("Unconfirmed"),
    m.DENIED: lazy_gettext("Citizen said no"),
    m.EXPECTED: lazy_gettext("Confirmed, expected"),
}
_BAD = frozenset({m.LATE, m.OLD, m.DENIED})
Name = Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a bar: ``percent`` 0 to 100, None where it is not told."""

    name: str
    percent: int | None
    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A large number; ``text`` is "<10" where it is kept back."""

    name: str
    text: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """All of a subject's page."""

    title: str
    above: Sequence[tuple[str, str]]
    bars: Sequence[Bar]
    numbers: Sequence[Number]
    sentence: str
    verdict: str
    tables: Sequence[Table]


def page(found: Shown, directory: Directory) -> Page:
    """The page of a subject."""
    record, least = found.record, found.day.least

    def name(one: Record) -> str:
        return name_of(one, directory)

    in_department = record.kind == Sort.DEPARTMENT
    by_place: Name = (lambda one: name(one).partition(" · ")[2]) if in_department else name
    tables = [
        months(record),
        categories(record),
        by_subject("places", str(gettext("By place")), str(gettext("Place")), found.places, by_place),
        by_subject(
            "departments",
            str(gettext("By department")),
            str(gettext("Department")),
            found.departments,
            lambda one: department_name(one.department),
        ),
        by_subject("offices", str(gettext("Its offices")), str(gettext("Office")), found.offices, name),
    ]
    return Page(
        name(record),
        [(name(one), address(one.id)) for one in found.above],
        bars(record),
        numbers(record, least),
        radio(record, name(record).replace(" · ", ", ")),
        _verdict(record),
        [one for one in tables if one.rows],
    )


def bars(record: Record) -> list[Bar]:
    """What offices say beside what citizens say."""
    return [
        _bar(gettext("Offices say that it is solved"), share(record, m.SOLVED)),
        _bar(gettext("Citizens confirm that it is solved"), share(record, m.CONFIRMED), own=True),
    ]


def _bar(name: str, part: float | None, *, own: bool = False) -> Bar:
    return Bar(str(name), round(part * 100) if part is not None else None, cell_text(part, Kind.SHARE), own)


def share(record: Record, measure: str) -> float | None:
    """Of what was received; never more than all, which rounding could make of it."""
    number, whole = record.figures[measure], record.received
    return min(1.0, number / whole) if number is not None and whole else None


def numbers(record: Record, least: int) -> list[Number]:
    """The large numbers."""
    found = [
        Number(
            str(NAMES[measure]), told(record.figures[measure], least), measure in _BAD and bool(record.figures[measure])
        )
        for measure in m.FIGURES
    ]
    if record.median_days is not None:
        found.append(Number(str(gettext("Days in which half is said to be solved")), count(record.median_days)))
    return found


def told(number: int | None, least: int) -> str:
    """A number, or that it is kept back."""
    return count(number) if number is not None else str(gettext("under %(least)s", least=count(least)))


def radio(record: Record, name: str) -> str:
    """The page as a sentence that can be read out."""
    says, confirms = share(record, m.SOLVED), share(record, m.CONFIRMED)
    if says is None or confirms is None:
        return str(gettext("%(name)s: %(received)s complaints have come.", name=name, received=count(record.received)))
    values = {
        "name": name,
        "received": count(record.received),
        "says": cell_text(says, Kind.SHARE),
        "confirms": cell_text(confirms, Kind.SHARE),
    }
    still_open = record.figures[m.OPEN]
    if still_open is None:
        return str(
            gettext(
                "%(name)s: of %(received)s complaints, offices say that %(says)s are solved; citizens confirm it of "
                "%(confirms)s.",
                **values,
            )
        )
    return str(
        gettext(
            "%(name)s: of %(received)s complaints, offices say that %(says)s are solved; citizens confirm it of "
            "%(confirms)s. %(open)s are still open.",
            open=count(still_open),
            **values,
        )
    )


def _verdict(record: Record) -> str:
    """How it does beside what was to be expected of its categories."""
    if record.verdict is None or record.figures[m.EXPECTED] is None:
        return ""
    return str(
        gettext(
            "Citizens confirmed %(confirmed)s; had it done as well as all like it in the same matters, it would be "
            "%(expected)s: %(verdict)s.",
            confirmed=count(record.figures[m.CONFIRMED] or 0),
            expected=count(record.figures[m.EXPECTED] or 0),
            verdict=VERDICTS[Verdict(record.verdict)],
        )
    )


def months(record: Record) -> Table:
    """The trend: the latest month first, with its picture."""
    measures = [one for one in m.MONTHLY if any(one in of for of in record.months.values())]
    columns = [Column("month", str(gettext("Month")), Kind.TEXT), *(Column(one, str(NAMES[one])) for one in measures)]
    rows = [
        Row((_month(month), *(of.get(one) for one in measures))) for month, of in reversed(list(record.months.items()))
    ]
    drawn = [one for one in measures if all(of.get(one) is not None for of in record.months.values())]
    series = tuple((str(NAMES[one]), tuple(of.get(one) or 0 for of in record.months.values())) for one in drawn)
    chart = Chart(Shape.LINES, tuple(f"{month[5:]}/{month[2:4]}" for month in record.months), series)
    return Table("months", str(gettext("Month by month")), columns, rows, "", chart if len(rows) > 2 else None)


def _month(month: str) -> str:
    return str(format_date(date.fromisoformat(f"{month}-01"), "LLLL y"))


def by_subject(key: str, title: str, first: str, records: Sequence[Record], name: Name) -> Table:
    """Parts of it, each leading to its own page."""
    judged = any(one.verdict for one in records)
    columns = [
        Column("name", first, Kind.TEXT),
        Column(m.RECEIVED, str(NAMES[m.RECEIVED])),
        Column(m.OPEN, str(NAMES[m.OPEN])),
        Column(m.LATE, str(NAMES[m.LATE])),
        Column(m.OLD, str(gettext("Over 90 days"))),
        Column(m.SOLVED, str(NAMES[m.SOLVED]), Kind.SHARE),
        Column(m.CONFIRMED, str(NAMES[m.CONFIRMED]), Kind.SHARE),
        *([Column("verdict", str(gettext("Confirmed is")), Kind.TEXT)] if judged else []),
        Column(m.DENIED, str(NAMES[m.DENIED])),
        Column("median_days", str(gettext("Days, half"))),
    ]
    rows = [
        Row(
            (
                name(one),
                *(one.figures[measure] for measure in (m.RECEIVED, m.OPEN, m.LATE, m.OLD)),
                share(one, m.SOLVED),
                share(one, m.CONFIRMED),
                *([str(VERDICTS[Verdict(one.verdict)]) if one.verdict else "–"] if judged else []),
                one.figures[m.DENIED],
                one.median_days,
            ),
            address(one.id),
        )
        for one in records
    ]
    return Table(key, title, columns, rows)


def categories(record: Record) -> Table:
    columns = [
        Column("category", str(gettext("Category")), Kind.TEXT),
        *(Column(one, str(NAMES[one])) for one in m.BY_CATEGORY),
    ]
    rows = [
        Row((category_name(key), *(of.get(one) for one in m.BY_CATEGORY)))
        for key, of in sorted(record.categories.items(), key=lambda one: _most(one[0], one[1]))
    ]
    return Table("categories", str(gettext("By category")), columns, rows)


def _most(category: str, of: Mapping[str, int | None]) -> tuple[int, str]:
    return -(of.get(m.RECEIVED) or 0), category


def compared(records: Sequence[Record], directory: Directory) -> Table:
    """Up to five, side by side: a row each number, a column each subject."""
    columns = [Column("what", "", Kind.TEXT)]
    columns += [Column(f"s{n}", name_of(one, directory)) for n, one in enumerate(records)]
    rows = [Row((str(NAMES[measure]), *(one.figures[measure] for one in records))) for measure in m.FIGURES]
    rows.append(Row((str(gettext("Days in which half is said to be solved")), *(one.median_days for one in records))))
    return Table("compared", str(gettext("Side by side")), columns, rows)


def ranked(records: Iterable[Record], directory: Directory) -> Table:
    """The same matters compared: who is furthest beyond what was to be expected comes first."""
    rows = sorted((one for one in records if one.verdict), key=_beyond, reverse=True)
    table = by_subject(
        "rank", str(gettext("Ranked fairly")), str(gettext("Place")), rows, lambda one: name_of(one, directory)
    )
    note = gettext(
        "Ranked by how many more citizens confirmed than was to be expected: what each would have if it did as well, "
        "category by category, as all beside it do together. A difference that chance alone often makes is called as "
        "expected."
    )
    return Table(table.key, table.title, table.columns, table.rows, str(note))


def _beyond(record: Record) -> float:
    confirmed, expected = record.figures[m.CONFIRMED] or 0, record.figures[m.EXPECTED] or 0
    return (confirmed - expected) / record.received

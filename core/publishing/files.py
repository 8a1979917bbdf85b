"""The files of a day, as CSV after RFC 4180: UTF-8, digits 0-9, dates after ISO 8601, headings that stay. An empty
field is a number that is kept back. ``TABLES`` is the one place that says what the files hold: the dictionary, the data
package and the CSVW metadata are made of it."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.publishing import measures as m
from core.publishing.records import Record

SCHEME = 1
"""The version of these files: it goes up when a heading goes or means something else, not when one is added."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[str | int | None]


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is string, integer, date or yearmonth (Table Schema's names); ``needed``: never empty."""

    name: str
    kind: str
    told: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file. ``key``: the columns that tell its rows apart."""

    name: str
    title: str
    columns: Sequence[Column]
    key: Sequence[str]
    rows: Callable[[Record, str], Iterator[Row]]


_WHAT = (
    Column("date", "date", "The day on which the numbers were so, in Pakistan.", needed=True),
    Column("id", "string", "What the line is about: the end of its page's address. It stays.", needed=True),
)
_VERDICTS = "Confirmations beside what was to be expected: more, less, or alike (a difference that chance often makes)."


def _figures(record: Record, day: str) -> Iterator[Row]:
    numbers = (record.figures[measure] for measure in (*m.FIGURES, m.EXPECTED))
    what = (record.kind, record.name, record.parent, record.department)
    yield (day, record.id, *what, *numbers, record.verdict, record.median_days)


def _months(record: Record, day: str) -> Iterator[Row]:
    for month, of in record.months.items():
        yield (day, record.id, month, *(of.get(measure) for measure in m.MONTHLY))


def _categories(record: Record, day: str) -> Iterator[Row]:
    for category, of in record.categories.items():
        yield (day, record.id, category, *(of.get(one) for one in m.BY_CATEGORY))


def _counts(measures: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(measure, "integer", m.MEANING[measure]) for measure in measures)


TABLES = (
    Table(
        "figures.csv",
        "Complaints by place, department and office",
        (
            *_WHAT,
            Column(
                "kind", "string", "country, province, division, district, tehsil, department or office", needed=True
            ),
            Column("name", "string", "Its name, or its place's, in English.", needed=True),
            Column("parent", "string", "The id of what it is a part of; empty: of nothing."),
            Column("department", "string", "The key of its department; empty: all departments."),
            *_counts((*m.FIGURES, m.EXPECTED)),
            Column("confirmed_verdict", "string", _VERDICTS),
            Column("median_days", "integer", "Half of what was said to be solved took so many days or less."),
        ),
        ("id",),
        _figures,
    ),
    Table(
        "months.csv",
        "What came and what happened, by month",
        (
            *_WHAT,
            Column("month", "yearmonth", "A week belongs to the month that its Thursday is in.", needed=True),
            *_counts(m.MONTHLY),
        ),
        ("id", "month"),
        _months,
    ),
    Table(
        "categories.csv",
        "Complaints by category",
        (
            *_WHAT,
            Column("category", "string", "The key of the category.", needed=True),
            *_counts(m.BY_CATEGORY),
        ),
        ("id", "category"),
        _categories,
    ),
)
DICTIONARY, BULK = "dictionary.csv", "all.zip"


def as_csv(table: Table, records: Iterable[Record], day: str) -> tuple[str, int]:
    """The file, and how many lines it has below its heading."""
    rows = [row for record in records for row in table.rows(record, day)]
    return _csv([column.name for column in table.columns], rows), len(rows)


def dictionary() -> str:
    """What each heading of each file means."""
    rows = [(table.name, one.name, one.kind, one.told) for table in TABLES for one in table.columns]
    return _csv(["file", "column", "type", "meaning"], rows)


def bulk(files: Mapping[str, bytes], day: str) -> bytes:
    """All files as one ZIP archive: the same bytes for the same files."""
    out = io.BytesIO()
    at = date.fromisoformat(day)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (at.year, at.month, at.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def as_plain(record: Record) -> dict[str, Any]:
    """A line for JSON, with the months and categories in lists."""
    return {
        "id": record.id,
        "kind": record.kind,
        "name": record.name,
        "parent": record.parent or None,
        "department": record.department or None,
        **record.figures,
        "confirmed_verdict": record.verdict,
        "median_days": record.median_days,
        "months": [{"month": month, **{one: of.get(one) for one in m.MONTHLY}} for month, of in record.months.items()],
        "categories": [
            {"category": key, **{one: of.get(one) for one in m.BY_CATEGORY}} for key, of in record.categories.items()
        ],
    }


def _csv(headings: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return out.getvalue()


def _safe(value: str | int | None) -> str | int:
    """Texts that a spreadsheet would take for a formula get an apostrophe (OWASP, CSV injection)."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""A report: what a page, a CSV file and a PDF file are all made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds. Counts, shares (0 to 1) and days are numbers; None is an empty cell."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    TIMES = "times"


Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is in the page's language, ``key`` names it in links."""

    key: str
    name: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Row:
    """Values in the columns' order. ``href`` is where the first one leads; ``hrefs`` of other columns, by key."""

    values: Sequence[Value]
    href: str | None = None
    hrefs: dict[str, str] = field(default_factory=dict)


class Shape(StrEnum):
    """How numbers are drawn: over time, or as parts of a whole."""

    LINES = "lines"
    STACKS = "stacks"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers: for each series a number to each label. In lines every fourth label is shown."""

    shape: Shape
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` names it in addresses and file names. ``chart`` shows the same. ``note`` says how it is counted."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """One large number. ``share`` is its part of ``of``; ``level`` marks what is bad news."""

    key: str
    name: str
    count: int
    share: float | None = None
    of: str = ""
    bad: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Another page about it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the kinds of offices that may be compared."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Report:
    """``path``: from the largest that one may see down to this. ``name`` is for file names. ``brief``: on paper it is
    one page, so there a chart stands for its table."""

    name: str
    title: str
    at: datetime
    headlines: Sequence[Headline] = ()
    tables: Sequence[Table] = ()
    sentences: Sequence[str] = ()
    path: Sequence[Link] = ()
    links: Sequence[Link] = ()
    map: str = ""
    choices: Sequence[Choice] = ()
    since: date | None = None
    """What is counted came, or happened, since then; None: since the beginning."""
    brief: bool = False

    def table(self, key: str) -> Table | None:
        return next((one for one in self.tables if one.key == key), None)

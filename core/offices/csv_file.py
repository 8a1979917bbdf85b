"""Offices and their posts as a table, for administrators: one line an office, with who is in its post now.

Columns: see ``COLUMNS``. Written as CSV in UTF-8 or as XLSX; read as any that core/offices/spreadsheet.py takes. A file
may hold some offices only: those that are to be added or changed. ``numbers`` are E.164 without the plus, blanks
between.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TypeVar

from core.errors import Malformed
from core.offices.directory import Office, PostStatus, Term, Tier
from core.offices.spreadsheet import SAVE_AS, read_rows, write_csv, write_workbook

COLUMNS = (
    "code",
    "parent",
    "kind",
    "department",
    "tier",
    "province",
    "division",
    "district",
    "tehsil",
    "name",
    "name_ur",
    "numbers",
    "post",
    "status",
    "since",
    "holder",
    "user",
)
_MOST_FAULTS = 20
_LOST = re.compile(r"\?\?")  # two question marks: what Excel's ordinary CSV leaves of a word in Urdu
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Line:
    """An office and what is known of its post. The office's ``id`` is 0: the store gives it."""

    office: Office
    term: Term | None


def write(lines: Iterable[Line], file: IO[str]) -> int:
    """Write them as CSV; how many there were."""
    return write_csv(COLUMNS, (tuple(_cells(line)) for line in lines), file)


def write_xlsx(lines: Iterable[Line], file: IO[bytes]) -> int:
    """Write them as an Excel workbook; how many there were."""
    return write_workbook(COLUMNS, (tuple(_cells(line)) for line in lines), file)


def read(content: bytes, now: datetime, known: Iterable[Office] = ()) -> list[Line]:
    """All lines of a file. ``now`` is since when a post is as the file says, where it does not say; ``known`` are the
    offices that are there already: those of the file may be under them.

    Raises Malformed with each fault and its line number; then nothing of the file is taken.
    """
    rows = iter(read_rows(content))
    heading = [name.strip() for name in next(rows, ())]
    missing = [column for column in COLUMNS[:10] if column not in heading]
    if missing:
        raise Malformed(f"line 1: no column {', '.join(missing)}")
    lines: dict[int, Line] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue  # spreadsheets leave empty rows at the end
        try:
            lines[number] = _line(_named_cells(heading, row), now)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
    faults = faults or _faults_of_the_tree({number: line.office for number, line in lines.items()}, known)
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise Malformed("\n".join([*faults[:_MOST_FAULTS], *more]))
    return list(lines.values())


def _named_cells(heading: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "") | {
        name: cell.strip() for name, cell in zip(heading, row, strict=False) if name in COLUMNS
    }
    for name in ("name", "name_ur", "holder"):
        if _LOST.search(cells[name]):
            raise ValueError(f"of {name} only question marks are left: its letters were lost on saving. {SAVE_AS}")
    return cells


def _cells(line: Line) -> Iterator[str]:
    office, term = line.office, line.term
    yield from (office.code, office.parent or "", office.kind, office.department, office.tier, office.province)
    yield from (office.division or "", office.district or "", office.tehsil or "", office.name, office.name_ur)
    yield " ".join(number.removeprefix("+") for number in office.numbers)
    if term is None:
        yield from ("", "", "", "", "")
    else:
        yield from (term.title, term.status, term.since.isoformat(), term.holder, term.user or "")


def _line(row: dict[str, str], now: datetime) -> Line:
    for column in ("code", "kind", "department", "province", "name"):
        if not row[column]:
            raise ValueError(f"no {column}")
    office = Office(
        id=0,
        code=row["code"],
        kind=row["kind"],
        department=row["department"],
        tier=_one_of(Tier, row["tier"], "tier"),
        name=row["name"],
        name_ur=row["name_ur"],
        province=row["province"],
        division=row["division"] or None,
        district=row["district"] or None,
        tehsil=row["tehsil"] or None,
        parent=row["parent"] or None,
        numbers=tuple(_number(number) for number in row["numbers"].split()),
    )
    if not row["status"]:
        return Line(office, None)
    status = _one_of(PostStatus, row["status"], "status")
    title, holder, user = row["post"] or office.kind, row["holder"], row["user"] or None
    return Line(office, Term(office.code, title, status, _time(row["since"], now), holder, user))


def _faults_of_the_tree(offices: Mapping[int, Office], known: Iterable[Office]) -> list[str]:
    by_code: dict[str, Office] = {}
    faults = []
    for number, office in offices.items():
        if office.code in by_code:
            faults.append(f"line {number}: {office.code} is there twice")
        by_code[office.code] = office
    by_code = {office.code: office for office in known} | by_code
    for number, office in offices.items():
        if office.parent is not None and office.parent not in by_code:
            faults.append(f"line {number}: no office {office.parent} to be under")
        elif _is_above_itself(office, by_code):
            faults.append(f"line {number}: {office.code} is above itself")
    return faults


def _is_above_itself(office: Office, by_code: dict[str, Office]) -> bool:
    seen = {office.code}
    above = by_code.get(office.parent or "")
    while above is not None:
        if above.code in seen:
            return True
        seen.add(above.code)
        above = by_code.get(above.parent or "")
    return False


def _one_of(kind: Callable[[str], Kind], value: str, name: str) -> Kind:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{name} {value!r} is none of ours") from None


def _number(written: str) -> str:
    digits = written.removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or not 8 <= len(digits) <= 15:
        raise ValueError(f"{written!r} is not a phone number with its country code")
    return f"+{digits}"


def _time(written: str, now: datetime) -> datetime:
    if not written:
        return now
    try:
        since = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"since {written!r} is not a date (2026-03-01)") from None
    return since if since.tzinfo else since.replace(tzinfo=now.tzinfo)

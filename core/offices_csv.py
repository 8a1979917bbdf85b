"""Offices and their posts as CSV, for administrators: one line an office, with who is in its post now.

Columns: see ``COLUMNS``. UTF-8; a byte order mark is taken. ``numbers`` are E.164 without the plus, blanks between.
A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TypeVar

from core.errors import Malformed
from core.offices import Office, PostStatus, Term, Tier

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
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Line:
    """An office and what is known of its post. The office's ``id`` is 0: the store gives it."""

    office: Office
    term: Term | None


def write(lines: Iterable[Line], file: IO[str]) -> int:
    """Write them; how many there were."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(COLUMNS)
    count = 0
    for line in lines:
        out.writerow(map(_safe, _cells(line)))
        count += 1
    return count


def read(file: Iterable[str], now: datetime) -> list[Line]:
    """All lines. ``now`` is since when a post is as the file says, where it does not say.

    Raises Malformed with each fault and its line number; then nothing of the file is taken.
    """
    lines: list[Line] = []
    faults: list[str] = []
    table = csv.DictReader(_without_mark(file))
    missing = [column for column in COLUMNS[:10] if column not in (table.fieldnames or ())]
    if missing:
        raise Malformed(f"line 1: no column {', '.join(missing)}")
    for number, row in enumerate(table, start=2):
        try:
            lines.append(_line({key: _plain(value or "") for key, value in row.items() if key in COLUMNS}, now))
        except ValueError as error:
            faults.append(f"line {number}: {error}")
    faults += _faults_of_the_tree([line.office for line in lines]) if not faults else []
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise Malformed("\n".join([*faults[:_MOST_FAULTS], *more]))
    return lines


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
        name_ur=row.get("name_ur", ""),
        province=row["province"],
        division=row["division"] or None,
        district=row["district"] or None,
        tehsil=row["tehsil"] or None,
        parent=row["parent"] or None,
        numbers=tuple(_number(number) for number in row.get("numbers", "").split()),
    )
    if not row.get("status"):
        return Line(office, None)
    status = _one_of(PostStatus, row["status"], "status")
    title, holder, user = row.get("post") or office.kind, row.get("holder", ""), row.get("user") or None
    return Line(office, Term(office.code, title, status, _time(row.get("since", ""), now), holder, user))


def _faults_of_the_tree(offices: list[Office]) -> list[str]:
    by_code: dict[str, Office] = {}
    faults = []
    for number, office in enumerate(offices, start=2):
        if office.code in by_code:
            faults.append(f"line {number}: {office.code} is there twice")
        by_code[office.code] = office
    for number, office in enumerate(offices, start=2):
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


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else cell


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r", "'") else cell


def _without_mark(file: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(file):
        yield line.removeprefix("\ufeff") if number == 0 else line

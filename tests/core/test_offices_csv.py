"""Offices as CSV: there and back again, and every fault named by its line."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.errors import Malformed
from core.offices import Office, PostStatus, Term, Tier
from core.offices_csv import COLUMNS, Line, read, write
from core.reference.offices.generate import generate

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEAD = ",".join(COLUMNS)
CELL = Office(0, "kp.cell", "chief_minister", "administration", Tier.PROVINCE, "Cell", "سیل", "Khyber Pakhtunkhwa")


def text(lines: list[Line]) -> str:
    out = io.StringIO()
    write(lines, out)
    return out.getvalue()


def test_all_generated_offices_come_back_as_they_were() -> None:
    there = [Line(replace(office, id=0), None) for office in generate()]
    assert read(io.StringIO(text(there)), NOW) == there


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-x", "@x", "'quoted", "'=x", 'a "b", c', "line\nbreak", "دفتر"])
def test_what_a_spreadsheet_would_run_is_only_text(name: str) -> None:
    office = Office(0, "kp.x", "x", "y", Tier.PROVINCE, name, "", "P", numbers=("+92919210000", "+923001234567"))
    term = Term("kp.x", "Head", PostStatus.ON_LEAVE, NOW, holder="=1+1", user="u7")
    written = text([Line(office, term)])
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in written.splitlines()[1].split(","))
    assert read(io.StringIO(written), NOW) == [Line(office, term)]


def row(**cells: str) -> str:
    base = {"code": "a", "kind": "k", "department": "d", "tier": "district", "province": "P", "name": "A"}
    return ",".join((base | cells).get(column, "") for column in COLUMNS)


def test_a_byte_order_mark_and_a_date_alone_are_taken() -> None:
    [line] = read(io.StringIO(f"\ufeff{HEAD}\n{row(status='vacant', since='2026-03-01')}\n"), NOW)
    assert line.term == Term("a", "k", PostStatus.VACANT, datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row(name="")], "line 2: no name"),
        ([row(tier="village")], "line 2: tier 'village' is none of ours"),
        ([row(status="gone")], "line 2: status 'gone' is none of ours"),
        ([row(status="vacant", since="soon")], "line 2: since 'soon' is not a date (2026-03-01)"),
        ([row(numbers="0300-1234567")], "line 2: '0300-1234567' is not a phone number with its country code"),
        ([row(), row()], "line 3: a is there twice"),
        ([row(parent="b")], "line 2: no office b to be under"),
        ([row(parent="b"), row(code="b", parent="a")], "line 2: a is above itself\nline 3: b is above itself"),
        ([row(name=""), row(tier="x", code="b")], "line 2: no name\nline 3: tier 'x' is none of ours"),
        ([row(name="")] * 30, "and 10 more"),
    ],
)
def test_faults(rows: list[str], fault: str) -> None:
    with pytest.raises(Malformed) as raised:
        read(io.StringIO("\n".join([HEAD, *rows])), NOW)
    assert raised.value.detail.endswith(fault)


def test_a_file_that_is_something_else() -> None:
    with pytest.raises(Malformed, match="no column code"):
        read(io.StringIO("a,b\n1,2\n"), NOW)

"""Offices as CSV: there and back again, and every fault named by its line."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

import pytest

from core.errors import Malformed
from core.offices.csv_file import COLUMNS, Line, read, write, write_xlsx
from core.offices.directory import Office, PostStatus, Term, Tier
from core.offices.generate import generate
from core.offices.spreadsheet import SAVE_AS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEAD = ",".join(COLUMNS)
CELL = Office(0, "kp.cell", "chief_minister", "administration", Tier.PROVINCE, "Cell", "سیل", "Khyber Pakhtunkhwa")


def text(lines: list[Line]) -> str:
    out = io.StringIO()
    write(lines, out)
    return out.getvalue()


def test_all_generated_offices_come_back_as_they_were() -> None:
    there = [Line(replace(office, id=0), None) for office in generate()]
    assert read(text(there).encode(), NOW) == there


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-x", "@x", "'quoted", "'=x", 'a "b", c', "line\nbreak", "دفتر"])
def test_what_a_spreadsheet_would_run_is_only_text(name: str) -> None:
    office = Office(0, "kp.x", "x", "y", Tier.PROVINCE, name, "", "P", numbers=("+92919210000", "+923001234567"))
    term = Term("kp.x", "Head", PostStatus.ON_LEAVE, NOW, holder="=1+1", user="u7")
    written = text([Line(office, term)])
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in written.splitlines()[1].split(","))
    assert read(written.encode(), NOW) == [Line(office, term)]


def row(**cells: str) -> str:
    base = {"code": "a", "kind": "k", "department": "d", "tier": "district", "province": "P", "name": "A"}
    return ",".join((base | cells).get(column, "") for column in COLUMNS)


def test_a_byte_order_mark_and_a_date_alone_are_taken() -> None:
    [line] = read(f"\ufeff{HEAD}\n{row(status='vacant', since='2026-03-01')}\n".encode(), NOW)
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
        (
            [row(name_ur="???? ??? (1)")],
            f"line 2: of name_ur only question marks are left: its letters were lost on saving. {SAVE_AS}",
        ),
        (
            [row(holder="????")],
            f"line 2: of holder only question marks are left: its letters were lost on saving. {SAVE_AS}",
        ),
    ],
)
def test_faults(rows: list[str], fault: str) -> None:
    with pytest.raises(Malformed) as raised:
        read("\n".join([HEAD, *rows]).encode(), NOW)
    assert raised.value.detail.endswith(fault)


def test_a_file_that_is_something_else() -> None:
    with pytest.raises(Malformed, match="no column code"):
        read(b"a,b\n1,2\n", NOW)


def test_a_workbook_comes_back_as_it_was() -> None:
    there = [Line(replace(office, id=0), None) for office in islice(generate(), 300)]
    there.append(Line(replace(CELL, code="kp.x", name="=1+1", numbers=("+923001234567", "+92919210000")), None))
    file = io.BytesIO()
    assert write_xlsx(there, file) == 301
    assert read(file.getvalue(), NOW, generate()) == there


def test_one_office_under_one_that_is_there_already() -> None:
    content = "\n".join([HEAD, row(code="new", parent="kp.cell")]).encode()
    with pytest.raises(Malformed, match=r"line 2: no office kp\.cell to be under"):
        read(content, NOW)
    [line] = read(content, NOW, [CELL])
    assert line.office.parent == "kp.cell"


def test_an_office_is_not_put_under_its_own_branch() -> None:
    branch = replace(CELL, code="kp.branch", parent="kp.cell")
    with pytest.raises(Malformed, match=r"line 2: kp\.cell is above itself"):
        read("\n".join([HEAD, row(code="kp.cell", parent="kp.branch")]).encode(), NOW, [CELL, branch])

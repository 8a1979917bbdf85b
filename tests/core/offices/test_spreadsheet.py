"""Tables as spreadsheets write them."""

import io
from collections.abc import Iterable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from core.errors import Malformed
from core.offices import spreadsheet
from core.offices.spreadsheet import read_rows, write_csv, write_workbook

ROWS = [["code", "name_ur", "numbers"], ["a", "دفتر", "923001234567"], ["", "", ""]]


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "code,name_ur,numbers\na,دفتر,923001234567\n,,\n".encode(),
        "\ufeffcode,name_ur,numbers\r\na,دفتر,923001234567\r\n,,\r\n".encode(),
        "code;name_ur;numbers\na;دفتر;923001234567\n;;\n".encode(),
        "code\tname_ur\tnumbers\r\na\tدفتر\t923001234567\r\n\t\t\r\n".encode("utf-16"),  # Excel's "Unicode Text"
        workbook([ROWS[0], ["a", "دفتر", 923001234567], [None, None, None]]),
        workbook([ROWS[0], ["a", "دفتر", 923001234567.0], ["", None, ""]]),
    ],
)
def test_the_same_table(content: bytes) -> None:
    assert [list(row) for row in read_rows(content)] == ROWS


def test_days_are_written_as_we_read_them() -> None:
    day = datetime(2026, 3, 1)  # noqa: DTZ001 - cells have no zone
    rows = workbook([[day, day.replace(hour=9, minute=30), date(2026, 3, 2), 1.5, True]])
    assert list(read_rows(rows)) == [("2026-03-01", "2026-03-01T09:30:00", "2026-03-02", "1.5", "True")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("code\nd\u00e9".encode("cp1252"), "line 2: this file is not UTF-8"),
        (b"PK\x03\x04 and then nothing", "this is no Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(Malformed, match=fault):
        list(read_rows(content))


def test_a_workbook_that_unpacks_to_more_than_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1000)
    with pytest.raises(Malformed, match="1000 are taken at most"):
        list(read_rows(workbook([["a"]])))


def test_both_formats_give_formulas_back_as_text() -> None:
    cells = ["=1+1", "+1", "'quoted", "-", "@x", "a,b"]
    text, book = io.StringIO(), io.BytesIO()
    assert write_csv(["h"], [cells], text) == write_workbook(["h"], [cells], book) == 1
    assert [list(row) for row in read_rows(text.getvalue().encode())][1] == cells
    assert [list(row) for row in read_rows(book.getvalue())][1] == cells

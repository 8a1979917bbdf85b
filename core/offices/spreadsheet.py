"""A table that somebody made in a spreadsheet, as rows of text: XLSX, or CSV as the programs write it.

Taken by its content, not by its name: XLSX (Office Open XML, ECMA-376), and CSV in UTF-8 or UTF-16 (Excel's "Unicode
Text") with commas, semicolons or tabs. A CSV in another encoding is refused: Excel's ordinary "CSV" writes a question
mark for each letter that the Windows code page lacks, so Urdu is gone from it. In our CSV a cell that a spreadsheet
would take for a formula has an apostrophe before it (OWASP, CSV injection); it is taken off again.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from core.errors import Malformed

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts of an XLSX file together: 15,000 offices are a tenth of it."""
SAVE_AS = "In Excel choose File, Save As, and there “Excel Workbook (.xlsx)” or “CSV UTF-8”."
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATORS = ",;\t"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def read_rows(content: bytes) -> Iterator[Sequence[str]]:
    """Its rows, the heading among them; cells without text are empty. Raises Malformed for what is no table."""
    if content[:4] == b"PK\x03\x04":
        return _of_workbook(content)
    return _of_text(_decoded(content))


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[str]], file: IO[str]) -> int:
    """Write CSV with commas and line feeds; how many rows there were below the heading."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(heading)
    count = 0
    for row in rows:
        out.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row)
        count += 1
    return count


def write_workbook(
    heading: Sequence[str], rows: Iterable[Sequence[str]], file: IO[bytes], title: str = "offices"
) -> int:
    """Write an XLSX file in which every cell is text; how many rows there were below the heading."""
    from openpyxl import Workbook  # here and below: it loads numpy, and most processes never see a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    count = -1
    for row in (heading, *rows):
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    book.save(file)
    return count


def _cell(sheet: Any, value: str) -> Any:
    """A text as it is, or told to be one: "=x" is no formula, and a long number keeps its digits when it is edited.
    Signs that XML cannot hold (a form feed in a scan's text) are left out."""
    value = _NOT_IN_XML.sub("", value)
    if not value.startswith("=") and not value[:1].isdigit():
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _of_workbook(content: bytes) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise Malformed(f"the workbook holds {unpacked} bytes; {MOST_UNPACKED} are taken at most")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Malformed(f"this is no Excel workbook that can be read: {error}") from error
    sheet = book.worksheets[0] if book.worksheets else None
    for row in sheet.iter_rows(values_only=True) if sheet is not None else ():
        yield tuple(map(_text, row))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a phone number that the program took for one to calculate with
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Malformed(f"line {line}: this file is not UTF-8, so letters are lost in it. {SAVE_AS}") from error


def _of_text(text: str) -> Iterator[Sequence[str]]:
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell for cell in row]

"""CSV files do no harm, and numbers are written as each language writes them."""

import csv
import io

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from gateway.web.dashboards.csv_file import as_csv, safe
from gateway.web.dashboards.numbers import cell_text
from gateway.web.dashboards.report import Column, Kind, Row, Table


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Peshawar", "Peshawar"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("پشاور", "پشاور"),
    ],
)
def test_no_text_is_a_formula(text: str, kept: str) -> None:
    assert safe(text) == kept
    table = Table("t", "T", [Column("name", "Name", Kind.TEXT), Column("n", "N")], [Row((text, 3)), Row(("x", None))])
    read = list(csv.reader(io.StringIO(as_csv(table).lstrip("\ufeff"))))
    assert read == [["Name", "N"], [kept, "3"], ["x", ""]]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567, Kind.COUNT, "1,234,567"),
        (0.456, Kind.SHARE, "46%"),
        (12.34, Kind.DAYS, "12.3"),
        (3.0, Kind.DAYS, "3"),
        (1.54, Kind.TIMES, "1.5 times"),
        (None, Kind.COUNT, "–"),
    ],
)
def test_numbers(value: float | None, kind: Kind, text: str) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        assert cell_text(value, kind) == cell_text(value, kind.value) == text  # type: ignore[arg-type]

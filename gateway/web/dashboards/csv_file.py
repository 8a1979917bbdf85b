"""A table as a CSV file that spreadsheets open without harm.

A cell that begins with one of = + - @ or a tab is taken for a formula by spreadsheets (OWASP, "CSV Injection"): texts
get an apostrophe before it, as OWASP advises. With a mark at the beginning, so that Excel reads Urdu letters.
"""

import csv
import io

from gateway.web.dashboards.report import Kind, Table, Value

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> str:
    """The columns' names, in the page's language, above the rows; numbers as they are."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([safe(column.name) for column in table.columns])
    for row in table.rows:
        cells = zip(table.columns, row.values, strict=True)
        writer.writerow(
            [safe(_bare(str(value))) if column.kind is Kind.TEXT else _number(value) for column, value in cells]
        )
    return out.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def _bare(text: str) -> str:
    """Without the marks that only keep an order on the screen."""
    return text.replace("\u2066", "").replace("\u2069", "")


def _number(value: Value) -> str | int | float:
    if value is None:
        return ""
    return round(value, 4) if isinstance(value, float) else value

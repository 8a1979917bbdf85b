"""Numbers as people read them, in the page's language. A page has a thousand of them: how a language writes numbers is
asked of Babel once."""

from collections.abc import Callable
from functools import cache

from babel.numbers import format_decimal, format_percent
from flask_babel import gettext

from gateway.web.dashboards.report import Kind, Table, Value
from gateway.web.shared.languages import page_language

Cell = tuple[str, str | None, bool]
"""Text, where it leads, and is it a number?"""
_ONE = 0.01


def cell_text(value: Value, kind: Kind) -> str:
    """A cell's text; a dash where there is nothing."""
    return _text(value, kind, page_language())


def cells(table: Table, most: int) -> list[list[Cell]]:
    """The first rows of a table as they are shown."""
    language = page_language()
    kinds = [(column.key, column.kind, column.kind is not Kind.TEXT) for column in table.columns]
    return [
        [
            (
                _text(value, kind, language),
                (hrefs.get(key) if value else None) if n or row.href is None else row.href,
                number,
            )
            for n, ((key, kind, number), value) in enumerate(zip(kinds, row.values, strict=True))
        ]
        for row in table.rows[:most]
        for hrefs in (row.hrefs,)
    ]


def count(number: int) -> str:
    """A whole number."""
    return _count(number, page_language())


def decimal(number: float) -> str:
    """A number with one decimal at most."""
    return _decimal(number, page_language())


def _text(value: Value, kind: Kind, language: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind == Kind.SHARE:  # a template says it as a plain string
        return _share(language)(value)
    if kind == Kind.DAYS:
        return _decimal(value, language)
    if kind == Kind.TIMES:
        return str(gettext("%(times)s times", times=_decimal(value, language)))
    return _count(int(value), language)


def _count(number: int, language: str) -> str:
    return f"{number:,}".translate(_signs(language))


def _decimal(number: float, language: str) -> str:
    return f"{number:,.1f}".removesuffix(".0").translate(_signs(language))


@cache
def _share(language: str) -> Callable[[float], str]:
    """How a language writes percents: Babel is asked for one of them, and its digit put out."""
    before, _, after = format_percent(_ONE, locale=language).partition(_count(1, language))
    return lambda share: f"{before}{_count(round(share * 100), language)}{after}"


@cache
def _signs(locale: str) -> dict[int, str]:
    """What stands for each digit, comma and point of English."""
    written, english = format_decimal(1234567890.5, locale=locale), "1,234,567,890.5"
    return {ord(sign): own for sign, own in zip(english, written, strict=True)} if len(written) == len(english) else {}

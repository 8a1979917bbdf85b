"""Numbers as people read them, in the page's language. A page has a thousand of them: how a language writes numbers is
asked of Babel once."""

from functools import cache

from babel.numbers import format_decimal
from flask import g
from flask_babel import format_percent, get_locale, gettext

from gateway.web.dashboards.report import Kind, Value


def shown(value: Value, kind: Kind) -> str:
    """A cell's text; a dash where there is nothing."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    match kind:
        case Kind.SHARE:
            return str(format_percent(value))
        case Kind.DAYS:
            return decimal(value)
        case Kind.TIMES:
            return str(gettext("%(times)s times", times=decimal(value)))
        case _:
            return count(int(value))


def count(number: int) -> str:
    """A whole number."""
    return f"{number:,}".translate(_own_signs())


def decimal(number: float) -> str:
    """A number with one decimal at most."""
    return f"{number:,.1f}".removesuffix(".0").translate(_own_signs())


def _own_signs() -> dict[int, str]:
    """Of this request's language."""
    if "signs" not in g:
        g.signs = _signs(str(get_locale() or "en"))
    found: dict[int, str] = g.signs
    return found


@cache
def _signs(locale: str) -> dict[int, str]:
    """What stands for each digit, comma and point of English."""
    written, english = format_decimal(1234567890.5, locale=locale), "1,234,567,890.5"
    return {ord(sign): own for sign, own in zip(english, written, strict=True)} if len(written) == len(english) else {}

"""Numbers as people read them, in the page's language. A page has a thousand of them: how a language writes numbers is
asked of Babel once."""

from functools import cache

from babel.numbers import format_decimal
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
    return f"{number:,}".translate(_signs(str(get_locale() or "en")))


def decimal(number: float) -> str:
    """A number with one decimal at most."""
    return f"{number:,.1f}".removesuffix(".0").translate(_signs(str(get_locale() or "en")))


@cache
def _signs(locale: str) -> dict[int, str]:
    """What stands for each digit, comma and point of English."""
    written, english = format_decimal(1234567890.5, locale=locale), "1,234,567,890.5"
    return {ord(sign): own for sign, own in zip(english, written, strict=True)} if len(written) == len(english) else {}

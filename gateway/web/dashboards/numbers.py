"""Numbers as people read them, in the page's language."""

from flask_babel import format_decimal, format_percent, gettext

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
            return str(format_decimal(round(value, 1)))
        case Kind.TIMES:
            return str(gettext("%(times)s times", times=format_decimal(round(value, 1))))
        case _:
            return str(format_decimal(value))

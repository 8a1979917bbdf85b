"""What administrators and the command line did, in words: no keys, no codes, no JSON."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from core.errors import NotFound
from core.offices.directory import Directory
from core.store.staff.tables import AdminLogRow
from gateway.web.audit.labels import DETAILS, DONE, VALUES
from gateway.web.shared import labels

_PERSONS: dict[str, LazyString] = {
    "phone": _("Phone"),
    "email": _("Email"),
    "cnic": _("CNIC"),
    "number": _("Number of a case"),
}


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as a page shows it."""

    at: datetime
    by: str
    what: str
    about: str
    more: str


def in_words(
    rows: Sequence[AdminLogRow], names: Mapping[int, str], offices: Directory, but: Collection[str] = ()
) -> list[ActView]:
    """Acts with names for ids, offices for codes, and details as a sentence, but for the cases in ``but``."""
    return [
        ActView(
            row.at,
            names.get(row.by, ""),
            str(DONE.get(row.what, row.what)),
            _about(row, offices),
            "; ".join(_details(_without(row.details or {}, but), offices)),
        )
        for row in rows
    ]


def _without(details: Mapping[str, Any], but: Collection[str]) -> Mapping[str, Any]:
    cases = details.get("cases")
    return {**details, "cases": [one for one in cases if one not in but]} if isinstance(cases, list) else details


def _about(row: AdminLogRow, offices: Directory) -> str:
    if row.what in {"deadlines", "offices"}:
        return ""
    if row.what.startswith("person_"):
        return str(_PERSONS.get(row.about, row.about))
    if row.what in {"text", "drop text"}:
        key, _sep, language = row.about.partition(" (")
        title = (row.details or {}).get("title") or key.replace("_", " ")
        return labels.joined([title, str(labels.LANGUAGES.get(language.rstrip(")"), ""))])
    if row.what == "replay" and row.about == "all":
        return str(gettext("all of them"))
    if row.what in {"try_way", "resend"}:
        return labels.joined(labels.channel_name(part) for part in row.about.split())
    return _office(row.about, offices)


def _details(details: Mapping[str, Any], offices: Directory) -> Iterator[str]:
    if "before" in details or "after" in details:
        yield from _days(details.get("before") or {}, details.get("after") or {})
    for name, value in details.items():
        if name in {"before", "after", "version", "title"}:
            continue
        show = _SHOWN.get(name)
        if show is not None and value not in (None, "", []):
            yield str(show(value, offices))
        elif show is None and (told := _value(value)):
            yield f"{DETAILS.get(name, name)}: {told}"


def _days(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Categories whose days are others now; without days of its own a category has the usual ones."""
    usual = gettext("usual")
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield gettext(
                "%(category)s: %(before)s → %(after)s days",
                category=labels.category_name(key),
                before=_number(before.get(key), usual),
                after=_number(after.get(key), usual),
            )


def _number(value: Any, usual: str) -> str:
    return usual if value is None else f"{float(value):g}"


def _office(code: str, offices: Directory) -> str:
    try:
        return offices.by_code(code).named(labels.page_language())
    except NotFound:
        return code


_SHOWN: Mapping[str, Callable[[Any, Directory], object]] = {
    "role": lambda value, _: labels.STAFF_ROLES.get(value, value),
    "office": lambda value, offices: _office(str(value), offices),
    "status": lambda value, _: labels.POSTS.get(value, value),
    "holder": lambda value, _: value,
    "why": lambda value, _: value,
    "reason": lambda value, _: value,
    "user": lambda value, _: gettext("user of the machine: %(name)s", name=value),
    "read": lambda value, _: ngettext("%(num)d row read", "%(num)d rows read", value),
    "new": lambda value, _: ngettext("%(num)d office new", "%(num)d offices new", value),
    "changed": lambda value, _: ngettext("%(num)d office changed", "%(num)d offices changed", value),
    "posts": lambda value, _: ngettext("%(num)d post changed", "%(num)d posts changed", value),
    "cases": lambda value, _: (
        labels.joined(value) if isinstance(value, list) else ngettext("%(num)d case", "%(num)d cases", int(value))
    ),
    "conversations": lambda value, _: ngettext("%(num)d conversation", "%(num)d conversations", value),
    "messages": lambda value, _: ngettext("%(num)d message", "%(num)d messages", value),
    "hours": lambda value, _: ngettext("of %(num)d hour", "of %(num)d hours", value),
    "rows": lambda value, _: ngettext("%(num)d row", "%(num)d rows", value),
}
"""How a detail is said, by its name; others stand beside their names."""


def _value(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {_value(one)}" for name, one in sorted(value.items()))
    if isinstance(value, list | tuple):
        return " ".join(map(_value, value))
    if isinstance(value, float):
        return f"{value:g}"
    return str(VALUES.get(str(value), value))

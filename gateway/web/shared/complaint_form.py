"""What a clerk wrote on the desk, checked and brought into the record's own form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.complaint import Complaint, Field, Source
from core.reference.categories import categories
from core.text.dates import ABOUT, find_date
from core.text.gazetteer import districts
from core.text.ids import find_id
from core.text.normalise import clean_text, fold_digits
from gateway.web.shared.names import category_name, district_name

LABELS = {
    "complainant_name": _("Name"),
    "phone": _("Phone"),
    "email": _("Email"),
    "cnic": _("CNIC"),
    "address": _("Address or place"),
    "district": _("District"),
    "category": _("Category"),
    "incident_date": _("When it happened"),
    "description": _("What the letter says"),
}
"""Fields on the desk, in their usual order, and what they are called there."""

LONGEST = {"description": 8000}
_LONG = 300

Problem: TypeAlias = LazyString | str
_Checked = tuple[str | None, Problem | None]


@dataclass(frozen=True, slots=True)
class Written:
    """What the form says: the record after it, and by field what is wrong with what was written there."""

    complaint: Complaint
    problems: Mapping[str, Problem]


def read_form(form: Mapping[str, str], before: Complaint, today: date) -> Written:
    """The record with the clerk's words in it. Only what was changed or confirmed becomes the clerk's; what they
    emptied is forgotten; what is wrong stays as it was."""
    news: dict[str, Field] = {}
    gone: list[str] = []
    problems: dict[str, Problem] = {}
    for name in LABELS:
        if name not in form:
            continue
        old = before.fields.get(name)
        written = clean_text(form[name]).strip()[: LONGEST.get(name, _LONG)]
        if not written:
            gone.append(name)
            continue
        same = old is not None and written in (old.value, shown_value(name, old.value))
        if same and f"confirm_{name}" not in form:
            continue
        value, problem = _checked(name, written, today)
        if problem:
            problems[name] = problem
        elif value is not None:
            news[name] = Field(value, 1.0, Source.CLERK)
    after = before.forget(*gone, *news).learn(news)
    if "anonymous_shown" in form:
        wish = {"anonymous": Field("yes", 1.0, Source.CLERK)} if "anonymous" in form else {}
        after = after.forget("anonymous").learn(wish)
    return Written(after, problems)


def shown_value(name: str, value: str) -> str:
    """A value of the record as it stands in the form: line ends as browsers send them, a phone as people here write it,
    category and district by their names in the reader's language."""
    show = _SHOWN.get(name)
    return show(value) if show else clean_text(value).strip()[: LONGEST.get(name, _LONG)]


def _phone(value: str) -> str:
    """0300-1234567 for +923001234567; numbers of other countries as they are."""
    national = re.fullmatch(r"\+92(3\d\d)(\d{7})", value)
    return f"0{national[1]}-{national[2]}" if national else value


_SHOWN: dict[str, Callable[[str], str]] = {"category": category_name, "district": district_name, "phone": _phone}


def _checked(name: str, written: str, today: date) -> _Checked:
    check = _CHECKS.get(name)
    return check(written, today) if check else (written, None)


def _identifier(kind: str, wrong: Problem) -> Callable[[str, date], _Checked]:
    def check(written: str, _today: date) -> _Checked:
        found = find_id(written, kind)
        return (found.value, None) if found is not None else (None, wrong)

    return check


def _date(written: str, today: date) -> _Checked:
    folded = fold_digits(written)
    if re.fullmatch(rf"\d{{4}}-\d{{2}}-\d{{2}}{ABOUT}?", folded):
        about = ABOUT * folded.endswith(ABOUT)
        try:
            return date.fromisoformat(folded.removesuffix(ABOUT)).isoformat() + about, None
        except ValueError:
            return None, _("There is no such day.")
    found = find_date(written, today)
    return (found.value, None) if found is not None else (None, _("Write the date as 2026-05-03 or 3 May 2026."))


def _district(written: str, _today: date) -> _Checked:
    for district in districts().values():
        if written.casefold() in (district.name.casefold(), district.urdu, district.pashto):
            return district.name, None
    return None, _("Choose a district from the list.")


def _category(written: str, _today: date) -> _Checked:
    for category in categories().values():
        if written.casefold() in {category.key, *(name.casefold() for name in category.names.values())}:
            return category.key, None
    return None, _("Choose a category from the list.")


_CHECKS: dict[str, Callable[[str, date], _Checked]] = {
    "phone": _identifier("phone", _("This is no phone number that can be reached: 0300 1234567, or +44 …")),
    "cnic": _identifier("cnic", _("A CNIC has 13 digits: 17301-1234567-1.")),
    "email": _identifier("email", _("This is no email address.")),
    "incident_date": _date,
    "district": _district,
    "category": _category,
}

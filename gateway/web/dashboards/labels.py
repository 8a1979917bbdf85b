"""What places, departments, numbers and steps are called, in the page's language."""

from functools import cache

from flask_babel import LazyString, gettext, lazy_gettext

from core.dashboards.fair import Verdict
from core.dashboards.subject import Subject
from core.dashboards.sums import Span
from core.offices.directory import Office
from core.reference.tables import rows
from gateway.web.shared.labels import page_language
from gateway.web.shared.names import department_name as department_name
from gateway.web.shared.names import district_name

SPANS: dict[Span, LazyString] = {
    Span.OFFICE: lazy_gettext("Sent to an office"),
    Span.STARTED: lazy_gettext("Taken in hand"),
    Span.SAID_SOLVED: lazy_gettext("Said to be solved"),
    Span.SATISFIED: lazy_gettext("Closed, the citizen satisfied"),
    Span.UNCONFIRMED: lazy_gettext("Closed, unconfirmed"),
}
VERDICTS: dict[Verdict, LazyString] = {
    Verdict.MORE: lazy_gettext("more than expected"),
    Verdict.LESS: lazy_gettext("less than expected"),
    Verdict.ALIKE: lazy_gettext("as expected"),
}
PROVINCES: dict[str, LazyString] = {
    "Khyber Pakhtunkhwa": lazy_gettext("Khyber Pakhtunkhwa"),
    "Punjab": lazy_gettext("Punjab"),
    "Sindh": lazy_gettext("Sindh"),
    "Balochistan": lazy_gettext("Balochistan"),
    "Islamabad Capital Territory": lazy_gettext("Islamabad Capital Territory"),
    "Azad Jammu and Kashmir": lazy_gettext("Azad Jammu and Kashmir"),
    "Gilgit-Baltistan": lazy_gettext("Gilgit-Baltistan"),
}


def place_name(name: str) -> str:
    """A province, division or district: most divisions are called after a district."""
    if name in PROVINCES:
        return str(PROVINCES[name])
    division = _divisions().get(name)
    return (division.get(page_language()) or name) if division is not None else district_name(name)


@cache
def _divisions() -> dict[str, dict[str, str]]:
    """Divisions that no district is called after, by their English names."""
    return {row["name"]: {"ur": row["urdu"], "ps": row["pashto"]} for row in rows("places/divisions.csv")}


def office_name(office: Office) -> str:
    return office.named(page_language())


def area_name(area: str) -> str:
    """What an area is called, with what sort of area it is: a division, a district and a town may share a name."""
    names = area.split("/")
    if not area:
        return str(gettext("All of Pakistan"))
    name = place_name(names[-1])
    if len(names) == 1:
        return name
    if len(names) == 2:
        return str(gettext("%(place)s Division", place=name))
    return str(gettext("%(place)s District", place=name))


def subject_name(subject: Subject) -> str:
    """The title of a dashboard."""
    if subject.office is not None:
        return office_name(subject.office)
    area = area_name(subject.area)
    return f"{department_name(subject.department)}, {area}" if subject.department else area

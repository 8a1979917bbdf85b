"""What published subjects are called, in the page's language."""

from flask import request, url_for
from flask_babel import gettext

from core.errors import NotFound
from core.offices.directory import Directory
from core.publishing.records import Record
from core.publishing.subjects import COUNTRY, Kind
from gateway.web.dashboards.labels import department_name, office_name, place_name
from gateway.web.shared.languages import LANGUAGES


def name_of(record: Record, directory: Directory) -> str:
    """Its name; places with what sort of place they are, for a division, a district and a tehsil may share a name."""
    if record.kind == Kind.OFFICE:
        try:
            return office_name(directory.by_code(record.id.partition("/")[2]))
        except NotFound:  # it went since
            return record.name
    if record.kind == Kind.DEPARTMENT:
        return f"{department_name(record.department)} · {_place(_sort(record.place), record.name)}"
    return _place(record.kind, record.name)


def _sort(place: str) -> Kind:
    """What sort of place an id is of: it has a name for each level from the province down."""
    if place == COUNTRY:
        return Kind.COUNTRY
    return (Kind.PROVINCE, Kind.DIVISION, Kind.DISTRICT)[min(place.count("."), 2)]


def _place(kind: str, english: str) -> str:
    if kind == Kind.COUNTRY:
        return str(gettext("All of Pakistan"))
    place = place_name(english)
    if kind == Kind.DIVISION:
        return str(gettext("%(place)s Division", place=place))
    if kind == Kind.DISTRICT:
        return str(gettext("%(place)s District", place=place))
    return str(gettext("%(place)s Tehsil", place=place)) if kind == Kind.TEHSIL else place


def address(id: str, suffix: str = "") -> str:
    """Where a subject's page is, or a file of it, in the language that was asked for."""
    wished = request.args.get("language", "")
    query = f"?language={wished}" if wished in LANGUAGES else ""
    return f"{url_for('open.home')}/{id}{suffix}{query}"


def to(endpoint: str, **values: object) -> str:
    """Another page of this room, in the language that was asked for."""
    wished = request.args.get("language", "")
    if wished in LANGUAGES:
        values["language"] = wished
    return url_for(f"open.{endpoint}", **values)  # type: ignore[arg-type]

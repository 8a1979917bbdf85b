"""The files' addresses: each day's for good, the latest under a name that stays, and what describes them to programs.

/open/data                              which days and files there are, for people
/open/data/catalog.jsonld               for programs: DCAT-AP
/open/data/v1/DAY/figures.csv           DAY as 2026-11-30, or latest
/open/data/v1/DAY/datapackage.json      Frictionless
/open/data/v1/DAY/figures.csv-metadata.json   CSVW
"""

import gzip
import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import format_date, format_datetime
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from core.errors import NotFound
from core.publishing import catalogue
from core.publishing.catalogue import Issuer, Listed
from core.publishing.files import BULK, TABLES
from core.store.casework import heads
from core.store.publishing import days
from core.store.publishing.days import Day
from gateway.config.sections import OpenData
from gateway.house import House
from gateway.web.dashboards.numbers import count
from gateway.web.open.answers import FOR_GOOD_S, MAX_AGE_S, public
from gateway.web.open.names import to

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TYPES = {".csv": "text/csv; charset=utf-8", ".zip": "application/zip"}
_META = ".csv-metadata.json"
_LISTED_DAYS = 366
_CATALOGUED_DAYS = 31
_LATEST = "latest"


def add_files(room: Blueprint, house: House, settings: OpenData) -> None:
    """All addresses of files."""
    issuer = Issuer(f"{house.public_url}/open/data", settings.publisher, settings.licence, settings.licence_url)

    @room.get("/data")
    def data() -> AnyResponse:
        with house.store.read() as session:
            return _listing(session, settings)

    @room.get("/data/catalog.jsonld")
    def catalog() -> AnyResponse:
        with house.store.read() as session:
            found = days.days(session, _CATALOGUED_DAYS)
            made = catalogue.dcat(issuer, [(one.day, _listed(session, one.day)) for one in found])
        return _json(made, found[0] if found else None, "application/ld+json")

    @room.get("/data/v1/<day>/<name>")
    def file(day: str, name: str) -> AnyResponse:
        with house.store.read() as session:
            found = days.latest(session) if day == _LATEST else days.find(session, day) if _DAY.fullmatch(day) else None
            if found is None:
                raise NotFound(f"nothing was published on {day}")
            if name == "datapackage.json":
                return _json(catalogue.data_package(issuer, found.day, _listed(session, found.day)), found)
            if name.endswith(_META):
                return _json(_metadata(name.removesuffix("-metadata.json"), issuer), found, "application/csvm+json")
            return _content(session, found, name, for_good=day != _LATEST)


def _content(session: Session, day: Day, name: str, *, for_good: bool) -> AnyResponse:
    kind = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), None)
    found = days.content(session, day.day, name) if kind else None
    if found is None:
        raise NotFound(f"no file {name}")
    file, packed = found
    small = request.accept_encodings.quality("gzip") > 0
    response = Response(packed if small else gzip.decompress(packed), content_type=kind)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{file.sha256[:32]}{'-gzip' if small else ''}")
    if name == BULK:
        response.headers["Content-Disposition"] = f'attachment; filename="arzi-{day.day}.zip"'
    else:
        response.headers["Link"] = f'<{name}-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return public(response, day.made_at, FOR_GOOD_S if for_good else MAX_AGE_S)


def _metadata(name: str, issuer: Issuer) -> dict[str, Any]:
    table = next((table for table in TABLES if table.name == name), None)
    if table is None:
        raise NotFound(f"no file {name}")
    return catalogue.csvw(table, issuer)


def _listed(session: Session, day: str) -> Mapping[str, Listed]:
    return {one.name: Listed(one.name, one.sha256, one.size) for one in days.files(session, day)}


def _json(made: Mapping[str, Any], day: Day | None, kind: str = "application/json") -> AnyResponse:
    response = Response(json.dumps(made, ensure_ascii=False, indent=1), content_type=kind)
    if day is None:
        return response
    return public(response, day.made_at)


def _listing(session: Session, settings: OpenData) -> AnyResponse:
    found = days.days(session, _LISTED_DAYS)
    latest = found[0] if found else None
    page = render_template(
        "open/data.html",
        to=to,
        settings=settings,
        files=[(one.name, _size(one.size), count(one.lines), one.sha256) for one in _files(session, latest)],
        days=[(one.day, format_date(one.made_at, "d MMMM y"), count(one.lines)) for one in found],
        heads=heads.latest(session, 7),
        least=count(latest.least) if latest else "",
        at=format_datetime(latest.made_at, "d MMMM y, HH:mm") if latest else "",
        tables=TABLES,
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    return public(response, latest.made_at, spoken=True) if latest else response


def _files(session: Session, latest: Day | None) -> list[days.File]:
    return days.files(session, latest.day) if latest is not None else []


def _size(size: int) -> str:
    """In kilobytes, and at least one."""
    return f"{count(max(1, round(size / 1000)))} kB"

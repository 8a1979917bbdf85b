"""The pages' addresses. What an address may hold is bounded: an id, and up to five of them to compare."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import format_datetime
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from core.errors import NotFound
from core.offices.directory import Directory
from core.publishing.files import TABLES, as_csv, as_plain
from core.publishing.records import Record
from core.publishing.subjects import COUNTRY
from core.store.publishing import days
from core.store.publishing.days import Day
from gateway.house import House
from gateway.web.dashboards.charts import draw
from gateway.web.dashboards.numbers import cells, count
from gateway.web.open import pages, queries
from gateway.web.open.answers import Kept, public
from gateway.web.open.names import address, name_of, to
from gateway.web.open.queries import Latest

_HTML = "text/html; charset=utf-8"
_IDS = {
    "/places/<code>": "places/{code}",
    "/places/<code>/<department>": "places/{code}/{department}",
    "/offices/<code>": "offices/{code}",
}
Make = Callable[[Session, Day, Directory], str]


def add_pages(room: Blueprint, house: House) -> None:
    """A page for each subject with its files, the comparison and the ranking."""
    latest, kept = Latest(house), Kept()

    def answer(make: Make) -> AnyResponse | tuple[str, int]:
        """A page of the latest day; before the first was published, that."""
        day = latest.day()
        if day is None:
            return render_template("open/nothing_yet.html", to=to), 404

        def made() -> str:
            with house.store.read() as session:
                return make(session, day, queries.directory_of(house, session))

        return kept.answer(day, _HTML, made)

    @room.get("")
    def home() -> AnyResponse | tuple[str, int]:
        return answer(lambda session, day, directory: _subject(session, day, directory, COUNTRY))

    @room.get("/compare")
    def compare() -> AnyResponse | tuple[str, int]:
        return answer(_compare)

    @room.get("/rank/<code>")
    def rank(code: str) -> AnyResponse | tuple[str, int]:
        return answer(lambda session, day, directory: _rank(session, day, directory, f"places/{code}"))

    for path, id in _IDS.items():
        _add_subject(room, house, latest, path, id, answer)
    _add_lists(room, house, latest)


def _add_lists(room: Blueprint, house: House, latest: Latest) -> None:
    """What is compared or ranked, as files."""

    def lines(find: Callable[[Session, Day], Sequence[Record]], kind: str) -> AnyResponse:
        day = latest.day()
        if day is None:
            raise NotFound("nothing is published yet")
        with house.store.read() as session:
            found = find(session, day)
        if kind == "csv":
            text = as_csv(TABLES[0], found, day.day)[0]
            return public(Response(text, content_type="text/csv; charset=utf-8"), day.made_at)
        told = {"date": day.day, "least_persons": day.least, "lines": [as_plain(one) for one in found]}
        return public(jsonify(told), day.made_at)

    def in_place(code: str) -> Callable[[Session, Day], Sequence[Record]]:
        def find(session: Session, day: Day) -> Sequence[Record]:
            record = queries.line(session, day, f"places/{code}")
            if record is None:
                raise NotFound(f"nothing is published of {code}")
            return queries.districts(session, day, record)

        return find

    @room.get("/compare/figures.<any(csv, json):kind>")
    def compare_file(kind: str) -> AnyResponse:
        return lines(lambda session, day: queries.chosen(session, day, request.args.getlist("with")), kind)

    @room.get("/rank/<code>/figures.<any(csv, json):kind>")
    def rank_file(code: str, kind: str) -> AnyResponse:
        return lines(in_place(code), kind)


def _add_subject(
    room: Blueprint, house: House, latest: Latest, path: str, id: str, answer: Callable[[Make], Any]
) -> None:
    name = id.replace("{", "").replace("}", "").replace("/", "_")

    def page(**given: str) -> Any:
        wanted = id.format(**given)
        return answer(lambda session, day, directory: _subject(session, day, directory, wanted))

    def record(given: dict[str, str]) -> tuple[Day, Record]:
        day = latest.day()
        with house.store.read() as session:
            found = queries.line(session, day, id.format(**given)) if day is not None else None
        if day is None or found is None:
            raise NotFound(f"nothing is published of {id.format(**given)}")
        return day, found

    def csv(**given: str) -> AnyResponse:
        day, found = record(given)
        text = as_csv(TABLES[1], [found], day.day)[0] if request.args.get("table") == "months" else (
            as_csv(TABLES[0], [found], day.day)[0]
        )  # fmt: skip
        return public(Response(text, content_type="text/csv; charset=utf-8"), day.made_at)

    def json(**given: str) -> AnyResponse:
        day, found = record(given)
        return public(jsonify({"date": day.day, "least_persons": day.least, **as_plain(found)}), day.made_at)

    room.add_url_rule(path, name, page)
    room.add_url_rule(f"{path}/figures.csv", f"{name}_csv", csv)
    room.add_url_rule(f"{path}/figures.json", f"{name}_json", json)


def _subject(session: Session, day: Day, directory: Directory, id: str) -> str:
    found = queries.shown(session, day, id)
    return _render(
        "open/subject.html",
        day,
        page=pages.page(found, directory),
        id=id,
        rankable=any(one.verdict for one in found.places) and not found.record.department,
        code=id.partition("/")[2],
    )


def _compare(session: Session, day: Day, directory: Directory) -> str:
    records = queries.chosen(session, day, request.args.getlist("with"))
    around = days.parts(session, day.day, [records[0].parent if records else COUNTRY], _kinds(records), queries.MOST)
    return _render(
        "open/compare.html",
        day,
        table=pages.compared(records, directory) if records else None,
        bars=[(name_of(one, directory), address(one.id), pages.bars(one)) for one in records],
        chosen=[one.id for one in records],
        around=[(one.id, name_of(one, directory)) for one in around],
        most=queries.COMPARED,
    )


def _kinds(records: list[Record]) -> list[str]:
    return [records[0].kind] if records else ["province"]


def _rank(session: Session, day: Day, directory: Directory, id: str) -> str:
    record = queries.line(session, day, id)
    if record is None:
        raise NotFound(f"nothing is published of {id}")
    table = pages.ranked(queries.districts(session, day, record), directory)
    return _render(
        "open/rank.html", day, name=name_of(record, directory), id=id, code=id.partition("/")[2], table=table
    )


def _render(template: str, day: Day, **values: object) -> str:
    return render_template(
        template,
        address=address,
        to=to,
        cells=cells,
        draw=draw,
        least=count(day.least),
        at=format_datetime(day.made_at, "d MMMM y, HH:mm"),
        day=day,
        **values,
    )

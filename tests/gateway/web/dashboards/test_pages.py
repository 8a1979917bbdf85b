"""Dashboards: everybody sees their own, the numbers are those of the tickets, and files hold the same."""

import csv
import html
import io
import re

import pypdfium2
import pytest
from flask.testing import FlaskClient

from core.casework import citizen_satisfied, propose_resolution, start
from core.store.casework.cases import Command
from core.store.engine import Store
from core.ticket import CITIZEN, Actor, Role
from tests.gateway.web.desk.room import Room, add_person, make_room

OFFICER = Actor(Role.OFFICER, "77")
DC, OTHER_DC = "kp.mardan.mardan.deputy_commissioner", "kp.malakand.swat.deputy_commissioner"


@pytest.fixture
def room(store: Store) -> Room:
    made = make_room(store)
    add_person(store, "dc", Role.SUPERVISOR, DC)
    return made


def do(room: Room, number: str, *commands: Command) -> None:
    house = room.house.house
    for command in commands:
        room.house.clock.pass_(hours=5)
        with house.store.write() as session:
            house.cases.do(session, number, command, house.clock.now())


def rows(client: FlaskClient, table: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get("/dashboards/table.csv", query_string={"table": table, **asked})
    assert answer.status_code == 200, answer.status
    assert answer.headers["Content-Disposition"].endswith(f'-{table}.csv"')
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("everywhere", {}, 200),
        ("everywhere", {"area": "Punjab"}, 200),
        ("everywhere", {"area": "Nowhere"}, 404),
        ("dc", {}, 200),
        ("dc", {"area": "Khyber Pakhtunkhwa/Malakand/Swat"}, 404),
        ("dc", {"office": OTHER_DC}, 404),
        ("dc", {"department": "power"}, 404),
        ("dc", {"area": "Khyber Pakhtunkhwa/Mardan/Mardan", "department": "power"}, 200),
        ("officer", {}, 200),
        ("officer", {"office": DC}, 404),
        ("elsewhere", {"office": "the officer's"}, 404),
    ],
)
def test_everybody_sees_what_is_under_their_office(room: Room, who: str, asked: dict[str, str], status: int) -> None:
    given = {name: room.code if value == "the officer's" else value for name, value in asked.items()}
    client = room.sign_in(who)
    for page in ("", "/offices", "/one-page", "/closings", "/report.pdf", "/table.csv?table=ages"):
        path, _, query = page.partition("?")
        more = dict([query.split("=")]) if query else {}
        if status == 404 or path != "/report.pdf":
            assert client.get(f"/dashboards{path}", query_string=given | more).status_code == status, page


def test_numbers_are_those_of_the_tickets_at_once(room: Room) -> None:
    head = room.sign_in("everywhere")
    assert rows(head, "categories")[0] | {"came": "2", "open": "2", "satisfied": "0"} == rows(head, "categories")[0]
    do(
        room,
        room.numbers[0],
        lambda t, at, p: start(t, OFFICER, at, p),
        lambda t, at, p: propose_resolution(t, "done", OFFICER, at, p),
        lambda t, at, p: citizen_satisfied(t, CITIZEN, at, p),
    )
    found = rows(head, "categories")[0]
    assert (found["came"], found["open"], found["satisfied"], found["satisfied_share"]) == ("2", "1", "1", "0.5")
    assert [row["count"] for row in rows(head, "steps")] == ["2", "1", "1", "1", "0"]
    assert {row["name"]: row["came"] for row in rows(head, "officers", office=room.code)} == {"Officer 77": "1"}
    assert rows(head, "departments")[0]["came"] == "2"
    own = {row["name"]: row["came"] for row in rows(room.sign_in("dc"), "offices") if row["came"] != "0"}
    assert list(own.values()) == ["1"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_same_as_pdf(room: Room, language: str) -> None:
    client = room.sign_in("dc")
    answer = client.get("/dashboards/one-page/report.pdf", query_string={"language": language})
    assert answer.mimetype == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.data)
    assert len(pages) == 1
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "WhatsApp" not in text
    assert len(re.findall(r"\b\d\d/\d\d\b", text)) == 7, "the weeks below the chart"
    assert "1" in text
    assert ("Mardan District" if language == "en" else "مردان") in text.replace("\r\n", " ")


def test_nothing_inline_that_the_policy_refuses_and_a_table_beside_each_chart(room: Room) -> None:
    page = room.sign_in("everywhere").get("/dashboards").get_data(as_text=True)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    sections = page.split("<section")
    charts = [one for one in sections if 'class="pygal-chart"' in one]
    assert len(charts) == 2
    assert all("<table>" in one for one in charts)


def test_a_report_that_has_no_such_table(room: Room) -> None:
    client = room.sign_in("everywhere")
    assert client.get("/dashboards/table.csv?table=secrets").status_code == 404
    assert client.get("/dashboards/table.csv").status_code == 404
    assert client.get("/dashboards/offices/table.csv").status_code == 200


LINKED = re.compile(r'<a href="(/desk\?[^"]*)">(?:<strong>)?([0-9,]+)<')
LINES = re.compile(r'href="/desk/(KP-[0-9-]+)')


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("everywhere", {}),
        ("everywhere", {"department": "power"}),
        ("everywhere", {"area": "Khyber Pakhtunkhwa/Mardan", "department": "power"}),
        ("dc", {}),
        ("officer", {}),
    ],
)
def test_each_number_of_open_tickets_leads_to_so_many(room: Room, who: str, asked: dict[str, str]) -> None:
    room.house.clock.pass_(days=100)
    with room.house.house.store.write() as session:
        for number in room.numbers:
            room.house.house.cases.catch_up(session, number, room.house.clock.now())
    client = room.sign_in(who)
    page = client.get("/dashboards", query_string=asked).get_data(as_text=True)
    links = {(html.unescape(href), int(number.replace(",", ""))) for href, number in LINKED.findall(page)}
    wanted = {"overdue=1", "age=91-", "level=", "category=", "channel=", "due="}
    assert {one for one in wanted if any(one in href for href, _ in links)} == wanted
    for href, count in links:
        lines = client.get(href, headers={"X-Requested-With": "fetch"})  # without the notices above them
        found = set(LINES.findall(lines.get_data(as_text=True)))
        assert len(found) == count, href


@pytest.mark.parametrize(("language", "kind"), [("en", "Electricity Sub-Division"), ("ps", "د برېښنا سب ډوېژن")])
def test_kinds_of_offices_are_told_in_the_pages_language(room: Room, language: str, kind: str) -> None:
    page = room.sign_in("everywhere").get(f"/dashboards/offices?language={language}").get_data(as_text=True)
    assert f": {kind} (" in page

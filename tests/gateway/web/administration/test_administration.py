"""The administrator's room: what is changed there holds, is written down, and is refused with a reason."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.errors import AccountRefused, DeliveryFailed
from core.offices.csv_file import COLUMNS
from core.offices.spreadsheet import read_rows, write_workbook
from core.services.cases import Cases
from core.store.casework import offices
from core.store.desk import reply_templates
from core.store.engine import Store
from core.store.pipeline import envelopes
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff import admin_log, staff
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.gateway.web.staff.people import add, sign_in, token

OFFICE = "kp.mardan.swabi.deputy_commissioner"


@pytest.fixture
def house(store_with_offices: Store) -> TestHouse:
    made = make_house(store_with_offices)
    add(store_with_offices, Role.ADMINISTRATOR)
    return made


@pytest.fixture
def app(house: TestHouse) -> Flask:
    return create_app(house.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=9_000_000)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return sign_in(app, "administrator")


def send(client: FlaskClient, path: str, **form: object) -> tuple[int, str]:
    sent = {"csrf_token": token(client, "/admin/people"), **form}
    answer = client.post(path, data=sent, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def written_down(house: TestHouse) -> list[tuple[str, str]]:
    with house.house.store.read() as session:
        return [(act.what, act.about) for act in admin_log.latest(session)]


def test_what_was_set_aside_is_shown_with_its_traceback_and_put_back(client: FlaskClient, house: TestHouse) -> None:
    house.hear("boom", id="M1")
    with house.house.store.write() as session:
        [row] = session.scalars(select(EnvelopeRow))
        envelopes.set_aside(session, row.id, "Traceback <b>\n  File x\nValueError: no such thing")
        number = row.id
    house.queue.jobs.clear()
    page = client.get("/admin/aside").get_data(as_text=True)
    assert "ValueError: no such thing" in page
    assert "Traceback &lt;b&gt;" in page
    assert "Nothing was set aside" in send(client, "/admin/aside", id=str(number))[1]
    assert [name for name, _ in house.queue.jobs] == ["ingest"]
    assert written_down(house) == [("replay", str(number))]


def test_what_was_set_aside_is_dismissed_with_a_reason_only(client: FlaskClient, house: TestHouse) -> None:
    house.hear("boom", id="M1")
    with house.house.store.write() as session:
        [row] = session.scalars(select(EnvelopeRow))
        envelopes.set_aside(session, row.id, "ValueError: no such thing")
        number = row.id
    status, page = send(client, "/admin/aside", id=str(number), do="dismiss", why=" ")
    assert (status, "write why" in page, "ValueError" in page) == (400, True, True)
    assert "Nothing was set aside" in send(client, "/admin/aside", id=str(number), do="dismiss", why="a test")[1]
    with house.house.store.read() as session:
        [row] = session.scalars(select(EnvelopeRow))
        assert (row.state, row.reason) == ("dismissed", "dismissed: a test\nValueError: no such thing")
        assert envelopes.replay(session) == []
    assert written_down(house) == [("dismiss", str(number))]


def test_somebody_new_signs_in_with_the_password_that_was_shown(
    app: Flask, client: FlaskClient, house: TestHouse
) -> None:
    status, page = send(
        client, "/admin/people", do="add", username="Bibi.Gul", name="Bibi Gul", role="officer", office=OFFICE
    )
    assert status == 200
    password = page.split('class="tracking" dir="ltr">')[1].split("<")[0]
    theirs = sign_in(app, "bibi.gul", password)
    assert "is a one-time password" in theirs.get("/staff/password").get_data(as_text=True)
    with house.house.store.read() as session:
        person = staff.by_username(session, "bibi.gul")
    assert person is not None
    assert (person.role, person.office) == (Role.OFFICER, OFFICE)
    send(client, "/admin/people", do="leave", username="bibi.gul")
    assert "/staff/sign-in" in str(theirs.get("/staff").headers["Location"]), "their session ended"
    assert written_down(house) == [("leave", "bibi.gul"), ("add", "bibi.gul")]


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"do": "add", "username": "x", "name": "X", "role": "clerk"}, 400, "2 to 40 letters"),
        ({"do": "add", "username": "new", "name": "", "role": "clerk"}, 400, "write the person"),
        ({"do": "add", "username": "new", "name": "N", "role": "king"}, 400, "choose a role"),
        (
            {"do": "add", "username": "new", "name": "N", "role": "clerk", "office": "nowhere"},
            400,
            "no office of this name",
        ),
        ({"do": "add", "username": "administrator", "name": "N", "role": "clerk"}, 409, "is taken"),
        ({"do": "leave", "username": "administrator"}, 400, "Another administrator"),
        ({"do": "leave", "username": "nobody"}, 404, ""),
    ],
)
def test_what_is_not_done_with_people(
    client: FlaskClient, house: TestHouse, form: dict[str, str], status: int, told: str
) -> None:
    got, page = send(client, "/admin/people", **form)
    assert got == status
    assert told in page
    assert written_down(house) == []


def test_who_is_in_a_post(client: FlaskClient, house: TestHouse) -> None:
    assert OFFICE in client.get("/admin/offices?find=swabi+deputy").get_data(as_text=True)
    status, page = send(client, f"/admin/offices/{OFFICE}", status="in_post", holder="", title="DC")
    assert (status, "who is in the post" in page) == (400, True)
    status, page = send(
        client, f"/admin/offices/{OFFICE}", status="in_post", holder="Zarmina Khan", title="DC", since="2026-01-05"
    )
    assert (status, "Zarmina Khan" in page, "05/01/2026" in page) == (200, True, True)
    send(client, f"/admin/offices/{OFFICE}", status="vacant", title="DC", since="2026-02-01")
    with house.house.store.read() as session:
        directory = Cases().book.directory(session)
        assert not directory.filled(directory.by_code(OFFICE), house.clock.now() + timedelta(days=400))


def test_offices_go_out_and_come_back_as_csv(client: FlaskClient, house: TestHouse) -> None:
    answer = client.get("/admin/offices.csv")
    lines = answer.get_data(as_text=True).splitlines()
    assert "attachment" in answer.headers["Content-Disposition"]
    row = next(number for number, line in enumerate(lines) if line.startswith(f"{OFFICE},"))
    lines[row] = lines[row].replace("Deputy Commissioner", "DC House")
    house.clock.pass_(minutes=1)
    file = (io.BytesIO("\n".join(lines).encode()), "offices.csv")
    status, page = send(client, "/admin/offices.csv", file=file)
    assert (status, "0 offices new, 1 changed" in page) == (200, True)
    assert "DC House" in client.get(f"/admin/offices/{OFFICE}").get_data(as_text=True)
    broken = (io.BytesIO(b"code,name\nx,=1+1\n"), "offices.csv")
    status, page = send(client, "/admin/offices.csv", file=broken)
    assert (status, "Nothing was taken" in page) == (400, True)


def test_offices_go_out_and_come_back_as_a_workbook(client: FlaskClient) -> None:
    rows = [list(row) for row in read_rows(client.get("/admin/offices.xlsx").data)]
    [changed] = [row for row in rows if row[0] == OFFICE]
    changed[rows[0].index("name")] = "DC House"
    book = io.BytesIO()
    write_workbook(rows[0], [changed], book)
    status, page = send(client, "/admin/offices.csv", file=(io.BytesIO(book.getvalue()), "offices.xlsx"))
    assert (status, "1 rows read: 0 offices new, 1 changed" in page) == (200, True)


def test_a_deadline_chosen_here_goes_before_the_configs(client: FlaskClient, house: TestHouse) -> None:
    def days() -> float:
        with house.house.store.read() as session:
            return house.house.cases.policy(session, house.clock.now()).rules.category_days["electricity"]

    usual = days()
    assert send(client, "/admin/deadlines", electricity="1.5", gas="0")[0] == 200
    assert days() == 1.5 != usual
    send(client, "/admin/deadlines", electricity="")
    assert days() == usual


def test_texts_for_answers_are_changed_added_and_taken_away(client: FlaskClient, house: TestHouse) -> None:
    def texts() -> dict[str, str]:
        with house.house.store.read() as session:
            return {one.key: one.text for one in reply_templates.of_language(session, "ur")}

    known = sorted(texts())
    form = {"of": "ur", "key": "come_by", "title": "آئیں", "text": "دفتر {office} آئیں"}
    assert send(client, "/admin/texts", **form)[0] == 200
    assert send(client, "/admin/texts", **{**form, "key": known[0]})[0] == 200
    assert texts()["come_by"] == texts()[known[0]] == "دفتر {office} آئیں"
    send(client, "/admin/texts", of="ur", key=known[0], do="drop")
    assert sorted(texts()) == sorted([*known[1:], "come_by"])
    status, page = send(client, "/admin/texts", **{**form, "text": "{person}"})
    assert (status, "{person}" in page) == (400, True)
    assert send(client, "/admin/texts", **{**form, "key": "../x"})[0] == 400


def test_the_form_keeps_what_was_typed_and_finds_the_office_by_its_name(client: FlaskClient) -> None:
    form = {"do": "add", "username": "new.one", "name": "Nau Kas", "role": "auditor"}
    status, page = send(client, "/admin/people", **form, office="nowhere at all")
    assert status == 400
    for kept in ('value="new.one"', 'value="Nau Kas"', 'value="auditor" selected', 'value="nowhere at all"'):
        assert kept in page, kept
    assert "Several offices" in send(client, "/admin/people", **form, office="khanpur")[1]
    suggested = client.get("/desk/offices?q=deputy commissioner swabi").get_json()
    assert suggested == ["Deputy Commissioner's Office, Swabi"]
    status, page = send(client, "/admin/people", **form, office=suggested[0])
    assert status == 200
    assert "Office, Swabi" in page
    assert "kp.mardan.swabi" not in page


def test_a_file_of_one_new_office_under_one_that_is_there(client: FlaskClient, house: TestHouse) -> None:
    with house.house.store.read() as session:
        [dc] = [one for one in house.house.cases.book.directory(session) if one.code == OFFICE]
    made = {
        "code": "kp.mardan.swabi.dam",
        "parent": OFFICE,
        "kind": dc.kind,
        "department": dc.department,
        "tier": "district",
        "province": dc.province,
        "division": dc.division,
        "district": dc.district,
        "name": "Dam Cell",
        "name_ur": "ڈیم",
    }
    head, row = ",".join(COLUMNS), ",".join(made.get(name) or "" for name in COLUMNS)
    content = f"{head}\n{row}\n".encode()
    status, page = send(client, "/admin/offices.csv", file=(io.BytesIO(content), "one.csv"))
    assert status == 200, page
    assert "1 rows read: 1 offices new, 0 changed, 0 posts changed." in page
    with house.house.store.read() as session:
        assert {one.code: one.parent for one in offices.load(session)}["kp.mardan.swabi.dam"] == OFFICE


def test_how_the_channels_stand(client: FlaskClient, house: TestHouse) -> None:
    house.hear("hello", id="M1")
    page = client.get("/admin").get_data(as_text=True)
    assert "1 <span" in page.split("<bdi>string</bdi>")[1].split("</tr>")[0], "one is waiting"


@pytest.mark.parametrize(
    "path", ["", "/aside", "/person", "/people", "/offices", "/offices?find=swabi", "/deadlines", "/texts", "/acts"]
)
def test_each_page_from_right_to_left(client: FlaskClient, path: str) -> None:
    client.get("/admin?language=ur")
    page = client.get(f"/admin{path}")
    assert page.status_code == 200
    assert 'dir="rtl"' in page.get_data(as_text=True)


def test_what_was_given_up_is_shown_by_its_code_and_sent_again(client: FlaskClient, house: TestHouse) -> None:
    house.channel.faults.append(DeliveryFailed("no", code="99999"))
    house.hear("no light", id="M1")
    house.work()
    page = client.get("/admin/unsent").get_data(as_text=True)
    assert "<code>99999</code>: 1" in page
    assert "Nothing was given up" in send(client, "/admin/unsent", channel="string", hours="24", code="99999")[1]
    house.work()
    assert house.said == ["you said no light"]
    assert written_down(house) == [("resend", "string 99999")]


def test_a_way_that_is_shut_is_shown_and_tried_at_once(client: FlaskClient, house: TestHouse) -> None:
    house.channel.faults.append(AccountRefused("HTTP 401", code="20003"))
    house.hear("no light", id="M1")
    house.work()
    assert "refused: 20003" in client.get("/admin").get_data(as_text=True)
    assert "Ways that are shut" in client.get("/admin/unsent").get_data(as_text=True)
    send(client, "/admin/unsent", channel="string", do="try")
    house.clock.pass_(seconds=30)
    house.sweep()
    house.work()
    assert house.said == ["you said no light"]
    assert "Ways that are shut" not in client.get("/admin/unsent").get_data(as_text=True)
    assert send(client, "/admin/unsent", channel="nowhere", do="try")[0] == 400

"""The administrator's room: what is changed there holds, is written down, and is refused with a reason."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.store.casework import offices
from core.store.casework.cases import Cases
from core.store.desk import reply_templates
from core.store.engine import Store
from core.store.people import acts, staff
from core.store.road import envelopes
from core.store.tables import EnvelopeRow
from core.ticket import Role
from gateway.web import create_app
from gateway.web.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.gateway.web.staff.people import add, sign_in, token

OFFICE = "kp.mardan.swabi.deputy_commissioner"


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    add(store, Role.ADMINISTRATOR)
    with store.write() as session:
        offices.fill_if_empty(session, made.clock.now())
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
        return [(act.what, act.about) for act in acts.latest(session)]


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


def test_somebody_new_signs_in_with_the_password_that_was_shown(
    app: Flask, client: FlaskClient, house: TestHouse
) -> None:
    status, page = send(
        client, "/admin/people", do="add", username="Bibi.Gul", name="Bibi Gul", role="officer", office=OFFICE
    )
    assert status == 200
    password = page.split('class="tracking" dir="ltr">')[1].split("<")[0]
    theirs = sign_in(app, "bibi.gul", password)
    assert "This password was made for you" in theirs.get("/staff/password").get_data(as_text=True)
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
        ({"do": "add", "username": "new", "name": "N", "role": "clerk", "office": "nowhere"}, 400, "no office with"),
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
    assert send(client, "/admin/offices.csv", file=file)[0] == 200
    assert "DC House" in client.get(f"/admin/offices/{OFFICE}").get_data(as_text=True)
    broken = (io.BytesIO(b"code,name\nx,=1+1\n"), "offices.csv")
    status, page = send(client, "/admin/offices.csv", file=broken)
    assert (status, "Nothing was taken" in page) == (400, True)


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


def test_how_the_channels_stand(client: FlaskClient, house: TestHouse) -> None:
    house.hear("hello", id="M1")
    page = client.get("/admin").get_data(as_text=True)
    assert "string" in page
    assert "1 <span" in page.split('dir="ltr">string')[1].split("</tr>")[0], "one is waiting"


@pytest.mark.parametrize(
    "path", ["", "/aside", "/people", "/offices", "/offices?find=swabi", "/deadlines", "/texts", "/acts"]
)
def test_each_page_from_right_to_left(client: FlaskClient, path: str) -> None:
    client.get("/admin?language=ur")
    page = client.get(f"/admin{path}")
    assert page.status_code == 200
    assert 'dir="rtl"' in page.get_data(as_text=True)

"""What is begun in a long form comes back: on the server, in a real browser, on every page that has such a form."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.store.engine import Store
from core.store.staff.tables import KeptFormRow
from tests.gateway.web.desk.room import Room, make_room
from tests.gateway.web.staff.people import token

WORDS = "I rang the citizen, who says that the transformer"


@pytest.fixture
def room(store: Store) -> Room:
    return make_room(store)


def draft(client: FlaskClient, path: str, words: str = WORDS) -> int:
    return send(client, {"path": path, "fields": [["words", words, ""]]})


def send(client: FlaskClient, told: object) -> int:
    return client.post("/staff/draft", json=told, headers={"X-CSRFToken": token(client, "/staff")}).status_code


def drafts(client: FlaskClient, *paths: str) -> dict[str, list[str]]:
    told = client.get("/staff/drafts", query_string={"path": paths}).get_json()
    return {path: kept["fields"][0] for path, kept in told.items()}


def test_it_is_kept_for_its_writer_alone(room: Room) -> None:
    mine, path = room.sign_in(), f"/desk/{room.numbers[0]}/do/note"
    assert draft(mine, path, "I rang") == 204
    assert draft(mine, path) == 204
    assert drafts(mine, path, "/desk/bulk") == {path: ["words", WORDS, ""]}
    assert drafts(room.sign_in("second"), path) == {}
    assert drafts(room.sign_in(), path) == {path: ["words", WORDS, ""]}, "in their next session too"
    with room.store.read() as session:
        assert session.query(KeptFormRow).count() == 1


def test_it_goes_when_the_form_is_taken_and_stays_when_it_is_refused(room: Room) -> None:
    client, number = room.sign_in(), room.numbers[0]
    path = f"/desk/{number}/do/note"
    draft(client, path)
    assert room.post(client, path, words="").status_code == 400
    assert path in drafts(client, path)
    assert room.do(client, number, "note", words=WORDS).status_code in (200, 302)
    assert drafts(client, path) == {}


def test_after_a_day_it_is_gone(room: Room) -> None:
    client, path = room.sign_in(), "/desk/bulk"
    draft(client, path)
    room.house.clock.pass_(hours=25)
    assert drafts(room.sign_in(), path) == {}


@pytest.mark.parametrize(
    "told",
    [None, [], {"path": "/x"}, {"path": "x", "fields": []}, {"path": "/x", "fields": [["a"]]},
     {"path": "/x", "fields": [["words", "x" * 300_000, ""]]}],
)  # fmt: skip
def test_what_is_no_draft_is_refused(room: Room, told: object) -> None:
    assert send(room.sign_in(), told) == 400


def test_who_is_not_signed_in_keeps_none(room: Room) -> None:
    client = room.app.test_client()
    assert client.post("/staff/draft", json={"path": "/x", "fields": []}).status_code == 303
    assert client.get("/staff/drafts?path=/x").status_code == 302


def test_every_page_of_staff_with_a_long_form_has_drafts() -> None:
    """They are of staff/base.html; a page with a textarea that is not, has its own."""
    templates = Path("gateway/web/templates")
    parents = {file: re.search(r'{% extends "([^"]+)" %}', file.read_text()) for file in templates.rglob("*.html")}
    for file, parent in parents.items():
        if "<textarea" not in file.read_text() or parent is None or file.parts[-2] in {"citizen", "complain"}:
            continue
        base = parent[1]
        while base not in {"staff/base.html", "base.html"}:
            found = parents[templates / base]
            assert found is not None, file
            base = found[1]
        assert base == "staff/base.html", file

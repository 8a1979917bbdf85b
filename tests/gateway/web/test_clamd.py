"""Evidence and a virus scanner: whoever asks for whichever file, it is looked at before it leaves the house."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import gateway.web
from core.store.engine import Store
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.mailroom import layouts, letters
from core.store.mailroom.layouts import Layout, PagePicture
from gateway.house import House
from gateway.pipeline.antivirus import Clamd, Scan
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.helpline import helpline
from tests.fakes.sqlite import sqlite_store
from tests.gateway.web.desk.room import make_room, picture
from tests.gateway.web.helpline.agents import desk
from tests.gateway.web.helpline.test_desk import hung_up
from tests.gateway.web.mailroom.paper import ENGLISH, make_mailroom
from tests.services.clamav import BAD, NAME
from tests.services.dovecot import free_port

Where = tuple[FlaskClient, str, str | None]
"""Somebody, a file with something in it, and the page that lists it, where one says what became of it."""


def scan(content: bytes) -> str | None:
    return NAME if BAD in content else None


AWAY = Clamd(f"127.0.0.1:{free_port()}")


def app(house: House, scan: Scan) -> Flask:
    return create_app(replace(house, scan=scan), PublicUrl(""), secret_key="x" * 32, max_body_bytes=5_000_000)


def evidence(store: Store, scan: Scan) -> Where:
    room = make_room(store)
    file = room.add_file(room.numbers[0], picture() + BAD, "image/jpeg")
    room.app = app(room.house.house, scan)
    return room.sign_in(), f"/evidence/{room.numbers[0]}/{file}", f"/desk/{room.numbers[0]}"


def recording(store: Store, scan: Scan) -> Where:
    line = helpline(store)
    task = hung_up(line)
    sha256 = store.blobs.put(b"RIFF" + BAD)
    with store.write() as session:
        [row] = session.scalars(select(MediaRow)).all()
        media.mark_stored(session, row.id, sha256=sha256, size=20, media_type="audio/x-wav")
    line.app = app(line.house.house, scan)
    client = desk(line).client
    client.get(f"/helpline/{task}")  # on their desk: only then may they hear it
    return client, f"/helpline/{task}/recordings/{row.id}", f"/helpline/{task}"


def letter_as_it_came(store: Store, scan: Scan) -> Where:
    mailroom = make_mailroom(store)
    letter = mailroom.letter({**ENGLISH, "text": BAD.decode()})
    mailroom.app = app(mailroom.house.house, scan)
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")  # on their desk: only then may they see it as it came
    return clerk, f"/mailroom/{letter}/scan", None


def picture_of_a_letter(store: Store, scan: Scan) -> Where:
    mailroom = make_mailroom(store)
    letter = mailroom.letter()
    with store.write() as session:
        page = PagePicture(store.blobs.put(picture() + BAD), 640, 400, "en", 0.9, 0)
        layouts.put(session, letters.get(session, letter).layout_key, Layout((page,), {}))
    mailroom.app = app(mailroom.house.house, scan)
    return mailroom.clerk(), f"/mailroom/{letter}/pages/1", None


@pytest.fixture
def store(migrated_sqlite: str, tmp_path: Path) -> Iterator[Store]:
    with sqlite_store(migrated_sqlite, tmp_path) as made:
        yield made


WAYS_OUT = [evidence, recording, letter_as_it_came, picture_of_a_letter]


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_what_is_infected_is_not_handed_out_and_is_named(store: Store, way_out: Callable[..., Where]) -> None:
    client, path, page = way_out(store, scan)
    for _ in range(2):  # when it is found, and from then on
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 403
        assert NAME in answer.text
        assert BAD not in answer.data
    if page is not None:
        listed = client.get(page).text
        assert NAME in listed
        assert path not in listed


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_while_the_scanner_is_away_nothing_is_handed_out(store: Store, way_out: Callable[..., Where]) -> None:
    client, path, page = way_out(store, AWAY)
    assert client.get(path).status_code == 503
    if page is not None:
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_whatever_is_handed_out_is_sandboxed(store: Store, way_out: Callable[..., Where]) -> None:
    client, path, _ = way_out(store, lambda _content: None)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = (answer.mimetype or "").startswith(("image/", "audio/"))
    assert shown or answer.headers["Content-Disposition"].startswith("attachment")


def test_clean_evidence_is_handed_out(store: Store) -> None:
    room = make_room(store)
    file = room.add_file(room.numbers[0], picture(), "image/jpeg")
    room.app = app(room.house.house, scan)
    assert room.sign_in().get(f"/evidence/{room.numbers[0]}/{file}").status_code == 200


def test_no_page_hands_out_bytes_by_another_way() -> None:
    folder = Path(gateway.web.__file__).parent
    asking = {
        str(file.relative_to(folder))
        for file in folder.rglob("*.py")
        if re.search(r"\bblobs\.get\(", file.read_text(encoding="utf-8"))
    }
    assert asking == {"shared/downloads.py", "health.py"}  # the latter asks for a file that there is not

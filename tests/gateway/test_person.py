"""A citizen's request: what is kept of them is shown, given to them whole, and erased everywhere."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from core.errors import Conflict
from core.messages import OutboundMessage
from core.services import persons
from core.services.persons import Kept
from core.store.casework import audit, erasures
from core.store.engine import Store
from core.store.pipeline import outbox
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow
from core.store.staff import access_log, admin_log
from core.ticket import Role
from tests.fakes.sqlite import sqlite_store
from tests.gateway.test_erasing import Years
from tests.gateway.web.desk.room import add_person, make_room

PHONE, OTHER = "+923001111111", "+923002222222"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("0300-1111111", ("phone", PHONE)),
        (" Gul@Example.org ", ("email", "gul@example.org")),
        ("17301-1234567-1", ("cnic", "17301-1234567-1")),
        ("KP-2026-000002-8", ("number", "KP-2026-000002-8")),
        ("Gul Khan", None),
        ("", None),
    ],
)
def test_by_what_somebody_is_found(written: str, found: tuple[str, str] | None) -> None:
    assert persons.identify(written) == found


@pytest.fixture
def years(store: Store) -> Years:
    """Two citizens with a case each; the first also began something, failed once, and was sent an alarm."""
    made = Years(store)
    made.complain(PHONE, pictures="2")
    made.complain(OTHER)
    made.complain(PHONE, text="no gas either")
    made.road.hear("malformed", id="M9", sender=PHONE)
    made.road.work()
    with store.write() as session:
        told = OutboundMessage("", "string", PHONE, "an alarm", "en")
        now = made.road.clock.now()
        outbox.stage(session, told, cause="alarm:1", person=f"tel:{PHONE}", conversation_id=None, now=now)
    return made


def kept(years: Years, phone: str) -> Kept:
    with years.store.read() as session:
        return persons.find(session, "phone", phone)


def test_a_copy_has_all_that_they_told_and_were_told(years: Years) -> None:
    with years.store.read() as session:
        content = persons.export(session, persons.find(session, "phone", PHONE), years.store.blobs)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read("person.json"))
        files = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert b"picture" in files
    [case] = told["cases"]
    assert case["record"]["phone"] == PHONE
    texts = [one["text"] for said in told["conversations"].values() for one in said]
    assert {"no gas either", "done"} <= set(texts)
    assert OTHER not in json.dumps(told)


def test_erasing_reaches_everything_of_them_and_nothing_of_others(years: Years) -> None:
    found = kept(years, PHONE)
    assert (len(found.cases), len(found.open)) == (1, 1)
    with pytest.raises(Conflict), years.store.write() as session:
        persons.erase(session, found, years.road.clock.now())
    years.close(found.cases[0].number)
    years.road.work()
    found = kept(years, PHONE)
    with years.store.write() as session:
        persons.erase(session, found, years.road.clock.now())
    assert not kept(years, PHONE)
    with years.store.read() as session:
        for rows in (ConversationRow, EnvelopeRow, OutboxRow):
            people = set(session.scalars(select(rows.person)))
            assert f"tel:{PHONE}" not in people
            assert f"tel:{OTHER}" in people
        assert "no gas either" not in set(session.scalars(select(MessageRow.text)))
        remembered = {kind for kind, _ in erasures.every(session)}
    assert remembered >= {"case", "conversation", "envelope", "outbox"}
    assert [link for _, link in audit.verify(years.store) if link is not None] == []
    years.road.sweep()
    years.road.work()
    assert len(kept(years, OTHER).cases) == 1


def test_a_number_proves_that_case_and_no_other(years: Years) -> None:
    [number] = [one.number for one in kept(years, PHONE).cases]
    with years.store.read() as session:
        found = persons.find(session, "number", number)
    assert (len(found.cases), len(found.conversations), found.heard) == (1, 1, 0)


def test_the_administrators_page(migrated_sqlite: str, tmp_path: Path) -> None:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        room = make_room(store)
        room.app.config["WTF_CSRF_ENABLED"] = False
        add_person(store, "admin", Role.ADMINISTRATOR, None)
        number = room.open("a drain is blocked", person=f"tel:{PHONE}", fields={"phone": PHONE})
        client = room.sign_in("admin")
        assert client.get("/admin/person").status_code == 200
        unexplained = client.post("/admin/person", data={"who": "0300 1111111", "do": "show"})
        assert (unexplained.status_code, number in unexplained.text) == (400, False)
        shown = client.post("/admin/person", data={"who": "0300 1111111", "do": "show", "reason": "they called"}).text
        assert number in shown
        assert "a drain is blocked" not in shown, "how much, and not what"
        assert client.post("/admin/person", data={"who": "nobody"}).status_code == 400
        assert client.post("/admin/person", data={"who": PHONE, "do": "export"}).status_code == 400, "no reason"
        copy = client.post("/admin/person", data={"who": PHONE, "do": "export", "reason": "their letter"})
        assert copy.content_type == "application/zip"
        assert copy.headers["Cache-Control"] == "no-store"
        erase = {"who": PHONE, "do": "erase", "reason": "their letter"}
        assert client.post("/admin/person", data=erase).status_code == 400, "not sure"
        assert client.post("/admin/person", data={**erase, "sure": "yes"}).status_code == 409, "still open"
        with store.read() as session:
            done = [(act.what, act.details.get("reason")) for act in admin_log.latest(session)]
            [looked, *_] = access_log.latest(session, what=["person search"])
        assert looked.reason == "their letter", "many in a day are unusual, whoever looks"
        assert {("person_show", "they called"), ("person_export", "their letter")} <= set(done)
        assert PHONE not in str(done)

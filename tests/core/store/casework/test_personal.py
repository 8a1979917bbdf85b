"""Personal data at rest: sealed in every table, found all the same, masked, revealed with a reason, erased."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from core import casework as c
from core.casework import history
from core.complaint import Complaint, Field, Source
from core.errors import ConfigInvalid, NotAllowed, NotFound
from core.privacy.personal import for_office, masked
from core.store.casework import erasing, personal, tickets
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.reseal import check_key, reseal
from core.store.sealing.sealed import use_vault
from core.store.sealing.vault import Vault
from core.ticket import CITIZEN
from tests.core.casework.given import HEAD, OFFICER
from tests.core.store.given import Desk
from tests.fakes.house import make_house
from tests.services.waiting import wait_until

PHONE, EMAIL, CNIC = "+923001234567", "gul.khan@example.org", "17301-1234567-1"
NAME = "Gul Khan"


def complaint() -> Complaint:
    told = {
        "description": "no light",
        "category": "electricity",
        "district": "Mardan",
        "address": "House 7, Bagh-e-Haram",
        "complainant_name": NAME,
        "phone": PHONE,
        "email": EMAIL,
        "cnic": CNIC,
    }
    return Complaint({name: Field(value, 1.0, Source.DIALOGUE) for name, value in told.items()})


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def everything(store: Store) -> str:
    """All that stands in the database, as the database itself has it."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            tables = [row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        else:
            tables = [
                row[0]
                for row in connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            ]
        skip = {"offices", "alembic_version"}
        return "\n".join(
            str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
            for table in tables
            if table not in skip
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )


def test_a_whole_journey_leaves_nobodys_number_or_name_in_the_database(store: Store) -> None:
    road = make_house(store)
    road.hear("done", id="M1", name=NAME)
    road.work()
    road.hear("no gas", id="M2", name=NAME)
    road.work()
    assert road.channel.sent[0].to == PHONE
    kept = everything(store)
    assert PHONE.removeprefix("+") not in kept
    assert NAME not in kept
    assert "KP-2026-000001-5" in kept, "what is not personal stands as it is"


def test_tickets_are_found_by_phone_email_and_cnic(desk: Desk) -> None:
    mine, other = desk.open(record=complaint()), desk.open(person="tel:+923009999999")
    with desk.store.read() as session:
        for kind, value in (("phone", PHONE), ("email", EMAIL), ("cnic", CNIC)):
            assert [ticket.number for ticket in personal.find(session, kind, value)] == [mine]
        assert personal.find(session, "phone", "+923009999999") == []
        assert [ticket.number for ticket in tickets.of_person(session, "tel:+923009999999")] == [other]
        with pytest.raises(KeyError):
            personal.find(session, "complainant_name", NAME)
    kept = everything(desk.store)
    assert not any(secret in kept for secret in (PHONE[1:], EMAIL, CNIC, NAME, "Bagh-e-Haram"))


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("phone", PHONE, "+9230********"),
        ("phone", "123", "***"),
        ("email", EMAIL, "g***@example.org"),
        ("cnic", CNIC, "*****-*******-1"),
        ("complainant_name", NAME, "G*** K***"),
        ("latitude", "34.198000", "34.**"),
    ],
)
def test_masks(name: str, value: str, shown: str) -> None:
    assert masked(name, value) == shown


def test_an_office_sees_the_place_and_a_mask_and_of_the_anonymous_nothing() -> None:
    shown = for_office(complaint(), anonymous=False)
    assert shown["description"] == "no light"
    assert shown["address"] == "House 7, Bagh-e-Haram"
    assert not any(secret in str(shown) for secret in (PHONE, EMAIL, CNIC, NAME))
    hidden = for_office(complaint(), anonymous=True)
    assert set(hidden) == {"description", "category", "district"}


def test_each_unmasking_is_in_the_history_with_its_reason(desk: Desk) -> None:
    number = desk.open(record=complaint())
    with desk.store.write() as session:
        assert desk.cases.reveal(session, number, "phone", "to visit the house", OFFICER, desk.now) == PHONE
    with desk.store.read() as session:
        last = tickets.events(session, number)[-1]
    assert (last.kind, last.actor, last.data["field"], last.words) == (
        "reveal",
        "officer:3",
        "phone",
        {"reason": "to visit the house"},
    )
    with desk.store.write() as session, pytest.raises(NotFound):
        desk.cases.reveal(session, number, "latitude", "x", OFFICER, desk.now)


def test_an_anonymous_citizen_is_revealed_to_nobody(desk: Desk) -> None:
    number = desk.open(record=complaint(), anonymous=True)
    for actor in (OFFICER, HEAD):
        with pytest.raises(NotAllowed), desk.store.write() as session:
            desk.cases.reveal(session, number, "phone", "please", actor, desk.now)
    assert desk.kinds(number) == ["registered", "assign"]


def test_erasing_takes_the_person_out_and_leaves_what_happened(desk: Desk) -> None:
    number, other = desk.open(record=complaint()), desk.open(record=complaint())
    desk.do(number, lambda t, at, p: c.propose_resolution(t, f"visited {NAME}", OFFICER, at, p))
    with desk.store.write() as session, pytest.raises(NotFound):
        erasing.erase(session, "KP-2026-999999-9", desk.now)
    with desk.store.read() as session:
        assert erasing.to_erase(session, desk.now) == [], "nobody ended it"
    desk.do(number, lambda t, at, p: c.citizen_satisfied(t, CITIZEN, at, p, remark="thanks"))
    desk.pass_(days=400)
    with desk.store.write() as session:
        assert erasing.to_erase(session, desk.now) == [number]
        erasing.erase(session, number, desk.now)
        assert erasing.to_erase(session, desk.now) == []
    with desk.store.read() as session:
        assert dict(tickets.record(session, number).fields).keys() == {"category", "district"}
        assert [ticket.number for ticket in personal.find(session, "cnic", CNIC)] == [other]
        events = tickets.events(session, number)
        assert history.verify(events) is None
        assert all(event.words == {} for event in events)
    assert desk.get(number).resolution.remark == ""
    use_vault(desk.store.engine, None)
    assert NAME not in everything(desk.store)


def test_a_new_key_and_data_from_before_there_was_one(store: Store) -> None:
    plain, old, new = None, Vault(["the old secret"]), Vault(["the new secret", "the old secret"])
    use_vault(store.engine, plain)
    desk = Desk(store)
    number = desk.open(record=complaint())
    assert CNIC in everything(store)
    for vault in (old, new, Vault(["the new secret"])):
        use_vault(store.engine, vault)
        with store.write() as session:
            if vault is new:
                with pytest.raises(ConfigInvalid, match="arzi reseal"):
                    check_key(session)
                reseal(session)
            check_key(session)
            [ticket] = personal.find(session, "cnic", CNIC)
            assert ticket.number == number
            assert tickets.of_person(session, "tel:+923001234567") == [ticket]
            assert tickets.record(session, number) == complaint()
        assert CNIC not in everything(store)
    for wrong in (None, Vault(["a wrong secret"])):
        use_vault(store.engine, wrong)
        with store.write() as session, pytest.raises(ConfigInvalid):
            check_key(session)


def test_of_two_that_start_at_once_one_seals_and_the_other_looks(migrated_postgresql: str, tmp_path: Path) -> None:
    store = open_store(migrated_postgresql, FileBlobs(tmp_path), vault=Vault(["the secret of the tests"]))
    sealed: list[bool] = []

    def look() -> None:
        with store.write() as session:
            sealed.append(check_key(session))

    with store.write() as session:
        sealed.append(check_key(session))
        other = threading.Thread(target=look)
        other.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        wait_until(lambda: session.scalar(waiting), what="the other to wait")
    other.join(60)
    store.close()
    assert sealed == [True, False]


def test_the_same_text_is_sealed_differently_each_time_but_a_key_is_not() -> None:
    vault = Vault(["a secret"])
    assert vault.seal("x") != vault.seal("x")
    assert vault.seal_key("x") == vault.seal_key("x") != Vault(["another"]).seal_key("x")
    for value in ("", "x", "پیغام", "~s1~looks sealed"):
        assert vault.open(vault.seal(value)) == vault.open(vault.seal_key(value)) == value
        assert vault.open_bytes(vault.seal_bytes(value.encode())) == value.encode()
    with pytest.raises(ConfigInvalid):
        Vault([])

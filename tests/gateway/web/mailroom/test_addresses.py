"""A clerk sees which addresses are one citizen's and what joined them, parts them with a reason, and joins two."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.persons import addresses
from core.store.persons.addresses import Proof
from core.store.staff import access_log, admin_log
from core.store.staff.tables import StaffRow
from core.ticket import Role
from tests.core.store.test_persons import ID, NUMBER, OTHER, cases_of, person_of, told
from tests.gateway.web.desk.room import add_person, make_room

NOW = datetime(2026, 11, 30, tzinfo=UTC)


class Office:
    """A clerk before the page, and a citizen with two addresses and a case told from each."""

    def __init__(self, store: Store, role: Role = Role.CLERK) -> None:
        self.store = store
        room = make_room(store)
        room.app.config["WTF_CSRF_ENABLED"] = False
        add_person(store, "clerk", role, None)
        self.client = room.sign_in("clerk")
        self.before = cases_of(store, NUMBER)
        self.by_number = told(store, NUMBER, "c1", ("+923001234567",))
        self.by_id = told(store, ID, "c2", ("PK.13491208655302741918",))
        with store.write() as session:
            addresses.join(session, ID, [NUMBER], Proof.CHANNEL, NOW, "whatsapp SM77")

    def send(self, **form: str) -> Any:
        return self.client.post("/mailroom/addresses", data={"who": "0300-1234567", "reason": "two brothers", **form})

    def acts(self) -> list[tuple[str, str, dict[str, Any]]]:
        with self.store.read() as session:
            return [(one.what, one.about, dict(one.details)) for one in admin_log.latest(session)]


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.mark.parametrize("who", ["0300-1234567", "PK.13491208655302741918", "twilio:PK.13491208655302741918"])
def test_what_joined_them_is_shown(office: Office, who: str) -> None:
    page = office.send(who=who).text
    assert all(one in page for one in ("+923001234567", "PK.13491208655302741918", "SM77", "1 case was told"))
    assert office.by_id not in page
    assert "one message on WhatsApp" in page
    with office.store.read() as session:
        [look] = access_log.latest(session, what=["addresses"])
    assert (look.reason, look.thing) == ("two brothers", who.partition(":")[0] if ":" in who else look.thing)
    assert "PK." not in look.thing
    assert "300" not in look.thing


def test_one_is_parted_with_what_was_told_from_it(office: Office) -> None:
    page = office.send(do="split", address=ID).text
    assert "a person of its own again" in page
    assert person_of(office.store, ID) == ID
    assert cases_of(office.store, NUMBER) == sorted([*office.before, office.by_number])
    assert cases_of(office.store, ID) == [office.by_id]
    [(_what, about, details)] = [one for one in office.acts() if one[0] == "person_split"]
    assert (about, details) == ("twilio", {"cases": [office.by_id], "reason": "two brothers"})
    with office.store.write() as session:  # a message that has both joins them no more
        assert addresses.join(session, ID, [NUMBER], Proof.CHANNEL, NOW) == ID
    page = office.send(who=ID).text
    assert "parted by a clerk: two brothers" in page


def test_two_are_joined_by_a_clerk(office: Office) -> None:
    office.send(do="split", address=ID)
    page = office.send(do="join", other=ID, reason="wrote from both before me").text
    assert "joined by a clerk: wrote from both before me" in page
    assert person_of(office.store, ID) == NUMBER
    assert cases_of(office.store, NUMBER) == sorted([*office.before, office.by_number, office.by_id])
    assert [one[0] for one in office.acts()][:2] == ["person_join", "person_split"]
    mail = office.send(do="join", other="Gul@Example.org", reason="showed it").text
    assert "gul@example.org" in mail
    assert person_of(office.store, "mailto:gul@example.org") == NUMBER


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"reason": " "}, 400, "Please write the reason."),
        ({"who": "Gul Khan"}, 400, "This is no phone"),
        ({"do": "split", "address": NUMBER}, 404, "joined to nobody"),
        ({"do": "split", "address": OTHER}, 404, "joined to nobody"),
        ({"do": "split", "address": ""}, 404, "joined to nobody"),
        ({"do": "split", "address": ID, "reason": ""}, 400, "Please write the reason."),
        ({"do": "join", "other": "nobody"}, 400, "This is no phone"),
        ({"do": "join", "other": OTHER, "reason": ""}, 400, "Please write the reason."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    office: Office, form: dict[str, str], status: int, said: str
) -> None:
    answer = office.send(**form)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert person_of(office.store, ID) == NUMBER
    assert [one for one in office.acts() if one[0].startswith("person_")] == []


def test_who_is_joined_to_nobody_is_shown_so(office: Office) -> None:
    assert "joined to nobody" in office.send(who="0300-9999999").text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.AGENT])
def test_it_is_the_clerks(store: Store, role: Role) -> None:
    office = Office(store, role)
    assert office.client.get("/mailroom/addresses").status_code == 403
    assert office.send(do="split", address=ID).status_code == 403
    assert person_of(store, ID) == NUMBER


def test_whom_a_colleague_may_not_see_stays_unseen(store: Store) -> None:
    """A case of theirs is about this very clerk."""
    office = Office(store)
    with store.write() as session:
        clerk = session.scalars(select(StaffRow.id).where(StaffRow.username == "clerk")).one()
        about = update(TicketRow).where(TicketRow.number == office.by_id)
        session.execute(about.values(against_person=str(clerk)))
    for form in ({}, {"do": "split", "address": ID}, {"do": "join", "other": OTHER}):
        answer = office.send(**form)
        assert (answer.status_code, "PK.1349" in answer.text) == (404, False)
    assert office.send(who="0300-9999999", do="join", other=ID).status_code == 404
    assert (person_of(store, ID), person_of(store, OTHER)) == (NUMBER, OTHER)

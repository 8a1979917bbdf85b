"""A proposed resolution reaches who wrote a letter: printed, posted, and answered with the code on the slip."""

import re

import pytest
from sqlalchemy import update

from core import casework as c
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.ticket import TicketState
from tests.core.casework.given import OFFICER
from tests.gateway.web.mailroom.paper import URDU, Mailroom, make_mailroom
from tests.gateway.web.mailroom.test_desk import register
from tests.gateway.web.staff.people import token


@pytest.fixture
def mailroom(store: Store) -> Mailroom:
    return make_mailroom(store)


def asked(mailroom: Mailroom) -> str:
    """A letter's ticket whose office says that it is solved."""
    letter, clerk = mailroom.letter(URDU), mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    assert register(mailroom, clerk, letter, name="سائرہ بی بی").status_code == 302
    house = mailroom.house.house
    with house.store.write() as session:
        number = session.query(TicketRow).one().number
        session.execute(update(TicketRow).values(address=""))
        house.cases.do(
            session, number, lambda t, at, p: c.propose_resolution(t, "نلکا ٹھیک ہے", OFFICER, at, p), house.clock.now()
        )
    return number


def test_printed_posted_and_answered_with_its_code(mailroom: Mailroom) -> None:
    number, clerk = asked(mailroom), mailroom.clerk("saira")
    listed = clerk.get("/mailroom/slips").text
    assert number in listed
    assert "نلکا ٹھیک ہے" in listed
    [slip] = re.findall(r'name="slip" value="(\d+)"', listed)
    form = {"csrf_token": token(clerk, "/staff"), "slip": slip}
    sheet = clerk.post("/mailroom/slips", data=form | {"do": "print"}).text
    [proof] = re.findall(r'class="proof"[^>]*>(\d{4} \d{4} \d{4})<', sheet)
    assert number in sheet
    assert "نلکا ٹھیک ہے" in sheet
    assert clerk.post("/mailroom/slips", data=form | {"do": "posted"}).status_code == 303
    assert "No slip waits" in clerk.get("/mailroom/slips").text

    citizen = mailroom.app.test_client()
    wrong = citizen.post("/track", data={"number": number, "proof": "000000"})
    assert wrong.status_code == 404
    opened = citizen.post("/track", data={"number": number, "proof": proof})
    assert opened.status_code == 303
    page = citizen.get("/case").text
    form_id = re.findall(r'name="form_id" value="([^"]+)"', page)[0]
    said = {"say": "yes", "form_id": form_id, "csrf_token": token(citizen, "/case")}
    assert citizen.post("/case", data=said).status_code == 303
    with mailroom.house.house.store.read() as session:
        assert tickets.get(session, number).state is TicketState.CLOSED


def test_only_the_mailroom_sees_the_slips(mailroom: Mailroom) -> None:
    asked(mailroom)
    assert mailroom.app.test_client().get("/mailroom/slips").status_code in (302, 303, 401, 403)

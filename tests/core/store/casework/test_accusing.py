"""Whom a complaint is about: found in its words in four languages, or marked by staff. Routing keeps away from it."""

import pytest
from sqlalchemy import update

from core import casework as c
from core.errors import NotAllowed, NotFound
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.ticket import Level
from tests.core.casework.given import AGENT, HEAD, OFFICER
from tests.core.store.given import Desk

SUBDIVISION = "kp.mardan.mardan.katlang.power_subdivision"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def code_of(desk: Desk, number: str) -> str:
    with desk.store.read() as session:
        return desk.office_code(session, desk.get(number))


def against(desk: Desk, number: str) -> str | None:
    with desk.store.read() as session:
        found = desk.get(number).against_office
        return None if found is None else desk.cases.book.directory(session).get(found).code


@pytest.mark.parametrize(
    ("category", "text", "about", "sent_to"),
    [
        (
            "police",
            "Katlang: SHO ne rishwat mangi",
            "kp.mardan.mardan.katlang.police_subdivision",
            "kp.mardan.mardan.police_district",
        ),
        ("police", "SHO ne rishwat mangi", None, "kp.mardan.mardan.police_district"),
        ("police", "The DPO refuses to register my FIR", "kp.mardan.mardan.police_district", "kp.mardan.police_region"),
        (
            "land_revenue",
            "Katlang میں پٹواری رشوت مانگ رہا ہے",
            "kp.mardan.mardan.katlang.tehsildar",
            "kp.mardan.mardan.revenue_officer",
        ),
        (
            "electricity",
            "د XEN دفتر رشوت غواړي، ایکسین پیسې اخلي",
            "kp.mardan.mardan.power_division",
            "kp.mardan.power_circle",
        ),
        (
            "corruption",
            "Katlang: patwari demands a bribe",
            "kp.mardan.mardan.katlang.tehsildar",
            "kp.mardan.mardan.anti_corruption_circle",
        ),
        ("electricity", "Katlang: I told the lineman, no light yet", None, SUBDIVISION),
    ],
)
def test_what_the_words_say(desk: Desk, category: str, text: str, about: str | None, sent_to: str) -> None:
    number = desk.open(category=category, text=text)
    assert (against(desk, number), code_of(desk, number)) == (about, sent_to)
    with desk.store.read() as session:
        registered = tickets.events(session, number)[0]
    assert ("against_office" in registered.data) == (about is not None)


def test_staff_mark_it_and_it_leaves_that_office_at_once(desk: Desk) -> None:
    number = desk.open(text="Katlang: no light")
    assert code_of(desk, number) == SUBDIVISION
    xen = _id(desk, "kp.mardan.mardan.power_division")
    with desk.store.write() as session:
        kept = desk.cases.mark_against(session, number, xen, None, "the caller says the XEN did it", AGENT, desk.now)
    assert code_of(desk, number) == "kp.mardan.power_circle"
    assert desk.kinds(number)[-2:] == ["mark_against", "assign"]
    assert kept.due_at == desk.get(number).due_at, "the clock runs on"
    assert desk.office_notices() == [("new_case", kept.office_id)], "what the first office was told is taken back"
    back = _id(desk, SUBDIVISION)
    with pytest.raises(NotAllowed), desk.store.write() as session:
        desk.cases.do(session, number, lambda t, at, p: c.forward(t, back, "yours", HEAD, at, p), desk.now)


def test_a_level_of_the_ladder_below_whom_it_is_about_is_passed_over(desk: Desk) -> None:
    number = desk.open(text="no light")
    commissioner = _id(desk, "kp.mardan.commissioner")
    with desk.store.write() as session:
        desk.cases.mark_against(session, number, commissioner, None, "his order", AGENT, desk.now)
    while desk.get(number).level is Level.OFFICE:
        desk.pass_(hours=6)
        desk.sweep()
    assert desk.get(number).level is Level.CHIEF_SECRETARY, "the Deputy Commissioner is under the Commissioner"


def test_an_office_that_is_none_of_ours_cannot_be_marked(desk: Desk) -> None:
    number = desk.open()
    with pytest.raises(NotFound), desk.store.write() as session:
        desk.cases.mark_against(session, number, 10**9, None, "x", HEAD, desk.now)


def test_what_is_being_asked_of_the_citizen_is_only_marked(desk: Desk) -> None:
    number = desk.open(text="Katlang: no light")
    with desk.store.write() as session:
        session.execute(update(TicketRow).where(TicketRow.number == number).values(state="in_progress"))
    desk.do(number, lambda t, at, p: c.propose_resolution(t, "done", OFFICER, at, p))
    with desk.store.write() as session:
        desk.cases.mark_against(session, number, _id(desk, SUBDIVISION), None, "says the citizen", HEAD, desk.now)
    assert desk.kinds(number)[-1] == "mark_against"


def _id(desk: Desk, code: str) -> int:
    with desk.store.read() as session:
        return desk.cases.book.directory(session).by_code(code).id

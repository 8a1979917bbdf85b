"""Suspicious closings: supervisors see those of their offices, and write down what they found."""

import pytest

from core.store.casework import flags
from core.store.casework.tables import FlagRow
from tests.gateway.web.desk.room import Room


@pytest.fixture
def flag(room: Room) -> int:
    """A resolution proposed within minutes."""
    room.do(room.sign_in(), room.numbers[0], "propose", words="done")
    with room.store.write() as session:
        flags.detect(session, room.house.clock.now())
        return session.query(FlagRow.id).scalar() or 0


def test_a_supervisor_looks_and_says_what_they_found(room: Room, flag: int) -> None:
    client = room.sign_in("head")
    assert "Said to be solved within minutes" in client.get("/desk/flags").get_data(as_text=True)
    assert room.post(client, f"/desk/flags/{flag}", finding=" ").status_code == 400
    room.post(client, f"/desk/flags/{flag}", finding="the light was indeed on")
    assert "Nothing to look at" in client.get("/desk/flags").get_data(as_text=True)
    with room.store.read() as session:
        row = session.get(FlagRow, flag)
        assert row is not None
        assert row.finding == "the light was indeed on"
        assert row.looked_by is not None
        assert row.looked_by.startswith("supervisor:")


@pytest.mark.parametrize(
    ("who", "sees", "may"), [("officer", 302, 403), ("auditor", 200, 403), ("everywhere", 200, 302)]
)
def test_who_sees_and_who_may(room: Room, flag: int, who: str, sees: int, may: int) -> None:
    client = room.sign_in(who)
    assert client.get("/desk/flags").status_code == sees
    assert room.post(client, f"/desk/flags/{flag}", finding="x").status_code == may


def test_those_of_other_offices_are_not_there(room: Room, flag: int) -> None:
    client = room.sign_in("elsewhere")
    assert room.post(client, f"/desk/flags/{flag}", finding="x").status_code == 404
    assert room.post(client, "/desk/flags/99999", finding="x").status_code == 404

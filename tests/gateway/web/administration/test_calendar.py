"""The page of the office calendar: what holds is shown, what is announced holds and is written down."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from core.services import calendar
from tests.fakes.house import TestHouse
from tests.gateway.web.administration.test_administration import app, client, house, send, written_down

__all__ = ["app", "client", "house"]
RAMZAN = {
    "do": "hours",
    "first": "2027-02-08",
    "last": "2027-03-09",
    "from": "09:00",
    "to": "15:00",
    "friday_from": "09:00",
    "friday_to": "12:30",
    "why": "Ramzan",
}


def _held(made: TestHouse) -> calendar.Announced:
    with made.house.store.read() as session:
        return calendar.announced(session)


def test_holidays_with_where_they_come_from_and_what_is_an_estimate(client: FlaskClient, house: TestHouse) -> None:
    year = house.clock.now().year
    page = client.get(f"/admin/calendar?year={year + 2}").get_data(as_text=True)
    assert "Islamic new year" in page
    assert "Province" in page
    assert "estimated: by the moon" in page
    assert "Pakistan Day" in page
    urdu = client.get(f"/admin/calendar?year={year}&language=ur").get_data(as_text=True)
    assert "یوم پاکستان" in urdu
    assert client.get("/admin/calendar?year=999999").status_code == 200


def test_a_day_is_announced_and_taken_back(client: FlaskClient, house: TestHouse) -> None:
    assert "a strike" in send(client, "/admin/calendar", do="close", day="2026-12-01", why="a strike")[1]
    assert [one.day for one in _held(house).closed] == [date(2026, 12, 1)]
    send(client, "/admin/calendar", do="open", day="2026-12-01", why="no strike after all")
    assert (_held(house).closed, [one.why for one in _held(house).opened]) == ((), ["no strike after all"])
    send(client, "/admin/calendar", do="as_before", day="2026-12-01")
    assert (_held(house).closed, _held(house).opened) == ((), ())
    assert _held(house).version == 3
    assert written_down(house) == [("calendar", "2026-12-01")] * 3


def test_hours_of_ramzan(client: FlaskClient, house: TestHouse) -> None:
    assert send(client, "/admin/calendar", **RAMZAN)[0] == 200
    [one] = _held(house).periods
    assert (one.period.first, one.period.last) == (date(2027, 2, 8), date(2027, 3, 9))
    assert {weekday: str(spans[0][1]) for weekday, spans in one.period.days.items()}[4] == "12:30:00"
    send(client, "/admin/calendar", do="usual_hours", first="2027-02-08")
    assert _held(house).periods == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "close", "day": "", "why": "x"},
        {"do": "close", "day": "2026-12-01", "why": " "},
        {"do": "close", "day": "0001-01-01", "why": "x"},
        {"do": "nothing", "day": "2026-12-01", "why": "x"},
        RAMZAN | {"to": "08:00"},
        RAMZAN | {"last": "2027-02-01"},
        RAMZAN | {"from": "noon"},
    ],
)
def test_what_is_no_announcement_is_refused_and_changes_nothing(
    client: FlaskClient, house: TestHouse, wrong: dict[str, str]
) -> None:
    assert send(client, "/admin/calendar", **wrong)[0] == 400
    assert _held(house).version == 0

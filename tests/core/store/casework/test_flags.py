"""Suspicious closings are found in the store and kept once, until somebody has looked."""

from dataclasses import replace

import pytest

from core import casework as c
from core.offices.csv_file import Line
from core.offices.generate import generate
from core.services.cases import Cases
from core.store.casework import flags, offices
from core.store.engine import Store
from core.ticket import CITIZEN
from tests.core.casework.given import OFFICER
from tests.core.store.given import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def proposed(desk: Desk, n: int, remark: str, *, after_hours: float, denied: bool = False) -> str:
    number = desk.open(person=f"tel:+9230000000{n:02d}")
    desk.pass_(hours=after_hours)
    desk.do(number, lambda t, at, p: c.propose_resolution(t, remark, OFFICER, at, p))
    if denied:
        desk.do(number, lambda t, at, p: c.citizen_dissatisfied(t, CITIZEN, at, p, reason="no"))
    return number


def found(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.write() as session:
        flags.detect(session, desk.now)
    with desk.store.read() as session:
        return sorted((flag.ticket, flag.kind) for flag in flags.waiting(session))


def test_pasted_remarks_and_haste_are_flagged_once(desk: Desk) -> None:
    pasted = [proposed(desk, n, "Issue resolved", after_hours=3) for n in range(5)]
    honest = proposed(desk, 6, "pole number 12 replaced", after_hours=3)
    hasty = proposed(desk, 7, "cable joined", after_hours=0.1)
    expected = sorted([(number, "same_remark") for number in pasted] + [(hasty, "within_minutes")])
    assert found(desk) == expected
    assert found(desk) == expected, "looking again finds nothing new"
    assert honest not in dict(expected)


def test_what_citizens_deny_often(desk: Desk) -> None:
    numbers = [proposed(desk, n, f"work {chr(97 + n)}", after_hours=2, denied=n < 4) for n in range(12)]
    assert found(desk) == [(number, "often_denied") for number in numbers[:4]]


def test_complaints_from_an_offices_own_numbers(desk: Desk) -> None:
    desk.cases = Cases()
    with desk.store.write() as session:
        mardan = [
            office for office in generate() if office.code.startswith("kp.") and office.division in (None, "Mardan")
        ]
        own = "kp.mardan.mardan.power_division"
        lines = [Line(replace(o, numbers=("+923000000001",) if o.code == own else ()), None) for o in mardan]
        offices.take(session, lines, desk.now)
    numbers = [proposed(desk, n, f"work {chr(97 + n)}", after_hours=2) for n in range(3)]
    assert found(desk) == [(numbers[1], "own_number")]


def test_a_supervisor_has_looked(desk: Desk) -> None:
    proposed(desk, 7, "cable joined", after_hours=0.1)
    found(desk)
    with desk.store.write() as session:
        [flag] = flags.waiting(session)
        assert flags.waiting(session, [flag.office_id]) == [flag]
        assert flags.waiting(session, [flag.office_id + 1]) == []
        flags.looked_at(session, flag.id, "supervisor:9", "they were next door", desk.now)
    assert found(desk) == []

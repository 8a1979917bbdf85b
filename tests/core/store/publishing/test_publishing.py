"""A day's publication from a store: the numbers are those of the dashboards, persons are counted as persons, and what
is told of several days and of all levels gives nobody away."""

import csv
import gzip
import io
import random
from datetime import timedelta
from itertools import pairwise

import pytest

from core.casework import citizen_dissatisfied, citizen_satisfied, propose_resolution, start
from core.dashboards.figures import of_counts
from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import Dim
from core.errors import ArziError
from core.offices.directory import Directory
from core.publishing import measures as m
from core.publishing.cells import Rules
from core.publishing.records import Record
from core.publishing.subjects import subjects_of
from core.services import publishing
from core.store.dashboards import sums
from core.store.engine import Store
from core.store.evidence.checking import check
from core.store.publishing import days
from core.ticket import CITIZEN, Actor, Role
from tests.core.store.given import Desk

OFFICER = Actor(Role.OFFICER, "77")
EXACT = Rules(1, b"no offset")
MARDAN = "places/kp.mardan.mardan"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def directory(desk: Desk) -> Directory:
    with desk.store.read() as session:
        return desk.cases.book.directory(session)


def lines(desk: Desk, rules: Rules) -> dict[str, Record]:
    made = publishing.protected(desk.store, directory(desk), desk.now, rules)
    return {one.id: one for one in made}


def fill(desk: Desk, seed: int, tickets: int) -> None:
    """Complaints of many people, some of which are worked on."""
    draw = random.Random(seed)
    for n in range(tickets):
        desk.now += timedelta(hours=draw.randrange(1, 9))
        category = draw.choice(["electricity", "electricity", "police", "roads"])
        number = desk.open(category, draw.choice(["Mardan", "Mardan", "Swabi"]), person=f"tel:+92300{seed}{n:06d}")
        steps = [
            lambda t, at, p: start(t, OFFICER, at, p),
            lambda t, at, p: propose_resolution(t, "done", OFFICER, at, p),
            draw.choice(
                [
                    lambda t, at, p: citizen_satisfied(t, CITIZEN, at, p),
                    lambda t, at, p: citizen_dissatisfied(t, CITIZEN, at, p),
                ]
            ),
        ]
        for step in steps[: draw.randrange(4)]:
            desk.now += timedelta(minutes=30)
            try:
                desk.do(number, step)
            except ArziError:
                break


def test_the_numbers_are_those_of_the_dashboards(desk: Desk) -> None:
    fill(desk, 1, 40)
    found = lines(desk, EXACT)
    all_nodes = Nodes(directory(desk))
    subjects = subjects_of(directory(desk))
    with desk.store.read() as session:
        for id in ("places/pk", "places/kp", MARDAN, "places/kp/power", f"{MARDAN}/power"):
            (node,) = subjects.by_id[id].nodes
            counts = sums.read(session, [node], [Dim.ALL], all_nodes)[node, Dim.ALL, ""]
            figures = of_counts(counts)
            told = found[id].figures
            assert told[m.RECEIVED] == figures.came, id
            assert told[m.OPEN] == figures.open, id
            assert told[m.SOLVED] == figures.closed + figures.proposed, id
            assert told[m.CONFIRMED] == figures.satisfied, id
            assert told[m.DENIED] == figures.denied, id
    assert found["places/pk"].figures[m.RECEIVED] == 40
    assert sum(of[m.RECEIVED] or 0 for of in found["places/pk"].months.values()) == 40
    offices = [one for one in found.values() if one.kind == "office"]
    assert sum(one.received for one in offices if one.parent.startswith(f"{MARDAN}/")) <= found[MARDAN].received


@pytest.mark.parametrize(("persons", "told"), [(10, True), (9, False), (1, False)])
def test_who_complains_often_is_one_person(desk: Desk, persons: int, told: bool) -> None:
    for n in range(30):
        desk.open(person=f"tel:+92300{n % persons:07d}", anonymous=n % 2 == 0)
    found = lines(desk, Rules(10, b"x"))
    assert (MARDAN in found) is told
    if told:
        assert abs(found[MARDAN].received - 30) < 10


def test_what_betrays_is_not_told_of_tehsils(desk: Desk) -> None:
    for n in range(20):
        desk.open("police", person=f"tel:+92300{n:07d}")
    found, subjects = lines(desk, Rules(10, b"x")), subjects_of(directory(desk))
    assert "police" in found[MARDAN].categories
    for one in found.values():
        if one.kind == "tehsil":
            assert not one.categories.keys() & m.BETRAYS, one.id
        if one.kind == "office" and one.department == "police":
            assert subjects.by_id[one.place].kind != "tehsil", one.id


def test_a_day_is_published_once_and_its_files_stay(desk: Desk) -> None:
    fill(desk, 2, 25)
    first = publishing.publish(desk.store, directory(desk), lambda: desk.now, 10)
    assert first is not None
    assert publishing.publish(desk.store, directory(desk), lambda: desk.now, 10) is None
    before = content(desk, first.day, "figures.csv")
    desk.now += timedelta(days=1)
    fill(desk, 3, 25)
    second = publishing.publish(desk.store, directory(desk), lambda: desk.now, 10)
    assert second is not None
    assert content(desk, first.day, "figures.csv") == before
    with desk.store.read() as session:
        assert days.latest(session) == second
        assert days.record(session, first.day, "places/pk") is None, "lines are of the latest day only"
        assert days.record(session, second.day, "places/pk") is not None
        assert {one.name for one in days.files(session, second.day)} == {
            "figures.csv", "months.csv", "categories.csv", "dictionary.csv", "all.zip",
        }  # fmt: skip


def content(desk: Desk, day: str, name: str) -> str:
    with desk.store.read() as session:
        found = days.content(session, day, name)
    assert found is not None
    return gzip.decompress(found[1]).decode()


def test_a_publication_that_broke_off_is_begun_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk, 4, 15)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(days, "put", breaks)
        with pytest.raises(ZeroDivisionError):
            publishing.publish(desk.store, directory(desk), lambda: desk.now, 10)
    with desk.store.read() as session:
        assert days.latest(session) is None
    assert publishing.publish(desk.store, directory(desk), lambda: desk.now, 10) is not None


def test_published_files_of_days_give_nobody_away(desk: Desk) -> None:
    """The files themselves: nothing under k, all of them multiples of it, and so the difference of any two."""
    told: dict[tuple[str, str, str], list[int]] = {}
    for seed in range(6):
        fill(desk, seed, 12)
        desk.now += timedelta(days=1)
        day = publishing.publish(desk.store, directory(desk), lambda: desk.now, 10)
        assert day is not None
        for name, keys in (("figures.csv", 1), ("months.csv", 2), ("categories.csv", 2)):
            for row in csv.DictReader(io.StringIO(content(desk, day.day, name))):
                key = tuple(list(row.values())[1 : 1 + keys])
                for column, value in row.items():
                    if column in m.MEANING and value:
                        told.setdefault((name, "/".join(key), column), []).append(int(value))
    assert len(told) > 30
    assert {number % 10 for numbers in told.values() for number in numbers} == {0}
    changes = {after - before for numbers in told.values() for before, after in pairwise(numbers)}
    assert changes - {0}, "something was told of what came"
    assert all(change == 0 or abs(change) >= 10 for change in changes)


def test_what_is_published_is_no_evidence_that_is_missed(desk: Desk) -> None:
    """Its files stand in the database: nobody looks for them on the shelf."""
    fill(desk, 7, 12)
    assert publishing.publish(desk.store, directory(desk), lambda: desk.now, 10) is not None
    assert [(name, wrong) for name, wrong in check(desk.store) if wrong is not None] == []

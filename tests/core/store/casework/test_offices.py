"""Offices and posts in the store: filled once, imported by code, the past kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.offices.csv_file import Line
from core.offices.directory import PostStatus, Term
from core.offices.generate import generate
from core.store.casework import offices
from core.store.engine import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KP = [office for office in generate() if office.province == "Khyber Pakhtunkhwa"][:40]
DC = "kp.peshawar.commissioner"


@pytest.fixture
def book() -> offices.Book:
    return offices.Book()


def take(store: Store, lines: list[Line], now: datetime = NOW) -> offices.Taken:
    with store.write() as session:
        return offices.take(session, lines, now)


def test_an_empty_store_has_the_generated_offices_and_keeps_their_ids_when_filled(
    store: Store, book: offices.Book
) -> None:
    with store.read() as session:
        before = book.directory(session)
    assert len(before) > 7000
    together = threading.Barrier(3)

    def fill(_: int) -> int:
        together.wait(60)
        with store.write() as session:
            return offices.fill_if_empty(session, NOW)

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(fill, range(3))) == [0, 0, len(before)]
    with store.read() as session:
        assert list(book.directory(session)) == list(before)


def test_an_import_adds_and_changes_by_code_and_takes_nothing_away(store: Store, book: offices.Book) -> None:
    assert take(store, [Line(office, None) for office in KP]) == offices.Taken(len(KP), len(KP), 0, 0)
    with store.read() as session:
        first = book.directory(session)
    renamed = replace(KP[3], name="Another name", numbers=("+92919210000",))
    assert take(store, [Line(renamed, None)], NOW + timedelta(days=1)) == offices.Taken(1, 0, 1, 0)
    with store.read() as session:
        second = book.directory(session)
        assert offices.own_numbers(session) == {"+92919210000"}
    assert len(second) == len(first) == len(KP)
    assert second.by_code(renamed.code).name == "Another name"
    assert second.by_code(renamed.code).id == first.by_code(renamed.code).id


def test_a_transfer_is_a_new_term_and_the_past_stays(store: Store, book: offices.Book) -> None:
    office = KP[2]
    took, left = NOW - timedelta(days=100), NOW + timedelta(days=1)
    take(
        store,
        [Line(office, Term(office.code, "Head", PostStatus.IN_POST, took, "A")), *(Line(o, None) for o in KP[:2])],
    )
    with store.write() as session:
        offices.hold(session, Term(office.code, "Head", PostStatus.TRANSFERRED, left, "A"), left)
    with store.read() as session:
        directory = book.directory(session)
    kept = directory.by_code(office.code)
    assert directory.filled(kept, NOW)
    assert not directory.filled(kept, left)


def test_importing_the_same_again_changes_nothing(store: Store) -> None:
    lines = [Line(office, Term(office.code, "Head", PostStatus.VACANT, NOW)) for office in KP]
    take(store, lines)
    with store.read() as session:
        first = list(offices.lines(session, NOW + timedelta(days=2)))
    take(store, [Line(line.office, line.term) for line in first], NOW + timedelta(days=2))
    with store.read() as session:
        assert list(offices.lines(session, NOW + timedelta(days=2))) == first
        assert [line.term for line in first] == [line.term for line in lines]

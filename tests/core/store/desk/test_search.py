"""Full-text search, on both databases: spellings of one word meet, offices see their own, nothing personal is in it."""

import pytest
from sqlalchemy import text

from core.casework import forward
from core.complaint import Complaint, Field, Source
from core.store.casework.tables import TicketRow
from core.store.desk import search
from core.store.desk.search import asked, document
from core.store.engine import Store
from core.ticket import SYSTEM
from tests.core.store.given import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def ids(desk: Desk, *numbers: str) -> list[int]:
    with desk.store.read() as session:
        return [session.query(TicketRow.id).filter_by(number=number).scalar() for number in numbers]


def found(desk: Desk, query: str, **more: int | None) -> list[int]:
    with desk.store.read() as session:
        return search.find(session, query, **{"under": None, "limit": 50} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "asked_for"),
    [
        ("bijli 3 din se nahi hai", "bijlee"),
        ("bijlee ka transformer jal gaya", "bijly transformers"),
        ("The transformers are burnt", "Transformer"),
        ("ہمارے گاؤں میں پانی نہیں آتا", "گاوں پاني"),
        ("زموږ په کلي کې اوبه نشته", "کلی اوبہ"),
        ("كوڑا پڑا ہے", "کوڑا"),
        ("Street No 12, Sector G-9", "sector 12"),
        ("street light broken", "stre*"),
    ],
)
def test_spellings_of_one_word_meet(desk: Desk, said: str, asked_for: str) -> None:
    number = desk.open("other", text=said)
    desk.open("other", text="something else entirely", person="tel:+923007654321")
    assert found(desk, asked_for) == ids(desk, number)


def test_all_words_must_be_there(desk: Desk) -> None:
    desk.open("other", text="broken bridge")
    assert found(desk, "bridge collapsed") == []
    assert found(desk, "the of") == []
    assert found(desk, "\"' & | ! ( ) : * NEAR OR") == []


def test_category_and_district_are_found_in_every_language(desk: Desk) -> None:
    number = desk.open("water_supply", "Swat", text="x")
    for words in ("water Swat", "سوات", "پانی"):
        assert found(desk, words) == ids(desk, number), words


def test_the_newest_come_first_and_page_by_page(desk: Desk) -> None:
    numbers = [desk.open("other", text="gutter") for _ in range(5)]
    newest = ids(desk, *reversed(numbers))
    assert found(desk, "gutter") == newest
    assert found(desk, "gutter", limit=2) == newest[:2]
    assert found(desk, "gutter", limit=2, before=newest[1]) == newest[2:4]


def test_an_office_sees_its_own_and_what_is_under_it(desk: Desk) -> None:
    mardan, swat = desk.open(text="pole"), desk.open(district="Swat", text="pole")
    with desk.store.read() as session:
        directory = desk.cases.book.directory(session)
    office = directory.get(desk.get(mardan).office_id or 0)
    for one in (office, *directory.above(office)):
        under = {two.id for two in directory.under(one)}
        expected = ids(desk, *(n for n in (swat, mardan) if desk.get(n).office_id in under))
        assert found(desk, "pole", under=one.id) == expected, one.code


def test_who_is_seen_by_whom_is_the_same_from_above_and_below(desk: Desk) -> None:
    with desk.store.read() as session:
        directory = desk.cases.book.directory(session)
    some = [office for office in directory if office.district in {"Mardan", "Lahore"}]
    heads = {head for office in some for head in directory.seen_by(office.id)}
    for head in heads:
        under = {office.id for office in directory.under(directory.get(head))}
        assert {office.id for office in some if head in directory.seen_by(office.id)} == {
            office.id for office in some if office.id in under
        }
    assert directory.seen_by(-1) == ()


def test_a_forwarded_ticket_moves_in_the_index_too(desk: Desk) -> None:
    number = desk.open(text="pole")
    before = desk.get(number).office_id
    with desk.store.read() as session:
        other = next(one.id for one in desk.cases.book.directory(session) if one.district == "Swat")
    desk.do(number, lambda t, at, p: forward(t, other, "wrong district", SYSTEM, at, p))
    assert found(desk, "pole", under=before) == []
    assert found(desk, "pole", under=other) == ids(desk, number)


def record(**values: str) -> Complaint:
    return Complaint({name: Field(value, 1.0, Source.TEXT) for name, value in values.items()})


def test_nothing_personal_is_in_the_index(desk: Desk) -> None:
    words = "I am Gulzarina, call 0300-1234567 or gul@example.org, CNIC 17301-1234567-1: the drain is blocked"
    desk.open(
        "other", text="x", record=record(description=words, complainant_name="Gulzarina Bibi", phone="+923001234567")
    )
    with desk.store.read() as session:
        kept = str(session.execute(text("SELECT words FROM ticket_search")).all())
    for secret in ("gulzarina", "gul", "gulzar", "1234567", "0300", "17301", "example", "bibi"):
        assert secret not in kept
    assert "blukid" in kept or "bloked" in kept or found(desk, "blocked drain")


def test_reindex_makes_it_anew(desk: Desk) -> None:
    numbers = [desk.open("other", text="gutter") for _ in range(3)]
    with desk.store.write() as session:
        session.execute(text("DELETE FROM ticket_search"))
        assert search.empty(session)
    with desk.store.write() as session:
        directory = desk.cases.book.directory(session)
        last = search.reindex(session, directory)
        assert last == ids(desk, numbers[-1])[0]
        assert search.reindex(session, directory, last) is None
    assert found(desk, "gutter") == ids(desk, *reversed(numbers))


def test_what_is_removed_is_not_found(desk: Desk) -> None:
    number = desk.open("other", text="gutter")
    with desk.store.write() as session:
        search.remove(session, number)
    assert found(desk, "gutter") == []


def test_only_so_many_words_count() -> None:
    assert len(asked(" ".join(f"wurd{'abcdefghijk'[n]}" for n in range(11)))) == 8
    assert document("KP-2026-000123-8", "other", "Mardan", record(description="x")) >= {"123", "2026"}


def test_postgresql_looks_at_the_newest_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_NEWEST", (2, 1))
    numbers = [desk.open("other", text="gutter") for _ in range(6)]
    newest = ids(desk, *reversed(numbers))
    assert found(desk, "gutter", limit=5) == newest[:5]
    assert found(desk, "gutter", limit=2, before=newest[3]) == newest[4:]


def test_it_is_written_with_the_ticket_or_not_at_all(desk: Desk) -> None:
    number = desk.open("other", text="gutter")
    with desk.store.write() as session:
        search.put(session, [(ids(desk, number)[0], {"sluice"})])
        session.rollback()
    assert found(desk, "sluice") == []
    assert found(desk, "gutter") == ids(desk, number)

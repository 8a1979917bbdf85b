"""The queue on both databases: by deadline, page by page, filtered, counted; of few offices, of many, of all."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from core.casework import approve_rejection, ask_citizen, ask_rejection, propose_resolution, start
from core.store.desk.queue import Cursor, counts, page, read_cursor
from core.store.desk.wanted import ENDED_SHOWN, ORDERS, Wanted
from core.store.engine import Store
from core.ticket import Level, Severity, TicketState
from tests.core.casework.given import HEAD, OFFICER, at
from tests.core.store.given import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def numbers(desk: Desk, **wanted: object) -> list[str]:
    with desk.store.read() as session:
        return [line.number for line in page(session, Wanted(**wanted), desk.now).lines]  # type: ignore[arg-type]


def work(desk: Desk, number: str) -> None:
    desk.do(number, lambda t, now, p: start(t, OFFICER, now, p))


def test_the_nearest_deadline_is_at_the_top(desk: Desk) -> None:
    slow = desk.open("roads", severity=Severity.LOW)
    fast = desk.open("roads", severity=Severity.CRITICAL, urgent=True)
    usual = desk.open("roads", person="tel:+923001111111")
    assert numbers(desk) == [fast, usual, slow]
    assert numbers(desk, urgent=True) == [fast]


def test_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    for n in range(7):
        desk.open(text=f"case {n}")
        desk.pass_(minutes=n % 2)  # several with the same deadline
    work(desk, solved := numbers(desk)[3])
    desk.do(solved, lambda t, now, p: propose_resolution(t, "done", OFFICER, now, p))
    whole = numbers(desk, show="open")
    assert len(whole) == 7
    assert whole[-1] == solved, "without a deadline: at the end"
    seen: list[str] = []
    after = None
    with desk.store.read() as session:
        for _ in range(4):
            part = page(session, Wanted(show="open"), desk.now, after=after, limit=2)
            seen += [line.number for line in part.lines]
            after = read_cursor(str(part.next)) if part.next else None
    assert seen == whole
    assert after is None


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_forwards_and_back(desk: Desk, order: str) -> None:
    for n in range(9):
        desk.open(text=f"case {n}", urgent=n in {2, 6}, person=f"tel:+92300111111{n}")
        desk.pass_(minutes=n % 2)
    work(desk, solved := numbers(desk)[4])
    desk.do(solved, lambda t, now, p: propose_resolution(t, "done", OFFICER, now, p))
    wanted = Wanted(show="open", order=order)
    whole = numbers(desk, show="open", order=order)
    assert len(whole) == 9
    came = sorted(whole, reverse=order == "newest")
    if order != "due":
        assert [one for one in whole if one not in whole[:2]] == [one for one in came if one not in whole[:2]]
    with desk.store.read() as session:
        pages, after = [], None
        while not pages or after:
            pages.append(page(session, wanted, desk.now, after=after, limit=2))
            after = read_cursor(str(pages[-1].next)) if pages[-1].next else None
        assert [line.number for one in pages for line in one.lines] == whole
        assert pages[0].previous is None
        for earlier, later in pairwise(pages):
            before = read_cursor(str(later.previous))
            back = page(session, wanted, desk.now, before=before, limit=2)
            assert [line.number for line in back.lines] == [line.number for line in earlier.lines]
            assert back.next is not None
        assert page(session, wanted, desk.now, before=pages[1].previous, limit=2).previous is None


def test_urgent_ones_stand_on_top_in_every_order(desk: Desk) -> None:
    plain = desk.open("roads")
    desk.pass_(minutes=1)
    urgent = desk.open("roads", urgent=True, severity=Severity.LOW)
    desk.pass_(minutes=1)
    late = desk.open("roads", person="tel:+923001111111")
    assert numbers(desk)[0] == urgent
    assert numbers(desk, order="newest") == [urgent, late, plain]
    assert numbers(desk, order="oldest") == [urgent, plain, late]


def test_a_ticket_that_goes_moves_nothing(desk: Desk) -> None:
    for n in range(6):
        desk.open(text=f"case {n}")
        desk.pass_(minutes=1)
    with desk.store.read() as session:
        first = page(session, Wanted(), desk.now, limit=3)
    rest = numbers(desk)[3:]
    desk.do(first.lines[0].number, lambda t, now, p: propose_resolution(t, "done", OFFICER, now, p))
    with desk.store.read() as session:
        second = page(session, Wanted(), desk.now, after=first.next, limit=3)
    assert [line.number for line in second.lines] == rest


def test_each_filter(desk: Desk) -> None:
    plain = desk.open("roads")
    other = desk.open("gas", "Swat", channel="email")
    asked = desk.open("health")
    work(desk, other)
    desk.do(asked, lambda t, now, p: ask_citizen(t, "where?", OFFICER, now, p))
    assert numbers(desk, category="gas") == [other]
    assert numbers(desk, district="Swat") == [other]
    assert numbers(desk, channel="email") == [other]
    assert numbers(desk, owner=OFFICER.id) == [other]
    assert numbers(desk, owner="") == [plain]
    assert numbers(desk, show="waiting") == [asked]
    assert numbers(desk, show="in_progress") == [other]
    assert set(numbers(desk, show="open")) == {plain, other, asked}
    assert numbers(desk, level=Level.COMMISSIONER) == []
    desk.pass_(days=40)
    assert set(numbers(desk, show="open", overdue=True)) == {plain, other}
    with pytest.raises(ValueError):
        numbers(desk, show="nonsense")


def test_what_ended_is_shown_the_latest_first_and_for_a_while(desk: Desk) -> None:
    ended = [desk.open(text=f"case {n}") for n in range(3)]
    for number in ended:
        desk.pass_(minutes=5)
        desk.do(number, lambda t, now, p: ask_rejection(t, "no_complaint", "thanks only", OFFICER, now, p))
        desk.do(number, lambda t, now, p: approve_rejection(t, HEAD, now, p))
    assert numbers(desk, show="ended") == ended[::-1]
    assert numbers(desk, show="rejected") == ended[::-1]
    assert numbers(desk, show="closed") == []
    with desk.store.read() as session:
        first = page(session, Wanted(show="ended"), desk.now, limit=2)
        second = page(session, Wanted(show="ended"), desk.now, after=first.next, limit=2)
    assert [line.number for line in second.lines] == ended[:1]
    desk.now += ENDED_SHOWN + timedelta(days=1)
    assert numbers(desk, show="ended") == []


@pytest.mark.parametrize("few", [64, 0])
def test_offices_see_their_own_however_many_they_are(desk: Desk, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.desk.wanted._FEW_OFFICES", few)
    mardan, swat = desk.open(), desk.open(district="Swat")
    own = desk.get(mardan).office_id or 0
    assert numbers(desk, offices={own}) == [mardan]
    assert numbers(desk, offices={own, 999_999}) == [mardan]
    assert numbers(desk, offices=set()) == []
    assert set(numbers(desk)) == {mardan, swat}
    with desk.store.read() as session:
        assert counts(session, Wanted(offices={own}), desk.now).of("open") == 1


def test_counts(desk: Desk) -> None:
    desk.open("roads", urgent=True)
    desk.do(desk.open("roads"), lambda t, now, p: ask_citizen(t, "where?", OFFICER, now, p))
    with desk.store.read() as session:
        now = counts(session, Wanted(), desk.now)
        later = counts(session, Wanted(), desk.now + timedelta(days=90))
    assert now.by_state == {TicketState.ASSIGNED: 1, TicketState.WAITING: 1}
    assert (now.of("todo"), now.of("waiting"), now.of("open"), now.urgent, now.overdue) == (1, 1, 2, 1, 0)
    assert later.overdue == 1, "the one that waits for the citizen is not late"


def test_a_line_says_what_it_is_about_and_nothing_personal(desk: Desk) -> None:
    desk.open(text="x" * 500)
    with desk.store.read() as session:
        (line,) = page(session, Wanted(), desk.now).lines
    assert len(line.about) == 160
    assert "person" not in line.__slots__


@pytest.mark.parametrize("text", ["", "x", "1_", "_", "nan_5", "1e99_5", "1_-5", "1_99999999999999999999"])
def test_a_cursor_of_nonsense_is_none(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_comes_back_as_it_was() -> None:
    for cursor in (Cursor(at(2), 5), Cursor(None, 7)):
        assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize("offices", [None, range(3), range(100)])
def test_a_queue_is_read_from_indexes_that_closed_tickets_are_not_in(desk: Desk, offices: range | None) -> None:
    if desk.store.engine.dialect.name != "sqlite":
        return  # it says in one line how it looks; PostgreSQL's planner goes by what is in the tables
    asked: list[tuple[str, object]] = []
    wanted = Wanted(offices=offices, show="open", category="roads", urgent=True, owner="5")
    listener = lambda _c, _cursor, statement, parameters, *_: asked.append((statement, parameters))  # noqa: E731
    event.listen(desk.store.engine, "before_cursor_execute", listener)
    with desk.store.read() as session:
        page(session, wanted, desk.now)
        counts(session, wanted, desk.now)
        event.remove(desk.store.engine, "before_cursor_execute", listener)
        tickets = [one for one in asked if "FROM tickets" in one[0] and "tickets.number" not in one[0]]
        assert len(tickets) == 3
        for statement, parameters in tickets:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            first = next(step[3] for step in plan if " tickets " in f"{step[3]} ")
            assert "COVERING INDEX ix_tickets_open" in first, (statement, plan)

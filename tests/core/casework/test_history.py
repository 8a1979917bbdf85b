"""The chain of events notices whatever was done to it."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from core.casework.history import ERASED, NewEvent, TicketEvent, append, extend, verify

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _history(ticket: str = "KP-2026-000001-2") -> list[TicketEvent]:
    news = [
        NewEvent("registered", START, "system", {"channel": "whatsapp"}),
        NewEvent("assign", START + timedelta(minutes=1), "system", {"office": 7}, {"why": "بجلی کا دفتر"}),
        NewEvent("start", START + timedelta(hours=1), "officer:3"),
        NewEvent("propose_resolution", START + timedelta(days=1), "officer:3", {}, {"remark": "fixed"}),
    ]
    return extend(None, ticket, news)


def _swap(events: list[TicketEvent], index: int, **changes: object) -> list[TicketEvent]:
    changed = dataclasses.replace(events[index], **changes)  # type: ignore[arg-type]
    return [*events[:index], changed, *events[index + 1 :]]


def test_an_untouched_history_holds() -> None:
    assert verify(_history()) is None
    assert verify([]) is None


@pytest.mark.parametrize(
    ("spoil", "seq", "why"),
    [
        (lambda e: _swap(e, 1, data={"office": 8}), 2, "was changed"),
        (lambda e: _swap(e, 2, actor="officer:4"), 3, "was changed"),
        (lambda e: _swap(e, 2, at=START), 3, "was changed"),
        (lambda e: _swap(e, 0, kind="closed"), 1, "was changed"),
        (lambda e: _swap(e, 3, hash="f" * 64), 4, "was changed"),
        (lambda e: [e[0], *e[2:]], 2, "is numbered 3"),
        (lambda e: e[1:], 1, "is numbered 2"),
        (lambda e: [e[0], e[2], e[1], e[3]], 2, "is numbered 3"),
        (lambda e: [e[0], _history("KP-2026-000002-4")[1]], 2, "belongs to KP-2026-000002-4"),
        (lambda e: _swap(e, 3, words={"remark": "not fixed"}), 4, "the words of remark were changed"),
        (lambda e: _swap(e, 3, words={"remark": "fixed", "more": "x"}), 4, "the words of more were changed"),
    ],
)
def test_the_first_broken_link_is_named(spoil, seq, why) -> None:
    broken = verify(spoil(_history()))
    assert broken is not None
    assert (broken.seq, broken.why) == (seq, why)


def test_a_rewritten_end_is_noticed_where_it_no_longer_follows() -> None:
    events = _history()
    forged = append(events[0], events[0].ticket, NewEvent("assign", START, "system", {"office": 99}))
    broken = verify([events[0], forged, *events[2:]])
    assert broken is not None
    assert broken.seq == 3


def test_erased_words_do_not_break_it_and_leave_nothing_to_guess_from() -> None:
    events = _history()
    erased = _swap(events, 3, words={})
    lost = verify(erased)
    assert lost is not None
    assert lost.seq == 4, "the last of those that lost theirs is not told of by anything"
    assert verify([*erased, append(erased[-1], erased[-1].ticket, NewEvent(ERASED, START, "system"))]) is None
    again = _history()
    assert events[3].data["sealed"] != again[3].data["sealed"], "the same short words give different seals"


def test_the_zone_a_time_is_written_in_does_not_matter() -> None:
    from zoneinfo import ZoneInfo

    events = _history()
    assert verify(_swap(events, 2, at=events[2].at.astimezone(ZoneInfo("Asia/Karachi")))) is None


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        append(None, "x", NewEvent("registered", datetime(2026, 1, 1), "system"))  # noqa: DTZ001

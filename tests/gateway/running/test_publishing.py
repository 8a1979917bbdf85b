"""The day's publication is looked after: what goes wrong is told, and does not end the thread."""

import logging

import pytest

from core.errors import StoreUnavailable
from core.services import publishing
from core.store.engine import Store
from core.store.publishing import days
from gateway.running.publishing import look_after
from tests.core.store.given import shared_cases
from tests.fakes.parts import StandingClock


def test_once_a_day(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    clock = StandingClock()
    with caplog.at_level(logging.INFO):
        look_after(store, shared_cases(), 10, clock)
        look_after(store, shared_cases(), 10, clock)
        clock.pass_(days=1)
        look_after(store, shared_cases(), 10, clock)
    with store.read() as session:
        assert len(days.days(session, 9)) == 2
    assert [one.getMessage().partition(":")[0] for one in caplog.records if "published" in one.getMessage()] == [
        "published",
        "published",
    ]


@pytest.mark.parametrize("error", [StoreUnavailable("away"), ZeroDivisionError()])
def test_what_goes_wrong_is_told(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def breaks(*_: object) -> None:
        raise error

    monkeypatch.setattr(publishing, "publish", breaks)
    look_after(store, shared_cases(), 10, StandingClock())
    assert "nothing could be published" in caplog.text

"""The simulator's clock moves the house's, in development only."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.house import SystemClock
from gateway.running.moved_clock import MovedClock
from simulator import clock as simulators


@pytest.mark.parametrize(("written", "hours"), [("90000.000", 25), ("", 0), ("soon", 0), ("1e999", 0), (None, 0)])
def test_time_goes_by_what_is_written(tmp_path: Path, written: str | None, hours: float) -> None:
    if written is not None:
        (tmp_path / "clock").write_text(written)
    moved = MovedClock(tmp_path / "clock").now() - datetime.now(UTC)
    assert moved.total_seconds() / 3600 == pytest.approx(hours, abs=0.01)


def test_what_the_simulator_writes_is_read(tmp_path: Path) -> None:
    simulators.tell_gateway(tmp_path / "clock", 3 * 86400)
    assert (MovedClock(tmp_path / "clock").now() - SystemClock().now()).days in (2, 3)

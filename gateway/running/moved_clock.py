"""The computer's time, moved forward by the simulator: to see in a minute what happens after days of silence.

By how much stands in a small file that the simulator writes (simulator/clock.py) and every process reads. Only where
the simulator is on; in production there is none.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.ports import Clock
from gateway.config import Settings
from gateway.house import SystemClock

FILE = Path("simulator", "clock")
"""Below ``var_dir``: seconds as a decimal number."""
_LOOK_S = 0.25


class MovedClock:
    """The time with what stands in a file added. Looked at four times a second at most."""

    def __init__(self, file: Path) -> None:
        self._file, self._moved, self._next_look = file, timedelta(0), 0.0

    def now(self) -> datetime:
        if time.monotonic() >= self._next_look:
            self._moved, self._next_look = _read(self._file), time.monotonic() + _LOOK_S
        return datetime.now(UTC) + self._moved


def build_clock(settings: Settings) -> Clock:
    """The time by which everything here goes."""
    return MovedClock(settings.var / FILE) if settings.simulated else SystemClock()


def _read(file: Path) -> timedelta:
    try:
        return timedelta(seconds=float(file.read_text(encoding="ascii")))
    except (OSError, ValueError, OverflowError):
        return timedelta(0)

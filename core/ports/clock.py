"""The time, and where its days and hours are counted."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

PAKISTAN = ZoneInfo("Asia/Karachi")
"""Where the days and hours of citizens and offices are counted."""


class Clock(Protocol):
    """The time, so that tests can set it."""

    def now(self) -> datetime: ...

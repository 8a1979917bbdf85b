"""The simulated time: real time, moved forward on the page to see what happens a day later.

The gateway's own clock goes with it: it reads by how much from a small file (gateway/running/moved_clock.py).
"""

import os
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from simulator.database import Transaction, add_to, counter, next_version

WINDOW = 24 * 3600
"""Free text may be sent to a person for so many seconds after their last message
(https://www.twilio.com/docs/whatsapp/key-concepts#customer-service-windows)."""


def now(tx: Transaction) -> float:
    """Seconds since the epoch, in simulated time."""
    return time.time() + counter(tx, "clock")


def shift(tx: Transaction, seconds: float) -> float:
    """Move the clock; the whole shift so far."""
    next_version(tx)
    return add_to(tx, "clock", seconds)


def tell_gateway(file: Path, seconds: float) -> None:
    """Write the whole shift where the gateway's processes read it: all of it or nothing."""
    written = file.with_name(f"{file.name}.{os.getpid()}")
    written.write_text(f"{seconds:.3f}", encoding="ascii")
    written.replace(file)


def rfc2822(moment: float) -> str:
    """A moment as Twilio's API writes it."""
    return format_datetime(datetime.fromtimestamp(moment, UTC))

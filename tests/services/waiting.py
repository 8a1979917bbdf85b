"""Waiting for what happens elsewhere: look again until it is so, or fail at the deadline.

The deadline is long: a machine that does much else at once is slow, and no test depends on speed.
"""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(
    look: Callable[[], Found], deadline: float = 180, *, every: float = 0.02, what: str = "it to become true"
) -> Found:
    """The first true value that ``look`` gives. AssertionError after ``deadline`` seconds, naming ``what``."""
    until = time.monotonic() + deadline
    while not (found := look()):
        assert time.monotonic() < until, f"waited {deadline} s for {what}"
        time.sleep(every)
    return found

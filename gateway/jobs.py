"""What RQ runs. Each worker process builds its own house at its first job."""

import functools

from gateway import deliver as delivering
from gateway import fetch as fetching
from gateway import ingest as ingesting
from gateway import sweep as sweeping
from gateway import timing
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.house import House


def ingest(person: str) -> None:
    """Handle a person's waiting messages; a letter is also read again where the mailroom asked for it."""
    ingesting.ingest(this_house(), person)
    if person.startswith("letter:"):
        from gateway.letters.again import read_again  # what reads letters is large, and only their worker needs it

        read_again(this_house(), person)


def deliver(person: str) -> None:
    """Send a person's staged messages."""
    delivering.deliver(this_house(), person)


def fetch(media_id: int) -> None:
    """Fetch an attachment."""
    fetching.fetch(this_house(), media_id)


def sweep() -> None:
    """Queue what waits and is in no queue."""
    sweeping.sweep(this_house())


def deadlines() -> None:
    """Do what has fallen due for tickets: reminders, escalations, questions to citizens."""
    timing.deadlines(this_house())


def flags() -> None:
    """Look for closings that look wrong."""
    timing.flags(this_house())


def sums() -> None:
    """Fold what changed into the dashboards' sums."""
    timing.fold_sums(this_house())


def erase() -> None:
    """Take the person out of cases that ended long ago."""
    timing.erase(this_house())


def helpline() -> None:
    """Calls that ended without a word, and calls to ask whether a case is solved."""
    from gateway.calls.timed import helpline as look_after_calls  # not every installation has a telephone

    look_after_calls(this_house())


@functools.cache
def this_house() -> House:
    """This process's house."""
    house = build(load_settings())
    timing.warm(house)
    return house

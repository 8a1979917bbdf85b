"""What RQ runs. Each worker process builds its own house at its first job."""

import functools

from core.store.pipeline import heartbeats
from core.store.sealing.sealed import vault_of
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.house import House
from gateway.pipeline import deliver as delivering
from gateway.pipeline import fetch as fetching
from gateway.pipeline import ingest as ingesting
from gateway.pipeline import recognising, timing
from gateway.pipeline import sweep as sweeping


def ingest(person: str) -> None:
    """Handle a person's waiting messages; a letter is also read again where the mailroom asked for it. ``person`` is
    sealed: what stands in Redis names nobody."""
    person = _opened(person)
    ingesting.ingest(this_house(), person)
    if person.startswith("letter:"):
        from gateway.pipeline.letters.rereading import (
            read_again,  # what reads letters is large, and only their worker needs it
        )

        read_again(this_house(), person)


def deliver(person: str) -> None:
    """Send a person's staged messages."""
    delivering.deliver(this_house(), _opened(person))


def fetch(media_id: int) -> None:
    """Fetch an attachment."""
    fetching.fetch(this_house(), media_id)
    recognising.recognise(this_house(), media_id)


def sweep() -> None:
    """Queue what waits and is in no queue."""
    sweeping.sweep(this_house())
    _ran("sweep")


def deadlines() -> None:
    """Do what has fallen due for tickets: reminders, escalations, questions to citizens."""
    timing.follow_calendar(this_house())
    timing.deadlines(this_house())
    _ran("deadlines")


def alarms() -> None:
    """Tell again of emergencies that nobody has taken."""
    timing.silent_dangers(this_house())
    timing.alarms(this_house())


def ask_unfinished() -> None:
    """Ask once about complaints that were begun and left."""
    timing.ask_unfinished(this_house())


def flags() -> None:
    """Look for closings that look wrong, and for what is unusual in how cases are opened."""
    timing.flags(this_house())
    timing.unusual_openings(this_house())


def sums() -> None:
    """Fold what changed into the dashboards' sums."""
    timing.fold_sums(this_house())


def erase() -> None:
    """Take the person out of cases that ended long ago."""
    timing.erase(this_house())


def helpline() -> None:
    """Calls that ended without a word, and calls to ask whether a case is solved."""
    from gateway.pipeline.calls.scheduled import helpline as look_after_calls  # not every installation has a telephone

    look_after_calls(this_house())


def _opened(person: str) -> str:
    vault = vault_of(this_house().store.engine.dialect)
    return vault.open(person) if vault is not None else person


def _ran(job: str) -> None:
    house = this_house()
    with house.store.write(durable=False) as session:
        heartbeats.ran(session, job, house.clock.now())


@functools.cache
def this_house() -> House:
    """This process's house."""
    house = build(load_settings())
    timing.warm(house)
    return house

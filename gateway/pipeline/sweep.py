"""The sweep: whatever waits in the database and is in no queue is queued again.

This is why Redis may be wiped, and a worker killed at any moment.
"""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from core.store.evidence import media, transcripts
from core.store.mailroom import rereading
from core.store.pipeline import envelopes, leases, outbox, ways
from gateway.house import House
from gateway.limits import Limits
from gateway.pipeline.letters.notifying import follow_up
from gateway.pipeline.queue import DELIVER, FETCH, of_person
from gateway.pipeline.reports import apply_ripe

ENOUGH = 1000
"""Where so many jobs stand in line, none is added: whoever waits is among them, or comes when they are done. Else every
sweep would queue the same persons again, and a queue that nobody works off would fill Redis."""
TRIED_AT_ONCE = 10
_log = logging.getLogger(__name__)


def _going(limits: Limits, session: Session, now: datetime) -> list[str]:
    """Whose messages can go out. Of a way that is shut a few, when it is time to try it: one of them is let through."""
    stuck = now - limits.lease
    shut = ways.all_shut(session)
    whole = {way.channel for way in shut if way.part == way.channel}
    found = outbox.persons_open(session, now, stuck_before=stuck, without=whole)
    for channel in sorted(way.channel for way in shut if way.part == way.channel and way.next_try <= now):
        found += outbox.persons_open(session, now, stuck_before=stuck, only=channel, limit=TRIED_AT_ONCE)
    return list(dict.fromkeys(found))


def sweep(house: House) -> int:
    """Queue what is due and on no held line; how many lines that were."""
    now = house.clock.now()
    with house.store.read() as session:
        coming = envelopes.persons_waiting(session, now)
        going = _going(house.limits, session, now)
        files = media.due(session, now)
        files += media.unlooked(session, now) if house.scan is not None else []
        if house.recogniser is not None:
            files += [*transcripts.due(session, now), *transcripts.wanted(session)]
        again = rereading.persons(session, now)
        names = [f"in:{person}" for person in coming] + [f"out:{person}" for person in going]
        busy = leases.held(session, names, now)
    standing = house.queue.standing()
    full = {name for name, jobs in standing.items() if jobs >= ENOUGH}
    coming = [person for person in coming if f"in:{person}" not in busy]
    coming += [person for person in again if person not in coming]
    coming = [person for person in coming if of_person(person) not in full]
    going = [person for person in going if f"out:{person}" not in busy and DELIVER not in full]
    files = files if FETCH not in full else []
    for person in coming:
        house.queue.ingest(person)
    for person in going:
        house.queue.deliver(person)
    for media_id in files:
        house.queue.fetch(media_id)
    apply_ripe(house)
    follow_up(house)
    found = len(coming) + len(going) + len(files)
    if found:
        _log.info("sweep: %d in, %d out, %d files", len(coming), len(going), len(files))
    return found

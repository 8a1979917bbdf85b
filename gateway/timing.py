"""The timed part of casework: what RQ's cron has done again and again. Any number may run at once."""

import logging

from core.errors import ArziError, Conflict
from core.store import cases, personal, tickets
from core.store import flags as suspicions
from gateway.house import House

_log = logging.getLogger(__name__)
_BATCH = 200


def warm(house: House) -> None:
    """Read the directory and the calendar now, rather than in the transaction that first needs them."""
    try:
        with house.store.read() as session:
            house.cases.policy(session, house.clock.now())
    except ArziError as error:
        _log.info("casework: nothing could be read yet (%s)", error.kind)


def deadlines(house: House) -> int:
    """Do every step that has fallen due, ticket by ticket, the longest due first; how many tickets changed.

    A ticket at which somebody else is just now is left to them. One that cannot be handled does not hold up the others.
    """
    changed = 0
    left: set[str] = set()
    while True:
        with house.store.read() as session:
            due = cases.due(session, house.clock.now(), limit=_BATCH + len(left))
        due = [number for number in due if number not in left]
        if not due:
            break
        for number in due:
            if _catch_up(house, number):
                changed += 1
            else:
                left.add(number)
    if changed:
        _log.info("deadlines: %d tickets", changed)
    return changed


def flags(house: House) -> int:
    """Look over what was closed lately; how many new flags."""
    with house.store.write() as session:
        return suspicions.look_over(session, house.clock.now())


def erase(house: House) -> int:
    """Take the person out of cases that ended longer ago than they are kept; how many."""
    before = house.clock.now() - house.keep
    done = 0
    while True:
        with house.store.write() as session:
            numbers = personal.to_erase(session, before)
            for number in numbers:
                personal.erase(session, number)
        done += len(numbers)
        if not numbers:
            return done


def _catch_up(house: House, number: str) -> bool:
    try:
        with house.store.write() as session:
            done = house.cases.catch_up(session, number, house.clock.now())
            person = tickets.get(session, number).person
    except Conflict:
        return False
    except Exception:  # noqa: BLE001 - one ticket that cannot be handled must not stop the deadlines of all others
        _log.exception("deadlines: a ticket could not be handled", extra={"ticket": number})
        return False
    if done:
        house.queue.deliver(person)
    return done

"""The timed part of casework: what RQ's cron has done again and again. Any number may run at once."""

import logging
import random
from datetime import datetime

from core.errors import ArziError, Conflict
from core.store.casework import cases, erasing, tickets
from core.store.casework import flags as suspicions
from core.store.figures import sums_recount
from core.sum_nodes import Nodes
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
    """Do every step that has fallen due, ticket by ticket, about in the order in which it fell due; how many tickets
    changed.

    A ticket at which somebody else is just now is left to them. One that cannot be handled does not hold up the others.
    Each ticket is a transaction of its own: a long one would keep citizens' messages waiting (SQLite has one writer).
    """
    changed = 0
    left: set[str] = set()
    while True:
        with house.store.read() as session:
            due = cases.due(session, house.clock.now(), limit=_BATCH + len(left))
        due = [number for number in due if number not in left]
        if not due:
            break
        random.shuffle(due)  # several processes at once then mostly meet different tickets
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


def fold_sums(house: House) -> int:
    """Fold what changed into the dashboards' sums; how many changes."""
    with house.store.read() as session:
        nodes = Nodes(house.cases.book.directory(session))
    return sums_recount.fold(house.store, nodes, house.clock.now())


def erase(house: House) -> int:
    """Take the person out of what ended longer ago than it is kept, and delete the evidence that nothing holds any
    more; how many cases and conversations."""
    now = house.clock.now()
    before = now - house.keep
    done = 0
    while True:
        with house.store.write() as session:
            numbers = erasing.to_erase(session, before, _BATCH)
            for number in numbers:
                erasing.erase(session, number, now)
            never = erasing.unfinished(session, before, _BATCH)
            for conversation in never:
                erasing.erase_unfinished(session, conversation, now)
            unheard = erasing.erase_unheard(session, before, now, _BATCH)
        done += len(numbers) + len(never)
        if not (numbers or never or unheard):
            break
    _delete_evidence(house, now)
    return done


def _delete_evidence(house: House, now: datetime) -> None:
    """After the commit, and with no transaction open while files are deleted."""
    while True:
        with house.store.read() as session:
            free, held = erasing.blobs_to_delete(session, now, _BATCH)
        if not free and not held:
            return
        gone = erasing.delete_blobs(house.store.blobs.shelf, free, now)
        with house.store.write() as session:
            erasing.settle_blobs(session, [*gone, *held], set(free) - set(gone), now)


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

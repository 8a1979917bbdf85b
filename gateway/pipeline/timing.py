"""The timed part of casework: what RQ's cron has done again and again. Any number may run at once."""

import hashlib
import itertools
import logging
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.casework.calendar import moved_due
from core.dashboards.sum_nodes import Nodes
from core.errors import ArziError, Conflict
from core.intake import in_danger, unfinished
from core.messages import OutboundMessage
from core.services import alarming, calendar, cases
from core.store.casework import erasing, erasing_blobs, erasures, tickets
from core.store.casework import flags as suspicions
from core.store.dashboards import recount
from core.store.engine import Store
from core.store.persons import addresses
from core.store.pipeline import heartbeats, outbox
from core.store.staff import unusual
from gateway.house import House

_UNUSUAL = (
    "Somebody opened cases, letters or recordings in an unusual way: much that is masked, cases of other offices, or "
    "at night. Please look at it and write down what you find.\n\n"
    "کسی نے معاملات، خطوط یا ریکارڈنگز غیر معمولی طور پر کھولی ہیں۔ براہِ کرم دیکھیں اور جو معلوم ہو لکھ دیں۔"
)
_log = logging.getLogger(__name__)
_BATCH = 200
_ORPHANS, _DAY = "orphans", timedelta(days=1)


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


def follow_calendar(house: House) -> int:
    """Open cases follow the office calendar where that was changed; how many deadlines moved."""
    now = house.clock.now()
    with house.store.read() as session:
        changed = calendar.is_changed(session, house.cases.hours, now)
        followed = not changed and calendar.is_followed(session)
    if followed:
        return 0
    if changed:
        with suppress(Conflict), house.store.write() as session:  # another process is at it
            calendar.refresh(session, house.cases.hours, now)
    moved = 0
    while numbers := _behind(house, now):
        done = sum(_catch_up(house, number) for number in numbers)
        moved += done
        if not done:  # somebody else is at them, or they cannot be handled: the next time
            break
    if moved:
        _log.info("calendar: %d deadlines moved", moved)
    return moved


def _behind(house: House, now: datetime) -> list[str]:
    """Those of the next cases whose deadline moves; the others have taken the calendar over."""
    with house.store.write() as session:
        policy = house.cases.policy(session, now)
        version = policy.work.version
        while rows := calendar.behind(session, version, _BATCH):
            to_move = {row.number for row in rows if moved_due(row, now, policy.earlier(row.calendar), policy.work)}
            calendar.take_over(session, [row for row in rows if row.number not in to_move], version)
            if to_move:
                return sorted(to_move)
        calendar.mark_followed(session, version, now)
    return []


def alarms(house: House) -> int:
    """Tell again of emergencies that nobody has taken; how many rounds."""
    with house.store.read() as session:
        due = alarming.due(session, house.clock.now())
    for number in due:
        try:
            with house.store.write() as session:
                lines = alarming.go_on(session, house.cases, number, house.clock.now())
        except Conflict:
            continue
        except Exception:  # noqa: BLE001 - one emergency that cannot be told must not hold up the others
            _log.exception("an alarm could not be given", extra={"ticket": number})
            continue
        for line in lines:
            house.queue.deliver(line)
    return len(due)


def silent_dangers(house: House) -> int:
    """Register as emergencies where "is somebody in danger?" got no answer; how many were looked at."""
    with house.store.read() as session:
        left = in_danger.due(session, house.clock.now())
    for conversation in left:
        try:
            with house.store.write() as session:
                line = in_danger.register_silent(session, house.cases, conversation, house.clock.now())
        except Conflict:
            continue
        if line is not None:
            house.queue.deliver(line)
    return len(left)


def ask_unfinished(house: House) -> int:
    """Ask once about complaints that were begun and left; how many were looked at."""
    rules = house.limits.unfinished
    with house.store.read() as session:
        left = unfinished.due(session, rules, house.clock.now())
    for conversation in left:
        with house.store.write() as session:
            line = unfinished.ask(session, conversation, rules, house.clock.now())
        if line is not None:
            house.queue.deliver(line)
    return len(left)


def flags(house: House) -> int:
    """Look over what was closed lately; how many new flags."""
    with house.store.write() as session:
        return suspicions.detect(session, house.clock.now())


def unusual_openings(house: House) -> int:
    """Look for what is unusual in how staff open cases; how much is new. Once a day those who are to be told of it are
    sent a mail, which names nobody: who may see it, sees it on the page."""
    now = house.clock.now()
    with house.store.write() as session:
        new = unusual.detect(session, now)
        told = house.tell_unusual if new and "email" in house.channels else ()
        staged = [address for address in told if _stage_unusual(session, house.public_url, address, now)]
    for address in staged:
        house.queue.deliver(f"mailto:{address}")
    return new


def _stage_unusual(session: Session, public_url: str, address: str, now: datetime) -> bool:
    text = f"{_UNUSUAL}\n\n{public_url}/desk/unusual"
    message = OutboundMessage("", "email", address, text, subject="Arzi: unusual openings of cases")
    cause = f"unusual:{now:%Y-%m-%d}:{hashlib.sha256(address.encode()).hexdigest()[:16]}"  # causes are not sealed
    person = f"mailto:{address}"
    return outbox.stage(session, message, cause=cause, person=person, conversation_id=None, now=now) is not None


def fold_sums(house: House) -> int:
    """Fold what changed into the dashboards' sums; how many changes."""
    with house.store.read() as session:
        nodes = Nodes(house.cases.book.directory(session))
    return recount.fold(house.store, nodes, house.clock.now())


def erase(house: House) -> int:
    """Take the person out of what ended longer ago than it is kept, and delete the evidence that nothing holds any
    more; how many cases and conversations."""
    now = house.clock.now()
    before = now - house.keep
    done = 0
    while True:
        with house.store.write() as session:
            numbers = erasing.to_erase(session, before, _BATCH, silent=before - house.keep)
            for number in numbers:
                erasing.erase(session, number, now)
            never = erasing.unfinished(session, before, _BATCH)
            for conversation in never:
                erasing.erase_unfinished(session, conversation, now)
            unheard = erasing.erase_unheard(session, before, now, _BATCH)
            unheard += addresses.forget_left(session, before, now, _BATCH)
        done += len(numbers) + len(never)
        if not (numbers or never or unheard):
            break
    delete_evidence(house, now)
    _delete_orphans(house.store, now)
    return done


def _delete_orphans(store: Store, now: datetime) -> None:
    """Once a day: files that no row names. What is younger than a day may be about to be named."""
    with store.write() as session:
        erasures.forget(session, now)
        last = heartbeats.last_run(session, _ORPHANS, now)
        if last is not None and last < _DAY.total_seconds():
            return
        heartbeats.ran(session, _ORPHANS, now)
    gone = 0
    for names in _batches(store.blobs.shelf.names()):
        with store.read() as session:
            free = erasing_blobs.orphans(session, names)
        gone += len([name for name in free if store.blobs.shelf.delete(name, now - _DAY)])
    if gone:
        _log.info("deleted %d files that nothing names", gone)


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(itertools.islice(names, _BATCH)):
        yield batch


def delete_evidence(house: House, now: datetime) -> None:
    """After the commit, and with no transaction open while files are deleted."""
    while True:
        with house.store.read() as session:
            free, held = erasing_blobs.blobs_to_delete(session, now, _BATCH)
        if not free and not held:
            return
        gone = erasing_blobs.delete_blobs(house.store.blobs.shelf, free, now)
        with house.store.write() as session:
            erasing_blobs.settle_blobs(session, [*gone, *held], set(free) - set(gone), now)


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

"""ingest: a person's waiting envelopes, one after another, each to its end."""

import dataclasses
import logging
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from core.errors import ArziError, Conflict, CutOff, Rejected, Unavailable
from core.intake import bursts
from core.intake.pipeline import handle
from core.intake.result import IntakeResult
from core.intake.write import note, write
from core.messages import Automatic, InboundMessage
from core.ports import Channel, WaryChannel
from core.store.engine import Store
from core.store.evidence import media
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.envelopes import StoredEnvelope
from gateway.house import House
from gateway.pipeline import burst_wait
from gateway.pipeline.burst_wait import Part
from gateway.pipeline.copier import to_letters
from gateway.pipeline.lines import Line, work_through
from gateway.pipeline.reports import apply_report
from gateway.running.observing import about, of_envelope

_log = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_FEW_FILES = 8
_PERHAPS = 0.8
"""How surely somebody who writes very often is a machine."""
COPIER = "copier"
_RETRY = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))


def ingest(house: House, person: str) -> None:
    """Handle what waits for this person. Another worker that is at it already takes ours too."""
    done = work_through(house, f"in:{person}", lambda session: _due(session, house, person), partial(_traced, house))
    if not done:
        house.queue.ingest(person)
    house.queue.deliver(person)


def _due(session: Session, house: House, person: str) -> list[StoredEnvelope] | None:
    """What is to be looked at: the oldest alone, or all that somebody wrote who may be writing on (burst_wait.py)."""
    now = house.clock.now()
    if not house.limits.pause:
        first = envelopes.next_waiting(session, person)
        rows = [first] if first is not None else []
    else:
        rows = envelopes.waiting(session, person)
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    if first.attempts or not house.limits.pause:
        return [first] if envelopes.is_due(first, now) else None
    new = any(row.not_before is None for row in rows)
    return rows if new or envelopes.is_due(last, now) else None


def _traced(house: House, line: Line, rows: list[StoredEnvelope]) -> None:
    begun = time.perf_counter()
    row = rows[0]
    with about(of_envelope(row.id)):
        if not _next(house, rows, line):
            return
        took = time.perf_counter() - begun
        _log.info("handled: %s in %d ms", row.channel, took * 1000)
    house.meters.handled(row.channel, took)


def _next(house: House, rows: list[StoredEnvelope], line: Line) -> bool:
    """Handle what is first in line; False where we wait for more of it."""
    row = rows[0]
    try:
        if line.lost >= house.limits.attempts:
            raise CutOff
        if line.lost:
            row = _counted(row, line)
        burst = burst_wait.parsed(house, rows) if house.limits.pause and not row.attempts else None
        if burst is None:
            _handle(house, row, line)
        elif (until := burst_wait.wait_until(house, burst)) is not None:
            with line.finish(durable=False) as session:
                envelopes.wait_for_more(session, [one.id for one in rows], until)
            return False
        else:
            first = burst_wait.first_group(burst)
            _handle(house, row, line) if len(first) == 1 else _handle_together(house, first, line)
    except Conflict:
        _log.info("another worker took over", extra={"envelope": row.id})
    except Rejected as error:
        _set_aside(house.store, row, f"{error.kind}: {error.detail}")
    except Unavailable as error:
        _try_later(house, row, f"{error.kind}: {error.detail}", poison=False)
    except Exception as error:  # noqa: BLE001 - whatever a message does to us, the ones behind it go on
        _log.exception("an envelope could not be handled", extra={"envelope": row.id})
        reason = traceback.format_exc(limit=-8)
        _try_later(house, row, reason, poison=not isinstance(error, ArziError) or not error.retry)
    return True


def _counted(row: StoredEnvelope, line: Line) -> StoredEnvelope:
    """Whoever had it before us was gone before it was done: killed, perhaps by what it asks for. That was a try."""
    with line.write() as session:
        envelopes.count_try(session, row.id, f"{CutOff.kind}: {CutOff().detail}")
    return dataclasses.replace(row, attempts=row.attempts + 1)


def _handle(house: House, row: StoredEnvelope, line: Line) -> None:
    """Its messages one after the other, each written when it was heard; the last one's writing ends the envelope.

    That need not wait for the disk: what a power cut takes is done again from the envelope, which is on the disk, and
    nothing of it has left the house by then, because an answer is claimed durably before it is sent.
    """
    envelope = envelopes.load(row, house.store.blobs)
    channel = house.channel(row.channel)
    messages = channel.parse(envelope)
    write_last: Callable[[Session], None] = _nothing
    for position, message in enumerate(messages):
        if (len(messages) > 1 or row.attempts) and _written_before(house.store, row, position):
            continue
        if write_last is not _nothing:
            with line.write() as session:
                write_last(session)
        write_last = _hear_one(house, row, position, message, channel)
    with line.finish(durable=False) as session:
        write_last(session)
        envelopes.mark_handled(session, row.id, house.clock.now())
        files = media.waiting(session, row.id) if any(message.attachments for message in messages) else []
    for media_id in files:
        house.queue.fetch(media_id)


def _handle_together(house: House, burst: Sequence[Part], line: Line) -> None:
    """Several messages as one turn: each is kept as it came, all are answered once, in one transaction."""
    first, last = burst[0], burst[-1]
    channel = house.channel(last.row.channel)
    hashes = [_keep_files(house.store, part.message) for part in burst]
    message = bursts.joined([part.message for part in burst])
    turn_id = f"{first.row.id}:0-{last.row.id}:0"  # of the whole burst: one that grew is another turn
    heard = _hear(house, last.row.person, message, channel, turn_id)
    with line.finish(durable=False) as session:
        for part in burst[:-1]:
            note(session, heard, part.message, part.row.id, 0, part.row.received_at)
        write(
            session, heard, message, last.row.id, 0, last.row.received_at, house.track_link, house.cases,
            as_it_came=last.message,
        )  # fmt: skip
        for part, kept in zip(burst, hashes, strict=True):
            _write_files(session, heard, part.row.id, 0, part.message, kept)
            envelopes.mark_handled(session, part.row.id, house.clock.now())
        files = [media_id for part in burst for media_id in media.waiting(session, part.row.id)]
    for media_id in files:
        house.queue.fetch(media_id)


def _nothing(_session: Session) -> None:
    """What is to be written where there is no message, or where all were written before."""


def _written_before(store: Store, row: StoredEnvelope, position: int) -> bool:
    with store.read() as session:
        return conversations.has_message(session, row.id, position)


def _hear_one(
    house: House, row: StoredEnvelope, position: int, message: InboundMessage, channel: Channel
) -> Callable[[Session], None]:
    """Hear a message; how it is written, with its answers."""
    person = row.person if position == 0 else f"{row.person}/{position}"
    if row.facts.get(envelopes.JUDGED):
        message = message.with_(automatic=None, reasons=(), score=0.0)
    elif message.device == COPIER and to_letters(house, message):
        message = message.with_(automatic=None, attachments=())
        return lambda session: write(
            session, IntakeResult(None), message, row.id, position, row.received_at, house.track_link, house.cases
        )
    elif message.automatic is None and _talks_to_itself(house, person, channel):
        message = message.with_(automatic=Automatic.LOOP, reasons=("too-many",), score=_PERHAPS)
    hashes = _keep_files(house.store, message)
    heard = _hear(house, person, message, channel, turn_id=f"{row.id}:{position}")

    def to_write(session: Session) -> None:
        write(session, heard, message, row.id, position, row.received_at, house.track_link, house.cases)
        _write_files(session, heard, row.id, position, message, hashes)

    return to_write


def _keep_files(store: Store, message: InboundMessage) -> list[str | None]:
    """The hash of each file that came with it; None for those still to be fetched. Side by side: a mail may hold two
    thousand, and a store be slow."""
    contents = [part.content for part in message.attachments]

    def keep(content: bytes | None) -> str | None:
        return store.blobs.put(content) if content is not None else None

    if len(contents) < _FEW_FILES:
        return [keep(content) for content in contents]
    pool = ThreadPoolExecutor(_FEW_FILES)
    try:
        return list(pool.map(keep, contents))
    finally:
        pool.shutdown(cancel_futures=True)


def _write_files(
    session: Session,
    heard: IntakeResult,
    envelope_id: int,
    position: int,
    message: InboundMessage,
    hashes: list[str | None],
) -> None:
    for n, (part, sha256) in enumerate(zip(message.attachments, hashes, strict=True)):
        if sha256 is not None and part.content is not None:
            media.keep(
                session,
                envelope_id,
                position * 1000 + n,
                conversation_id=heard.conversation.id if heard.conversation else None,
                filename=part.filename,
                media_type=part.media_type,
                size=len(part.content),
                sha256=sha256,
            )


def _hear(house: House, person: str, message: InboundMessage, channel: Channel, turn_id: str) -> IntakeResult:
    if message.automatic is not None:
        for delivery in message.deliveries:
            apply_report(house, channel.name, delivery)
    return handle(house.intake, message, person, channel, turn_id, house.clock.now())


def _talks_to_itself(house: House, person: str, channel: Channel) -> bool:
    """Two machines that answer each other are stopped by counting."""
    if not isinstance(channel, WaryChannel):
        return False
    with house.store.read() as session:
        return envelopes.more_since(session, person, house.clock.now() - _HOUR, channel.most_an_hour)


def _set_aside(store: Store, row: StoredEnvelope, reason: str) -> None:
    _log.warning("set aside: %s", reason.splitlines()[0] if reason else "", extra={"envelope": row.id})
    with store.write() as session:
        envelopes.set_aside(session, row.id, reason)


def _try_later(house: House, row: StoredEnvelope, reason: str, *, poison: bool) -> None:
    """Put it off; or set it aside after too many tries, so that the next one's turn comes."""
    if poison and row.attempts + 1 >= house.limits.attempts:
        _set_aside(house.store, row, reason)
        return
    wait = _RETRY[min(row.attempts, len(_RETRY) - 1)]
    with house.store.write() as session:
        envelopes.put_off(session, row.id, house.clock.now() + wait, reason)

"""ingest: a person's waiting envelopes, one after another, each to its end."""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from core import case_words, intake, letter_owner, mentions
from core.errors import ArziError, Conflict, Rejected, Unavailable
from core.intake import Heard
from core.intake_write import write
from core.messages import Automatic, InboundMessage
from core.ports import Channel, WaryChannel
from core.store.evidence import media
from core.store.road import conversations, envelopes
from core.store.road.envelopes import Kept
from gateway.house import House
from gateway.lines import Line, work_through
from gateway.reports import apply_report
from gateway.tracing import about, of_envelope

_log = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_RETRY = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))


def ingest(house: House, person: str) -> None:
    """Handle what waits for this person. Another worker that is at it already takes ours too."""

    def due(session: Session) -> Kept | None:
        row = envelopes.next_waiting(session, person)
        return row if row is not None and (row.not_before is None or row.not_before <= house.clock.now()) else None

    work_through(house, f"in:{person}", due, lambda line, row: _traced(house, row, line))
    house.queue.deliver(person)


def _traced(house: House, row: Kept, line: Line) -> None:
    begun = time.perf_counter()
    with about(of_envelope(row.id)):
        _next(house, row, line)
        took = time.perf_counter() - begun
        _log.info("handled: %s in %d ms", row.channel, took * 1000)
    house.meters.handled(row.channel, took)


def _next(house: House, row: Kept, line: Line) -> None:
    try:
        _handle(house, row, line)
    except Conflict:
        _log.info("another worker took over", extra={"envelope": row.id})
    except Rejected as error:
        _set_aside(house, row, f"{error.kind}: {error.detail}")
    except Unavailable as error:
        _try_later(house, row, f"{error.kind}: {error.detail}", poison=False)
    except Exception as error:  # noqa: BLE001 - whatever a message does to us, the ones behind it go on
        _log.exception("an envelope could not be handled", extra={"envelope": row.id})
        reason = traceback.format_exc(limit=-8)
        _try_later(house, row, reason, poison=not isinstance(error, ArziError) or not error.retry)


def _handle(house: House, row: Kept, line: Line) -> None:
    """Its messages one after the other, each written when it was heard; the last one's writing ends the envelope.

    That need not wait for the disk: what a power cut takes is done again from the envelope, which is on the disk, and
    nothing of it has left the house by then, because an answer is claimed durably before it is sent.
    """
    envelope = envelopes.load(row, house.store.blobs)
    channel = house.channel(row.channel)
    messages = channel.parse(envelope)
    write_last: Callable[[Session], None] = _nothing
    for position, message in enumerate(messages):
        if (len(messages) > 1 or row.attempts) and _written_before(house, row, position):
            continue
        if write_last is not _nothing:
            with line.write() as session:
                write_last(session)
        write_last = _hear_one(house, row, position, message, channel)
    with line.finish(durable=False) as session:
        write_last(session)
        envelopes.mark_handled(session, row.id, house.clock.now())
        files = media.waiting(session, row.id)
    for media_id in files:
        house.queue.fetch(media_id)


def _nothing(_session: Session) -> None:
    """What is to be written where there is no message, or where all were written before."""


def _written_before(house: House, row: Kept, position: int) -> bool:
    with house.store.read() as session:
        return conversations.has_message(session, row.id, position)


def _hear_one(
    house: House, row: Kept, position: int, message: InboundMessage, channel: Channel
) -> Callable[[Session], None]:
    """Hear a message; how it is written, with its answers."""
    person = row.person if position == 0 else f"{row.person}/{position}"
    if message.automatic is None and _talks_to_itself(house, person, channel):
        message = message.with_(automatic=Automatic.LOOP)
    hashes = [house.store.blobs.put(part.content) if part.content is not None else None for part in message.attachments]
    heard = _hear(house, person, message, channel, turn_id=f"{row.id}:{position}")

    def to_write(session: Session) -> None:
        write(session, heard, message, row.id, position, row.received_at, house.track_link, house.cases)
        for n, (part, sha256) in enumerate(zip(message.attachments, hashes, strict=True)):
            if sha256 is not None and part.content is not None:
                media.keep(
                    session,
                    row.id,
                    position * 1000 + n,
                    conversation_id=heard.conversation.id if heard.conversation else None,
                    filename=part.filename,
                    media_type=part.media_type,
                    size=len(part.content),
                    sha256=sha256,
                )

    return to_write


def _hear(house: House, person: str, message: InboundMessage, channel: Channel, turn_id: str) -> Heard:
    now = house.clock.now()
    if message.automatic is not None:
        for delivery in message.deliveries:
            apply_report(house, channel.name, delivery)
        return Heard(None)
    with house.store.read() as session:
        message = mentions.told_of(session, message, person)
        if message.stop and message.trusted:
            return Heard(None, stop=True)
        found = intake.find(session, message, person, channel, now, house.limits.idle)
        found = letter_owner.found_instead(session, found, message, now)
        silent = intake.album_goes_on(session, found, message, now)
        word = case_words.hear(session, message, found, person, now)
    if word is not None:
        return intake.about_case(word, now)
    if found.asking == letter_owner.ASKED:
        return letter_owner.hear(found, message, house.engine, now)
    conversation = intake.learn(found, message, now)
    if silent:
        return Heard(conversation)
    if message.unsupported is not None:
        return intake.unsupported(conversation)
    if channel.needs_desk:
        return intake.noted_for_desk(conversation, house.engine.understand([message.text])[0])
    result = intake.talk(house.engine, conversation, message, turn_id)
    with house.store.read() as session:
        return intake.conclude(session, conversation, message, result, house.engine, channel, now, house.track_link)


def _talks_to_itself(house: House, person: str, channel: Channel) -> bool:
    """Two machines that answer each other are stopped by counting."""
    if not isinstance(channel, WaryChannel):
        return False
    with house.store.read() as session:
        return envelopes.more_since(session, person, house.clock.now() - _HOUR, channel.most_an_hour)


def _set_aside(house: House, row: Kept, reason: str) -> None:
    _log.warning("set aside: %s", reason.splitlines()[0] if reason else "", extra={"envelope": row.id})
    with house.store.write() as session:
        envelopes.set_aside(session, row.id, reason)


def _try_later(house: House, row: Kept, reason: str, *, poison: bool) -> None:
    """Put it off; or set it aside after too many tries, so that the next one's turn comes."""
    if poison and row.attempts + 1 >= house.limits.attempts:
        _set_aside(house, row, reason)
        return
    wait = _RETRY[min(row.attempts, len(_RETRY) - 1)]
    with house.store.write() as session:
        envelopes.put_off(session, row.id, house.clock.now() + wait, reason)

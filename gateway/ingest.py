"""ingest: a person's waiting envelopes, one after another, each to its end."""

import logging
import traceback
from datetime import timedelta

from sqlalchemy.orm import Session

from core import case_words, intake, mentions
from core.errors import ArziError, Conflict, Rejected, Unavailable
from core.intake import Heard
from core.intake_write import write
from core.messages import Automatic, InboundMessage
from core.ports import Channel, WaryChannel
from core.store import conversations, envelopes, media
from core.store.tables import EnvelopeRow
from gateway.house import House
from gateway.lines import Line, work_through
from gateway.reports import apply_report

_log = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_RETRY = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))


def ingest(house: House, person: str) -> None:
    """Handle what waits for this person. Another worker that is at it already takes ours too."""

    def due(session: Session) -> bool:
        row = envelopes.next_waiting(session, person)
        return row is not None and (row.not_before is None or row.not_before <= house.clock.now())

    work_through(house, f"in:{person}", lambda line: _next(house, person, line), due)
    house.queue.deliver(person)


def _next(house: House, person: str, line: Line) -> bool:
    with house.store.read() as session:
        row = envelopes.next_waiting(session, person)
    if row is None or (row.not_before is not None and row.not_before > house.clock.now()):
        return False
    try:
        _handle(house, row, line)
    except Conflict:
        return False
    except Rejected as error:
        _set_aside(house, row, f"{error.kind}: {error.detail}")
    except Unavailable as error:
        return _try_later(house, row, f"{error.kind}: {error.detail}", poison=False)
    except Exception as error:  # noqa: BLE001 - whatever a message does to us, the ones behind it go on
        _log.exception("an envelope could not be handled", extra={"envelope": row.id})
        reason = traceback.format_exc(limit=-8)
        return _try_later(house, row, reason, poison=not isinstance(error, ArziError) or not error.retry)
    return True


def _handle(house: House, row: EnvelopeRow, line: Line) -> None:
    envelope = envelopes.load(row, house.store.blobs)
    channel = house.channel(row.channel)
    for position, message in enumerate(channel.parse(envelope)):
        with house.store.read() as session:
            done = conversations.has_message(session, row.id, position)
        if not done:
            _handle_message(house, row, position, message, channel, line)
    with house.store.write() as session:
        line.hold(session)
        envelopes.mark_handled(session, row.id, house.clock.now())
    for media_id in _media_waiting(house, row.id):
        house.queue.fetch(media_id)


def _handle_message(
    house: House, row: EnvelopeRow, position: int, message: InboundMessage, channel: Channel, line: Line
) -> None:
    person = row.person if position == 0 else f"{row.person}/{position}"
    if message.automatic is None and _talks_to_itself(house, person, channel):
        message = message.with_(automatic=Automatic.LOOP)
    hashes = [house.store.blobs.put(part.content) if part.content is not None else None for part in message.attachments]
    heard = _hear(house, person, message, channel, turn_id=f"{row.id}:{position}")
    with house.store.write() as session:
        line.hold(session)
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


def _hear(house: House, person: str, message: InboundMessage, channel: Channel, turn_id: str) -> Heard:
    now = house.clock.now()
    if message.automatic is not None:
        for delivery in message.deliveries:
            apply_report(house, channel.name, delivery)
        return Heard(None)
    with house.store.read() as session:
        message = mentions.told_of(session, message, person)
        found = intake.find(session, message, person, channel, now, house.limits.idle)
        silent = intake.album_goes_on(session, found, message, now)
        word = case_words.hear(session, message, found, person, now)
    if word is not None:
        return intake.about_case(word, now)
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


def _media_waiting(house: House, envelope_id: int) -> list[int]:
    with house.store.read() as session:
        return [row.id for row in media.of_envelope(session, envelope_id) if row.state == media.WAITING]


def _set_aside(house: House, row: EnvelopeRow, reason: str) -> None:
    _log.warning("set aside: %s", reason.splitlines()[0] if reason else "", extra={"envelope": row.id})
    with house.store.write() as session:
        envelopes.set_aside(session, row.id, reason)


def _try_later(house: House, row: EnvelopeRow, reason: str, *, poison: bool) -> bool:
    """Put it off; True when it was set aside instead, so that the next one's turn comes."""
    if poison and row.attempts + 1 >= house.limits.attempts:
        _set_aside(house, row, reason)
        return True
    wait = _RETRY[min(row.attempts, len(_RETRY) - 1)]
    with house.store.write() as session:
        envelopes.put_off(session, row.id, house.clock.now() + wait, reason)
    return False

"""deliver: a person's outgoing messages, one after another, in the order in which they were staged.

A message is marked "sending" before it is handed to the provider. If we die in between, nobody knows whether it went
out: then lookup.py asks the provider. What the provider refuses to us, and not to this message, shuts the way and
loses nothing (refusals.py).
"""

import logging

from sqlalchemy.orm import Session

from core.errors import (
    AccountRefused,
    ArziError,
    Conflict,
    DeliveryFailed,
    DeliveryUnknown,
    RecipientStopped,
    WindowClosed,
)
from core.messages import OutboundMessage
from core.outbox import OutboxState, Verdict, after_failure
from core.ports import Channel, NamingChannel, OneWayChannel
from core.services import notifications
from core.store.pipeline import early_reports, outbox, ways
from core.store.pipeline.tables import OutboxRow
from gateway.house import House
from gateway.pipeline.lines import Line, work_through
from gateway.pipeline.lookup import look_up
from gateway.pipeline.one_way import outgoing
from gateway.pipeline.refusals import refused_to_us
from gateway.pipeline.reports import apply_early, as_template, refused
from gateway.running.observing import about, of_cause

_log = logging.getLogger(__name__)


def deliver(house: House, person: str) -> None:
    """Send what is staged for this person."""

    # A message that waits holds back those behind it: they arrive in order or not yet.
    def due(session: Session) -> OutboxRow | None:
        now = house.clock.now()
        shut = frozenset(way.part for way in ways.all_shut(session) if way.next_try > now)
        row = outbox.next_open(session, person, shut)
        return row if row is not None and outbox.is_due(row, now) else None

    if not work_through(house, f"out:{person}", due, lambda line, row: _traced(house, row, line)):
        house.queue.deliver(person)


def _traced(house: House, row: OutboxRow, line: Line) -> None:
    with about(of_cause(row.cause)):
        _next(house, row, line)


def _next(house: House, row: OutboxRow, line: Line) -> None:
    try:
        if row.state == OutboxState.STAGED:
            _send(house, row, line)
        else:  # we hold the line, so whoever was sending it is gone
            look_up(house, row, line)
    except Conflict:
        _log.info("another worker took over", extra={"outbox": row.id})


def _send(house: House, row: OutboxRow, line: Line) -> None:
    one_way = isinstance(house.channels.get(row.channel), OneWayChannel)
    message = outgoing(house, row) if one_way else outbox.message_of(row)
    now = house.clock.now()
    with line.write() as session:
        stopped = outbox.stopped(session, row.channel, message.to)
        if stopped:
            unwanted = Verdict(OutboxState.FAILED, reason="recipient-stopped: they asked for no more messages")
            outbox.settle(session, row.id, unwanted, now)
            notifications.fall_back(session, row, house.cases.channels, now, stopped=True)
        else:
            may_go, trying = ways.may_go(session, ways.parts_of(message), now)
            if not may_go:
                return
            outbox.claim(session, row.id, now, _named(house.channels.get(row.channel), message))
    if stopped:
        refused(house, row)
        return
    try:
        provider_id = house.channel(row.channel).send(message)
    except ArziError as error:
        _failed(house, row, error, trying=trying)
    except Exception as error:  # noqa: BLE001 - a fault of ours in a channel: it counts as a try of unknown outcome
        _log.exception("sending failed", extra={"outbox": row.id})
        _failed(house, row, DeliveryUnknown(type(error).__name__), trying=trying)
    else:
        with house.store.write() as session:  # whoever has the line by now: it is so
            outbox.mark_sent(session, row.id, provider_id, house.clock.now())
            if trying:
                ways.open_again(session, ways.parts_of(message))
        house.meters.sent(row.channel, "sent")
        _log.info("sent: %s", row.channel)
        with house.store.read() as session:  # only now: whoever keeps a report looks for our id after that
            reported = early_reports.on(session, provider_id)
        if reported:
            apply_early(house, provider_id)


def _named(channel: Channel | None, message: OutboundMessage) -> str | None:
    return channel.id_of(message) if isinstance(channel, NamingChannel) else None


def _failed(house: House, row: OutboxRow, error: ArziError, *, trying: bool) -> None:
    if isinstance(error, AccountRefused):
        if refused_to_us(house, row, error, trying=trying):
            return
        error = DeliveryFailed(error.detail, code=error.code)
    message = outbox.message_of(row)
    now = house.clock.now()
    template = as_template(house, message) if isinstance(error, WindowClosed) else None
    verdict = after_failure(error, row.attempts + 1, outbox.tried_for(row, now), house.backoff)
    house.meters.sent(row.channel, verdict.state.value)
    _log.info("not sent: %s: %s", row.channel, error.kind)
    with house.store.write() as session:
        if trying and verdict.state is OutboxState.FAILED and verdict.code is not None:
            ways.open_again(session, ways.parts_of(message))  # the provider looked at the message itself
        if template is not None:
            outbox.change_message(session, row.id, template)
            return
        outbox.settle(session, row.id, verdict, now)
        stopped = isinstance(error, RecipientStopped)
        if stopped:
            outbox.stop(session, row.channel, message.to, now)
        if verdict.state is OutboxState.FAILED:
            notifications.fall_back(session, row, house.cases.channels, now, stopped=stopped)
    if verdict.state is OutboxState.FAILED:
        refused(house, row)

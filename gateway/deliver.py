"""deliver: a person's outgoing messages, one after another, in the order in which they were staged.

A message is marked "sending" before it is handed to the provider. If we die in between, nobody knows whether it went
out: then the provider is asked, where it can be; where it cannot, it is sent again and marked as perhaps sent twice.
"""

import logging
from datetime import timedelta

from sqlalchemy.orm import Session

from core.errors import (
    ArziError,
    Conflict,
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
    RecipientStopped,
    WindowClosed,
)
from core.outbox import OutboxState, Verdict, after_failure
from core.ports import Channel, LookupChannel
from core.store.casework import case_notices
from core.store.road import outbox
from core.store.tables import OutboxRow
from gateway.house import House
from gateway.lines import Line, work_through
from gateway.reports import as_template, refused
from gateway.tracing import about, of_cause

_log = logging.getLogger(__name__)
_LOOK_BACK = timedelta(minutes=5)


def deliver(house: House, person: str) -> None:
    """Send what is staged for this person."""

    # A message that waits holds back those behind it: they arrive in order or not yet.
    def due(session: Session) -> OutboxRow | None:
        row = outbox.next_open(session, person)
        return row if row is not None and (row.not_before is None or row.not_before <= house.clock.now()) else None

    work_through(house, f"out:{person}", due, lambda line, row: _traced(house, row, line))


def _traced(house: House, row: OutboxRow, line: Line) -> None:
    with about(of_cause(row.cause)):
        _next(house, row, line)


def _next(house: House, row: OutboxRow, line: Line) -> None:
    try:
        if row.state == OutboxState.STAGED:
            _send(house, row, line)
        else:  # we hold the line, so whoever was sending it is gone
            _find_out(house, row, line)
    except Conflict:
        _log.info("another worker took over", extra={"outbox": row.id})


def _send(house: House, row: OutboxRow, line: Line) -> None:
    message = outbox.message_of(row)
    with line.write() as session:
        stopped = outbox.stopped(session, row.channel, message.to)
        if stopped:
            unwanted = Verdict(OutboxState.FAILED, reason="recipient-stopped: they asked for no more messages")
            outbox.settle(session, row.id, unwanted, house.clock.now())
            case_notices.fall_back(session, row, house.cases.channels, house.clock.now(), stopped=True)
        else:
            outbox.claim(session, row.id, house.clock.now())
    if stopped:
        refused(house, row)
        return
    try:
        provider_id = house.channel(row.channel).send(message)
    except ArziError as error:
        _failed(house, row, error)
    except Exception as error:  # noqa: BLE001 - a fault of ours in a channel: it counts as a try of unknown outcome
        _log.exception("sending failed", extra={"outbox": row.id})
        _failed(house, row, DeliveryUnknown(type(error).__name__))
    else:
        with house.store.write() as session:  # whoever has the line by now: it is so
            outbox.mark_sent(session, row.id, provider_id, house.clock.now())
        house.meters.sent(row.channel, "sent")
        _log.info("sent: %s", row.channel)


def _failed(house: House, row: OutboxRow, error: ArziError) -> None:
    message = outbox.message_of(row)
    now = house.clock.now()
    template = as_template(house, message) if isinstance(error, WindowClosed) else None
    verdict = after_failure(error, row.attempts + 1, house.backoff)
    house.meters.sent(row.channel, verdict.state.value)
    _log.info("not sent: %s: %s", row.channel, error.kind)
    with house.store.write() as session:
        if template is not None:
            outbox.change_message(session, row.id, template)
            return
        outbox.settle(session, row.id, verdict, now)
        stopped = isinstance(error, RecipientStopped)
        if stopped:
            outbox.stop(session, row.channel, message.to, now)
        if verdict.state is OutboxState.FAILED:
            case_notices.fall_back(session, row, house.cases.channels, now, stopped=stopped)
    if verdict.state is OutboxState.FAILED:
        refused(house, row)


def _find_out(house: House, row: OutboxRow, line: Line) -> None:
    """Was it sent before we lost track of it?"""
    channel: Channel = house.channel(row.channel)
    now = house.clock.now()
    found, can_say = None, isinstance(channel, LookupChannel)
    if isinstance(channel, LookupChannel):
        since = (row.claimed_at or row.staged_at) - _LOOK_BACK
        try:
            found = channel.find_sent(outbox.message_of(row), since)
        except (DeliveryDelayed, DeliveryUnknown, DeliveryFailed) as error:
            wait = house.backoff.after(row.attempts)
            can_say = wait is None
            if wait is not None:
                with line.write() as session:
                    outbox.mark_unknown(session, row.id, f"{error.kind}: {error.detail}", now + wait)
                return
            can_say = False
    with line.write() as session:
        if found is not None and outbox.sent_as(session, found) not in (None, row.id):
            found = None  # an earlier message of the same words: ours, had it gone out, would be the later one
        if found is not None:
            outbox.mark_sent(session, row.id, found, now)
        elif row.attempts >= house.backoff.tries:
            gone = Verdict(OutboxState.FAILED, reason="nobody could say whether it was sent")
            outbox.settle(session, row.id, gone, now)
            case_notices.fall_back(session, row, house.cases.channels, now)
        else:
            outbox.stage_again(session, row.id, maybe_twice=row.maybe_twice or not can_say)

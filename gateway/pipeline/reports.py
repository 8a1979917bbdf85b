"""What providers and mail servers report of our outgoing messages."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework import note
from core.casework.own_notes import undelivered
from core.errors import Conflict
from core.messages import Delivery, DeliveryState, Meaning, OutboundMessage
from core.outbox import OutboxState, Verdict
from core.ports import WindowedChannel
from core.services import notifications
from core.store.casework import tickets
from core.store.pipeline import early_reports, outbox, ways
from core.store.pipeline.tables import OutboxRow
from core.ticket import SYSTEM
from gateway.house import House

_TRIES = 5
_log = logging.getLogger(__name__)


def apply_report(house: House, channel_name: str, delivery: Delivery) -> bool:
    """Apply a status callback; False for a message that we do not know.

    A message that failed because the window for free text had closed goes out again as a template; one that met a
    passing fault goes back in line; what was refused to us shuts the way; one to a person who stopped us ends our
    messages to them. Of any other that failed, its ticket's history tells the office, and a notice about a case takes
    the citizen's next way (core.casework.reach). A report that came before we wrote the message's id is kept for it.
    """
    if _known(house, delivery):
        return True
    with house.store.write() as session:
        kept = early_reports.keep(session, channel_name, delivery, house.clock.now())
    # Whoever was just writing the id may not have seen what we kept: so one of us looks after the other.
    return kept and apply_early(house, delivery.provider_id) > 0


def apply_early(house: House, provider_id: str) -> int:
    """Apply what was reported on a message before its id was written; how many reports."""
    with house.store.read() as session:
        if outbox.sent_as(session, provider_id) is None:
            return 0
        waiting = early_reports.of_message(session, provider_id)
    return _all(house, waiting)


def apply_ripe(house: House) -> int:
    """The same for all messages, and forget what was about none of ours: the sweep does this."""
    with house.store.read() as session:
        waiting = early_reports.ripe(session)
    with house.store.write(durable=False) as session:
        early_reports.forget(session, house.clock.now())
    return _all(house, waiting)


def _all(house: House, waiting: Sequence[tuple[int, Delivery]]) -> int:
    for report_id, delivery in waiting:
        _known(house, delivery)
        with house.store.write() as session:
            early_reports.done(session, report_id)
    return len(waiting)


def _known(house: House, delivery: Delivery) -> bool:
    tries = 0
    while True:
        try:
            return _apply(house, delivery)
        except Conflict:  # somebody else was at its ticket just now
            tries += 1
            if tries == _TRIES:
                raise


def _apply(house: House, delivery: Delivery) -> bool:
    now = house.clock.now()
    with house.store.write() as session:
        failed_before = outbox.has_failed(session, delivery.provider_id)
        row = outbox.report(session, delivery)
        if row is None:
            return False
        # Who sends it again says nothing new; and what has arrived has not failed.
        failed = delivery.state is DeliveryState.FAILED and not failed_before and row.state == OutboxState.FAILED
        goes_on = failed and (_again(house, session, row, delivery, now) or _otherwise(house, session, row, delivery))
        person = row.person
    if goes_on:
        house.queue.deliver(person)
    return True


def _again(house: House, session: Session, row: OutboxRow, delivery: Delivery, now: datetime) -> bool:
    """Can the same message still go out, on the same way?"""
    message = outbox.message_of(row)
    if delivery.meaning is Meaning.WINDOW and (template := as_template(house, message)) is not None:
        outbox.change_message(session, row.id, template)
        return True
    reason = f"reported: {delivery.code}"
    if delivery.meaning is Meaning.US:
        part = ways.part_refused(message, of_template=delivery.of_template)
        ways.shut(session, part, row.channel, delivery.code, reason, now)
        _log.error("%s is shut: the provider refuses us: %s", row.channel, delivery.code, extra={"outbox": row.id})
    # It took the message and failed it later: it may do so again, so this is not tried for ever, whoever is refused.
    wait = house.backoff.after(max(row.attempts, 1), outbox.tried_for(row, now))
    if delivery.meaning in (Meaning.PASSING, Meaning.US) and wait is not None:
        again = Verdict(OutboxState.STAGED, wait=wait, code=delivery.code, reason=reason)
        outbox.settle(session, row.id, again, now)
        outbox.forget_provider_id(session, row.id)
        return True
    return False


def _otherwise(house: House, session: Session, row: OutboxRow, delivery: Delivery) -> bool:
    """It failed for good: is there another way to the citizen?"""
    now = house.clock.now()
    stopped = delivery.meaning is Meaning.STOPPED
    if stopped:
        outbox.stop(session, row.channel, outbox.message_of(row).to, now)
    other = notifications.fall_back(session, row, house.cases.channels, now, stopped=stopped)
    note_undelivered(house, session, row)
    return other


def refused(house: House, row: OutboxRow) -> None:
    """A message was refused for good when we handed it over: its ticket's history tells the office."""
    try:
        with house.store.write() as session:
            kept = session.get(OutboxRow, row.id)
            if kept is not None:
                note_undelivered(house, session, kept)
    except Conflict:
        _log.warning("not noted: somebody else was at the ticket", extra={"outbox": row.id})


def note_undelivered(house: House, session: Session, row: OutboxRow) -> None:
    """Tell the office, in the history of the ticket that a message was about, that it did not arrive. Raises
    Conflict."""
    ticket = tickets.of_conversation(session, row.conversation_id) if row.conversation_id else None
    if ticket is None:
        return
    remark = undelivered(row.channel, row.code)
    house.cases.do(
        session, ticket.number, lambda ticket, at, policy: note(ticket, remark, SYSTEM, at, policy), house.clock.now()
    )


def as_template(house: House, message: OutboundMessage) -> OutboundMessage | None:
    """The message as an approved template of its channel; None where there is none (or it is one already)."""
    channel = house.channels.get(message.channel)
    return channel.as_template(message) if isinstance(channel, WindowedChannel) else None

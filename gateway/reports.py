"""What providers and mail servers report of our outgoing messages."""

import logging

from sqlalchemy.orm import Session

from core.casework import note
from core.errors import Conflict
from core.messages import Delivery, DeliveryState, OutboundMessage
from core.outbox import OutboxState
from core.ports import WindowedChannel
from core.store.casework import case_notices, tickets
from core.store.road import outbox
from core.store.tables import OutboxRow
from core.ticket import SYSTEM
from gateway.house import House

_TRIES = 5
_log = logging.getLogger(__name__)
_WINDOW_CLOSED, _STOPPED = {"63016"}, {"21610", "63018"}


def apply_report(house: House, channel_name: str, delivery: Delivery) -> bool:
    """Apply a status callback; False for a message that we do not know.

    A message that failed because the window for free text had closed goes out again as a template; one to a person who
    stopped us ends our messages to them. Of any other that failed, its ticket's history tells the office, and a notice
    about a case takes the citizen's next way (core.reach).
    """
    tries = 0
    while True:
        try:
            return _apply(house, channel_name, delivery)
        except Conflict:  # somebody else was at its ticket just now
            tries += 1
            if tries == _TRIES:
                raise


def _apply(house: House, channel_name: str, delivery: Delivery) -> bool:
    now = house.clock.now()
    with house.store.write() as session:
        failed_before = outbox.has_failed(session, delivery.provider_id)
        row = outbox.report(session, delivery)
        if row is None:
            return False
        failed = delivery.state is DeliveryState.FAILED and not failed_before  # who sends it again says nothing new
        stopped = failed and delivery.code in _STOPPED
        if stopped:
            outbox.stop(session, channel_name, outbox.message_of(row).to, now)
        resend, other = None, False
        if failed and delivery.code in _WINDOW_CLOSED:
            resend = as_template(house, outbox.message_of(row))
        if resend is not None:
            outbox.change_message(session, row.id, resend)
        elif row.state == OutboxState.FAILED and not failed_before:
            other = case_notices.fall_back(session, row, house.cases.channels, now, stopped=stopped)
            note_undelivered(house, session, row)
        person = row.person
    if resend is not None or other:
        house.queue.deliver(person)
    return True


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
    remark = f"A message to the citizen could not be delivered ({row.channel}, {row.code or 'no code'})."
    house.cases.do(session, ticket.number, lambda t, at, p: note(t, remark, SYSTEM, at, p), house.clock.now())


def as_template(house: House, message: OutboundMessage) -> OutboundMessage | None:
    """The message as an approved template of its channel; None where there is none (or it is one already)."""
    channel = house.channels.get(message.channel)
    return channel.as_template(message) if isinstance(channel, WindowedChannel) else None

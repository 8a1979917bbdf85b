"""What providers and mail servers report of our outgoing messages."""

from core.messages import Delivery, DeliveryState, OutboundMessage
from core.ports import WindowedChannel
from core.store import outbox
from gateway.house import House

_WINDOW_CLOSED, _STOPPED = {"63016"}, {"21610", "63018"}


def apply_report(house: House, channel_name: str, delivery: Delivery) -> bool:
    """Apply a status callback; False for a message that we do not know.

    A message that failed because the window for free text had closed goes out again as a template; one to a person who
    stopped us ends our messages to them.
    """
    now = house.clock.now()
    with house.store.write() as session:
        row = outbox.report(session, delivery)
        if row is None:
            return False
        if delivery.state is DeliveryState.FAILED and delivery.code in _STOPPED:
            outbox.stop(session, channel_name, outbox.message_of(row).to, now)
        resend = None
        if delivery.state is DeliveryState.FAILED and delivery.code in _WINDOW_CLOSED:
            resend = as_template(house, outbox.message_of(row))
        if resend is not None:
            outbox.change_message(session, row.id, resend)
        person = row.person
    if resend is not None:
        house.queue.deliver(person)
    return True


def as_template(house: House, message: OutboundMessage) -> OutboundMessage | None:
    """The message as an approved template of its channel; None where there is none (or it is one already)."""
    channel = house.channels.get(message.channel)
    return channel.as_template(message) if isinstance(channel, WindowedChannel) else None

"""Twilio's status callbacks: what became of a message of ours.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from collections.abc import Mapping

from channels.providers.twilio.codes import meaning_of
from core.errors import Malformed
from core.messages import Delivery, DeliveryState

_STATES = {
    "accepted": DeliveryState.QUEUED,
    "scheduled": DeliveryState.QUEUED,
    "queued": DeliveryState.QUEUED,
    "sending": DeliveryState.QUEUED,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "undelivered": DeliveryState.FAILED,
    "failed": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}


def read_report(form: Mapping[str, str]) -> Delivery | None:
    """The report in a callback; None for a state that we do not keep. Raises Malformed without an id."""
    sid = form.get("MessageSid") or form.get("SmsSid")
    if not sid:
        raise Malformed("no MessageSid")
    state = _STATES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").lower())
    if state is None:
        return None
    code = form.get("ErrorCode") or None
    if state is not DeliveryState.FAILED or code is None:
        return Delivery(sid, state, code)
    found = meaning_of(code)
    return Delivery(sid, state, code, found.meaning, found.of_template)

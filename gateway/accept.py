"""accept: the one way in.

The envelope and the rows of its media are committed before anything is acknowledged; a repeat of the same provider id
makes nothing new; only then is a job queued. Those that come at the same time share one commit.
"""

import logging
from dataclasses import dataclass

from core.messages import Envelope
from core.ports import Channel
from core.store.road import envelopes
from gateway.house import House
from gateway.tracing import of_envelope

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """It is kept. ``new`` is False when this provider id was here before."""

    new: bool
    person: str


def accept(house: House, channel: Channel, envelope: Envelope) -> Accepted:
    """Keep an envelope durably.

    Raises Malformed (nothing kept), Overloaded or StoreUnavailable (nothing kept; the other side should come again).
    """
    peek = channel.peek(envelope)
    house.pressure.admit(house.store, house.limits.queue_depth)
    place = envelopes.body_place(envelope, house.store.blobs)
    envelope_id = house.arrivals.do(house.store.write, (envelope, peek, place))
    if envelope_id is not None:
        house.queue.ingest(peek.person)
        house.meters.accepted(envelope.channel)
        _log.info("accepted: %s", envelope.channel, extra={"trace": of_envelope(envelope_id)})
    return Accepted(envelope_id is not None, peek.person)

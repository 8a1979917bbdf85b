"""accept: the one way in.

The envelope and the rows of its media are committed before anything is acknowledged; a repeat of the same provider id
makes nothing new; only then is a job queued. Those that come at the same time share one commit. When more waits than
we may let wait, of all or of one person, the other side is asked to come back.
"""

import dataclasses
import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from core.errors import Overloaded
from core.messages import Envelope
from core.ports import Channel, Peek, Queue
from core.store.engine import Store
from core.store.persons import addresses
from core.store.pipeline import envelopes
from core.store.pipeline.envelopes import Arrival
from core.store.writers import GroupCommit
from gateway.limits import Limits
from gateway.running.observing import Meters, of_envelope

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 1.0
_MANY = 3
"""More messages than this of one person within a second or so: then it is looked how many of theirs wait."""
_JOBS_STAND = 5
"""Of whom so many wait, a job stands in line already or a worker is at it: another would only keep others waiting."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """It is kept. ``new`` is False when this provider id was here before."""

    new: bool
    person: str


class Backpressure:
    """How deep the line is, looked up once a second and counted on in between; near the limit, looked up each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth, self._looked_at = 0, float("-inf")
        self._lately: Counter[str] = Counter()

    def admit(self, store: Store, limit: int, person: str, person_limit: int) -> bool:
        """Count one more; is a job needed for it? Raises Overloaded (nothing is counted) or StoreUnavailable."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at > _LOOK_EVERY_S or self._depth > limit:
                with store.read() as session:
                    self._depth = envelopes.depth(session)
                self._looked_at = now
                # Whoever wrote much goes on being looked at; whoever paused does not.
                self._lately = Counter({one: _MANY for one, count in self._lately.items() if count > _MANY})
            if self._depth > limit:
                raise Overloaded("too many messages wait")
            self._lately[person] += 1
            many = self._lately[person] > _MANY
            self._depth += 1
        if not many:
            return True
        with store.read() as session:
            waiting = envelopes.waiting_of(session, person, person_limit + 1)
        if waiting > person_limit:
            raise Overloaded("too many messages of one person wait")
        return waiting < _JOBS_STAND


class Entrance(Protocol):
    """The parts of the house by which a message comes in."""

    @property
    def store(self) -> Store: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def arrivals(self) -> GroupCommit[Arrival, int | None]: ...
    @property
    def pressure(self) -> Backpressure: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def meters(self) -> Meters: ...


def _of_person(store: Store, peek: Peek, envelope: Envelope) -> Peek:
    """The same with the person's own name: an address may be one of several. Two that this message proves to be one
    person's are joined now, before their line is looked at. Raises StoreUnavailable."""
    if not peek.also and peek.person.startswith(addresses.PHONE):  # a person is named by their number
        return peek
    with store.read() as session:
        person = addresses.joined(session, peek.person, peek.also)
    if person is None:
        with store.write() as session:
            by = f"{envelope.channel} {envelope.id}"
            person = addresses.join(session, peek.person, peek.also, addresses.Proof.CHANNEL, envelope.received_at, by)
    return dataclasses.replace(peek, person=person)


def accept(house: Entrance, channel: Channel, envelope: Envelope) -> Accepted:
    """Keep an envelope durably.

    Raises Malformed (nothing kept), Overloaded or StoreUnavailable (nothing kept; the other side should come again).
    """
    peek = _of_person(house.store, channel.peek(envelope), envelope)
    wanted = house.pressure.admit(house.store, house.limits.queue_depth, peek.person, house.limits.person_depth)
    place = envelopes.body_place(envelope, house.store.blobs)
    envelope_id = house.arrivals.do(house.store.write, (envelope, peek, place))
    if envelope_id is not None:
        if wanted:
            house.queue.ingest(peek.person)
        house.meters.accepted(envelope.channel)
        _log.info("accepted: %s", envelope.channel, extra={"trace": of_envelope(envelope_id)})
    return Accepted(envelope_id is not None, peek.person)

"""What every channel must stand, as a form that each fills in: ``contract()`` in tests/channels/NAME/contract.py.

tests/channels/test_contract.py puts every channel that declares itself through the same cases. One that cannot meet a
case says why, with ``Never``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages import Delivery, Envelope, WebhookRequest
from core.ports import Channel

Arrival = WebhookRequest | Envelope
"""A provider's request; or an envelope, where a listener of the house makes it (mail, scans)."""
MANY = 20
"""How many malformed arrivals a channel must show."""


@dataclass(frozen=True)
class Never:
    """There is no such thing on this channel, and why."""

    why: str


@dataclass(frozen=True)
class Report:
    """Our message ``to`` somebody was sent as ``sent_as``; later ``arrival`` tells that it failed."""

    to: str
    sent_as: str
    arrival: Arrival


@dataclass(frozen=True)
class Contract:
    """A channel with arrivals of it. Each has an id of its own, and all but ``forged`` are proven.

    ``words``: somebody writes ``text``, and is ``person`` (core.ports.Peek) at ``address``. ``forged``: what proves
    nobody. ``malformed``: what cannot be read. ``album``: two pictures and no words, of one person. ``voice_note``: a
    recording and no words. ``location``: a point in Mardan. ``stop``: the same person wants no more of us.
    """

    channel: Channel
    text: str
    person: str
    address: str
    words: Arrival | Never
    forged: Sequence[Arrival] | Never
    malformed: Sequence[Arrival] | Never
    album: Sequence[Arrival] | Never
    voice_note: Arrival | Never
    location: Arrival | Never
    stop: Arrival | Never
    late_report: Report | Never


def reported(contract: Contract, arrival: Arrival) -> Delivery | None:
    """What a provider's request to /in/NAME/status says."""
    assert isinstance(arrival, WebhookRequest)
    found: Delivery | None = contract.channel.report(arrival)  # type: ignore[attr-defined]
    return found

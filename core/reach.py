"""How a citizen is reached about their case: on the channel it came by, then on others of theirs, at last on paper.

Only an address that is theirs for sure: where they wrote or called from, or what they or a clerk said themselves. A
number that was guessed from a text or read by a machine may be a stranger's, who must not hear of the case.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.casework import NoticeKind
from core.complaint import Complaint, Source

PHONES = ("whatsapp", "sms", "ivr")
"""Channels that reach a phone, in the order in which they are tried."""
EMAIL = "email"
SLIP = "slip"
_SURE = frozenset({Source.CHANNEL, Source.DIALOGUE, Source.CLERK})

ON_PAPER = frozenset(
    {
        NoticeKind.IS_IT_SOLVED,
        NoticeKind.IS_IT_SOLVED_AGAIN,
        NoticeKind.QUESTION,
        NoticeKind.QUESTION_AGAIN,
        NoticeKind.REJECTED,
        NoticeKind.CLOSED_UNCONFIRMED,
    }
)
"""What is worth a stamp: where the citizen must answer, or may object. The rest they see on the tracking page."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a citizen. ``channel`` is a channel's name, or ``SLIP`` without an address."""

    channel: str
    address: str


def ways(channel: str, address: str, record: Complaint, channels: Collection[str] | None) -> tuple[Way, ...]:
    """All ways to the citizen, the best first; the last is always the slip.

    ``channel`` and ``address`` are the case's own. ``channels`` are those that are switched on; None: only the own one.
    """
    return tuple(dict.fromkeys([*_messages(channel, address, record, channels), Way(SLIP, "")]))


def _messages(channel: str, address: str, record: Complaint, channels: Collection[str] | None) -> Iterator[Way]:
    if address and (channels is None or channel in channels):
        yield Way(channel, address)
    on = frozenset(channels or ())
    numbers = [address] if channel in PHONES and address.startswith("+") else []
    numbers += [phone] if (phone := _sure(record, "phone")) and phone.startswith("+") else []
    for number in numbers:
        yield from (Way(name, number) for name in PHONES if name in on)
    email = _sure(record, "email")
    if email and EMAIL in on:
        yield Way(EMAIL, email)


def _sure(record: Complaint, name: str) -> str | None:
    known = record.fields.get(name)
    return known.value if known is not None and known.believed and known.source in _SURE else None

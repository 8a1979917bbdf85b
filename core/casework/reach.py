"""How a citizen is reached about their case: on the channel it came by, then on others of theirs, at last on paper.

Only an address that is theirs for sure: where they wrote or called from, or what they or a clerk said themselves. A
number that was guessed from a text or read by a machine may be a stranger's, who must not hear of the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.casework import NoticeKind
from core.complaint import Complaint, Source

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
        NoticeKind.WAS_IT_YOU,
    }
)
"""What is worth a stamp: where the citizen must answer, or may object. The rest they see on the tracking page."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a citizen. ``channel`` is a channel's name, or ``SLIP`` without an address."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels that are switched on, by name; which of them write to a phone number and which to an email address,
    the first to be tried first. What each can do it declares itself (core.ports.Declaration)."""

    on: frozenset[str]
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


def ways(channel: str, address: str, record: Complaint, channels: Channels | None) -> tuple[Way, ...]:
    """All ways to the citizen, the best first; the last is always the slip.

    ``channel`` and ``address`` are the case's own. ``channels`` are those that are switched on; None: only the own one.
    """
    return tuple(dict.fromkeys([*_messages(channel, address, record, channels), Way(SLIP, "")]))


def _messages(channel: str, address: str, record: Complaint, channels: Channels | None) -> Iterator[Way]:
    if address and (channels is None or channel in channels.on):
        yield Way(channel, address)
    if channels is None:
        return
    for number in (address, _sure(record, "phone") or ""):
        if number.startswith("+"):  # E.164: no other address begins so
            yield from (Way(name, number) for name in channels.phones)
    email = _sure(record, "email")
    if email:
        yield from (Way(name, email) for name in channels.emails)


def _sure(record: Complaint, name: str) -> str | None:
    known = record.fields.get(name)
    return known.value if known is not None and known.believed and known.source in _SURE else None

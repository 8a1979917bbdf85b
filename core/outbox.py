"""The outbox's rules: what becomes of an outgoing message after a try. The rows: core/store/pipeline/outbox.py."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.errors import ArziError, DeliveryDelayed, DeliveryFailed, DeliveryUnknown


class OutboxState(StrEnum):
    """Where an outgoing message is.

    ::

        staged ──claim──▶ sending ──▶ sent ──▶ delivered ──▶ read
          ▲                 │ │ └───▶ failed ◀────┘
          └──delayed────────┘ └─────▶ unknown ──looked up──▶ sent | staged again
    """

    STAGED = "staged"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waiting times between tries: doubling from ``first`` to ``longest``, given up ``lasting`` after the first."""

    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=30)
    lasting: timedelta = timedelta(hours=72)

    def after(self, attempts: int, since: timedelta) -> timedelta | None:
        """How long to wait after this many tries, ``since`` the first; None when it is given up."""
        if since >= self.lasting:
            return None
        doublings: int = 2 ** min(max(attempts - 1, 0), 20)
        return min(self.longest, self.first * doublings)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do after a try that failed."""

    state: OutboxState
    wait: timedelta | None = None
    code: str | None = None
    reason: str | None = None


def after_failure(error: ArziError, attempts: int, since: timedelta, backoff: Backoff) -> Verdict:
    """The error itself says whether another try helps; the back-off says when. ``since`` is the first try."""
    reason = f"{error.kind}: {error.detail}"[:500]
    code = getattr(error, "code", None)
    if isinstance(error, DeliveryUnknown):
        # The provider is asked in a while: what it took just now may not be in its lists yet.
        return Verdict(OutboxState.UNKNOWN, wait=backoff.after(attempts, since) or backoff.longest, reason=reason)
    if isinstance(error, DeliveryFailed) or not error.retry:
        return Verdict(OutboxState.FAILED, code=code, reason=reason)
    wait = backoff.after(attempts, since)
    if wait is None:
        return Verdict(OutboxState.FAILED, code=code, reason=reason)
    if isinstance(error, DeliveryDelayed) and error.after is not None:
        wait = max(wait, timedelta(seconds=error.after))
    return Verdict(OutboxState.STAGED, wait=wait, code=code, reason=reason)

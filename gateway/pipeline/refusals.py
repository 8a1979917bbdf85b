"""A provider's "no" to us: the way is shut, its messages wait, and nothing is lost (core/store/pipeline/ways.py)."""

import logging

from core.errors import AccountRefused
from core.store.pipeline import outbox, ways
from core.store.pipeline.tables import OutboxRow
from gateway.house import House

_OF_THE_MESSAGE_AFTER = 4
_log = logging.getLogger(__name__)


def refused_to_us(house: House, row: OutboxRow, error: AccountRefused, *, trying: bool) -> bool:
    """Shut the way and put the message back; False where it is the message after all.

    A code that says "you" may mean this one message. So one that was refused so again and again, while others of the
    way went out in between, is treated as refused itself: else it would shut the way for all.
    """
    code = error.code
    if not trying and row.code is not None and row.code == code and row.attempts + 1 >= _OF_THE_MESSAGE_AFTER:
        return False
    message, now = outbox.message_of(row), house.clock.now()
    reason = f"{error.kind}: {error.detail}"
    with house.store.write() as session:
        ways.shut(
            session, ways.part_refused(message, of_template=error.of_template), row.channel, code, reason[:500], now
        )
        # Others that were tried less go before it: one of them shows whether the way is open.
        outbox.put_back(session, row.id, now + ways.FIRST, code, reason)
    house.meters.sent(row.channel, "refused")
    _log.error("%s is shut: the provider refuses us: %s", row.channel, error.detail, extra={"outbox": row.id})
    return True

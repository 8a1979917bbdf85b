"""After a crash, or an answer that never came: was a message sent before we lost track of it?

The provider is asked, where it can be; where it cannot, the message is sent again and marked as perhaps sent twice.
"""

from datetime import timedelta

from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown, NotFound
from core.outbox import OutboxState, Verdict
from core.ports import Channel, LookupChannel
from core.services import notifications
from core.store.pipeline import outbox, ways
from core.store.pipeline.tables import OutboxRow
from gateway.house import House
from gateway.pipeline.lines import Line
from gateway.pipeline.one_way import outgoing
from gateway.pipeline.reports import apply_early

_LOOK_BACK = timedelta(minutes=5)


def look_up(house: House, row: OutboxRow, line: Line) -> None:
    """Was it sent? Settles the row, or says when to ask again. Raises Conflict when the line was lost."""
    channel: Channel = house.channel(row.channel)
    now = house.clock.now()
    found, can_say = None, isinstance(channel, LookupChannel)
    given_up = outbox.tried_for(row, now) >= house.backoff.lasting
    if isinstance(channel, LookupChannel):
        since = (row.claimed_at or row.staged_at) - _LOOK_BACK
        try:
            found = channel.find_sent(outgoing(house, row), since)
        except NotFound:
            can_say = False
        except AccountRefused as error:
            with line.write() as session:
                ways.shut(session, row.channel, row.channel, error.code, f"{error.kind}: {error.detail}", now)
                outbox.mark_unknown(session, row.id, f"{error.kind}: {error.detail}", now + ways.FIRST)
            return
        except (DeliveryDelayed, DeliveryUnknown, DeliveryFailed) as error:
            wait = house.backoff.after(max(row.attempts, 1), outbox.tried_for(row, now))
            can_say = False
            if wait is not None:
                with line.write() as session:
                    outbox.mark_unknown(session, row.id, f"{error.kind}: {error.detail}", now + wait)
                return
    with line.write() as session:
        if found is not None and outbox.sent_as(session, found) not in (None, row.id):
            found = None  # an earlier message of the same words: ours, had it gone out, would be the later one
        if found is not None:
            outbox.mark_sent(session, row.id, found, now)
        elif given_up:
            gone = Verdict(OutboxState.FAILED, reason="nobody could say whether it was sent")
            outbox.settle(session, row.id, gone, now)
            notifications.fall_back(session, row, house.cases.channels, now)
        else:
            outbox.stage_again(session, row.id, maybe_twice=row.maybe_twice or not can_say)
    if found is not None:
        apply_early(house, found)

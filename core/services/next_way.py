"""The next way after a failed delivery: the same message once more, by another channel or to another address."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework.reach import SLIP, Way
from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow


@dataclasses.dataclass(frozen=True, slots=True)
class Next:
    """A way that was not tried, and the cause under which it is: ``cause~1`` after ``cause``, then ``cause~2``."""

    way: Way
    cause: str


def stage_next(session: Session, failed: OutboxRow, ways: Sequence[Way], now: datetime) -> Next | None:
    """Stage a message that did not arrive for the first of these ways on which it was not tried; None where none is
    left. A slip is the caller's to make. Doing it again for the same row changes nothing."""
    cause, _, tried = failed.cause.partition("~")
    count = int(tried or 0)
    session.flush()
    before = [cause, *(f"{cause}~{n}" for n in range(1, count + 1))]
    rows = session.scalars(select(OutboxRow).where(OutboxRow.cause.in_(before)))
    done = {(row.channel, outbox.message_of(row).to) for row in rows}
    way = next((way for way in ways if (way.channel, way.address) not in done), None)
    if way is None:
        return None
    following = Next(way, f"{cause}~{count + 1}")
    if way.channel != SLIP:
        message = outbox.message_of(failed)
        again = dataclasses.replace(message, id="", channel=way.channel, to=way.address, template=None, variables={})
        person, conversation_id = failed.person, failed.conversation_id
        outbox.stage(session, again, cause=following.cause, person=person, conversation_id=conversation_id, now=now)
    return following

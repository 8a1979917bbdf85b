"""Ways out that are shut: what a provider refuses to us, and not for the sake of a person or a message.

While one is shut, its messages stay staged. Now and then one of them is tried; when the provider takes it, or refuses
it for another reason, the way is open again. A way is a channel, or a template of it ("whatsapp/HX…").
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.messages import OutboundMessage
from core.store.once import insert_once
from core.store.pipeline.tables import ShutWayRow

FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=5)
"""How long a way stays shut before one message is tried; doubling."""


def parts_of(message: OutboundMessage) -> tuple[str, ...]:
    """What a message needs open."""
    return (message.channel, f"{message.channel}/{message.template}") if message.template else (message.channel,)


def part_refused(message: OutboundMessage, *, of_template: bool) -> str:
    """What a refusal of this message shuts."""
    return parts_of(message)[-1] if of_template else message.channel


def shut(session: Session, part: str, channel: str, code: str | None, reason: str, now: datetime) -> None:
    """It is refused, for the first time or once more."""
    row = {"part": part, "channel": channel, "code": code, "reason": reason, "since": now, "tries": 1}
    if insert_once(session, ShutWayRow, {**row, "next_try": now + FIRST}, key=("part",)) is not None:
        return
    tries = session.scalars(select(ShutWayRow.tries).where(ShutWayRow.part == part)).one() + 1
    wait = min(LONGEST, FIRST * 2 ** min(tries - 1, 10))
    again = update(ShutWayRow).where(ShutWayRow.part == part)
    session.execute(again.values(code=code, reason=reason, tries=tries, next_try=now + wait))


def may_go(session: Session, parts: Collection[str], now: datetime) -> tuple[bool, bool]:
    """May a message that needs these be sent now; and is it the one that is tried? Of all that ask, one is let through
    each time that a way's next try has come."""
    known = {row.part: row.next_try for row in session.scalars(select(ShutWayRow).where(ShutWayRow.part.in_(parts)))}
    if any(next_try > now for next_try in known.values()):
        return False, False
    for part in known:
        mine = update(ShutWayRow).where(ShutWayRow.part == part, ShutWayRow.next_try <= now)
        if not session.execute(mine.values(next_try=now + LONGEST)).rowcount:  # type: ignore[attr-defined]
            return False, False
    return True, bool(known)


def open_again(session: Session, parts: Collection[str]) -> None:
    session.execute(delete(ShutWayRow).where(ShutWayRow.part.in_(parts)))


def try_now(session: Session, now: datetime, channel: str | None = None) -> None:
    """Somebody mended something: the next message of the channel (of all, without one) is tried at once."""
    due = update(ShutWayRow).where(ShutWayRow.next_try > now)
    session.execute((due.where(ShutWayRow.channel == channel) if channel else due).values(next_try=now))


def all_shut(session: Session) -> Sequence[ShutWayRow]:
    """Every way that is shut, due to be tried or not."""
    return session.scalars(select(ShutWayRow).order_by(ShutWayRow.part)).all()

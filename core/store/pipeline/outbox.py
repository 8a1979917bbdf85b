"""The outbox's rows: staged with their cause, claimed before they are sent, settled afterwards."""

import dataclasses
import functools
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from core.messages import Button, Delivery, DeliveryState, Menu, MenuRow, OutboundMessage
from core.outbox import OutboxState, Verdict
from core.store.once import columns, insert_once, rowcount
from core.store.persons import addresses
from core.store.pipeline.tables import OutboxRow, StoppedRow
from core.store.pipeline.ways import parts_of

_OPEN = (OutboxState.STAGED, OutboxState.SENDING, OutboxState.UNKNOWN)
AHEAD = timedelta(minutes=1)
"""So far the clocks of our machines may be apart."""
_ORDER = (OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT, OutboxState.DELIVERED, OutboxState.READ)


def stage(
    session: Session, message: OutboundMessage, *, cause: str, person: str, conversation_id: str | None, now: datetime
) -> int | None:
    """Put a message in the outbox, once for its cause; its row's id, or None when it is there already."""
    message_id = message.id or uuid.uuid4().hex
    staged: int | None = insert_once(
        session,
        OutboxRow,
        {
            "cause": cause,
            "channel": message.channel,
            "person": person,
            "conversation_id": conversation_id,
            "message": _to_json(dataclasses.replace(message, id=message_id, thread=message.thread or conversation_id)),
            "message_id": message_id,
            "state": OutboxState.STAGED.value,
            "attempts": 0,
            "maybe_twice": False,
            "staged_at": now,
        },
        key=("cause",),
    )
    return staged


def next_open(session: Session, person: str, shut: frozenset[str] = frozenset()) -> OutboxRow | None:
    """The person's oldest message that is not settled, due or not: they arrive in the order they were staged. What
    needs one of the ways that are ``shut`` holds back nothing."""
    rows = select(OutboxRow).where(OutboxRow.person == person, OutboxRow.state.in_(_OPEN)).order_by(OutboxRow.id)
    if not shut:
        return session.scalars(rows.limit(1)).first()
    return next((row for row in session.scalars(rows) if not shut & set(parts_of(message_of(row)))), None)


def claim(session: Session, row_id: int, now: datetime, provider_id: str | None = None) -> None:
    """Say that it is being sent, before it is: a crash from here on leaves a trace. ``provider_id``: where it is known
    already."""
    _set(
        session,
        row_id,
        state=OutboxState.SENDING,
        provider_id=provider_id,
        attempts=OutboxRow.attempts + 1,
        claimed_at=now,
        first_try_at=func.coalesce(OutboxRow.first_try_at, now),
        not_before=None,
    )


def mark_sent(session: Session, row_id: int, provider_id: str, now: datetime) -> None:
    """The provider has it. A report of its delivery that was faster is not overwritten."""
    _set(session, row_id, provider_id=provider_id, sent_at=now, reason=None)
    session.execute(
        update(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.state.in_(_OPEN)).values(state=OutboxState.SENT.value)
    )


def settle(session: Session, row_id: int, verdict: Verdict, now: datetime) -> None:
    """After a try that failed."""
    until = now + verdict.wait if verdict.wait is not None else None
    _set(session, row_id, state=verdict.state, not_before=until, code=verdict.code, reason=verdict.reason)


def tried_for(row: OutboxRow, now: datetime) -> timedelta:
    """How long ago it was first tried. While its way is shut, that does not count."""
    return now - row.first_try_at if row.first_try_at is not None else timedelta(0)


def put_back(session: Session, row_id: int, until: datetime, code: str | None, reason: str) -> None:
    """Its way is shut, which is not its fault: it waits, and the time in which it is tried begins anew."""
    _set(
        session,
        row_id,
        state=OutboxState.STAGED,
        not_before=until,
        provider_id=None,
        first_try_at=None,
        code=code,
        reason=reason[:500],
    )


def mark_unknown(session: Session, row_id: int, reason: str, retry_at: datetime) -> None:
    """It may or may not have been sent; asked again later."""
    _set(session, row_id, state=OutboxState.UNKNOWN, reason=reason, not_before=retry_at)


def last_said(session: Session, conversation_id: str, most: int = 5) -> list[OutboundMessage]:
    """What was said last in a conversation, the latest first."""
    told = select(OutboxRow).where(OutboxRow.conversation_id == conversation_id)
    return [message_of(row) for row in session.scalars(told.order_by(OutboxRow.id.desc()).limit(most))]


def stage_again(session: Session, row_id: int, *, maybe_twice: bool) -> None:
    """Back in line. ``maybe_twice`` records that nobody could say whether it went out before."""
    _set(session, row_id, state=OutboxState.STAGED, not_before=None, maybe_twice=maybe_twice)


def change_message(session: Session, row_id: int, message: OutboundMessage) -> None:
    """Send this instead (a template, outside the provider's window). Late reports on the old one find nothing."""
    _set(session, row_id, message=_to_json(message), state=OutboxState.STAGED, not_before=None, provider_id=None)


def forget_provider_id(session: Session, row_id: int) -> None:
    """It goes out anew: later reports on the old one find nothing."""
    _set(session, row_id, provider_id=None)


def report(session: Session, delivery: Delivery) -> OutboxRow | None:
    """Apply a provider's report; the row, or None when we do not know its id. Reports come in any order: a later
    state is not taken back by an earlier one."""
    row = session.scalars(select(OutboxRow).where(OutboxRow.provider_id == delivery.provider_id)).first()
    if row is None:
        return None
    if delivery.state is DeliveryState.FAILED:
        if row.state not in (OutboxState.DELIVERED, OutboxState.READ):
            row.state, row.code = OutboxState.FAILED.value, delivery.code
    elif delivery.state is not DeliveryState.QUEUED:
        new = OutboxState(delivery.state.value)
        if row.state in _ORDER and _ORDER.index(OutboxState(row.state)) < _ORDER.index(new):
            row.state = new.value
    return row


def has_failed(session: Session, provider_id: str) -> bool:
    """Is it known already that this message of ours did not arrive?"""
    failed = (OutboxRow.provider_id == provider_id) & (OutboxRow.state == OutboxState.FAILED.value)
    return session.scalars(select(OutboxRow.id).where(failed)).first() is not None


def sent_as(session: Session, provider_id: str) -> int | None:
    """The row that went out under this id of the provider's."""
    return session.scalars(select(OutboxRow.id).where(OutboxRow.provider_id == provider_id)).first()


def by_cause(session: Session, cause: str) -> OutboxRow | None:
    """The message that was staged for a cause."""
    return session.scalars(select(OutboxRow).where(OutboxRow.cause == cause)).first()


def stop(session: Session, channel: str, address: str, now: datetime) -> None:
    insert_once(session, StoppedRow, {"channel": channel, "address": address, "at": now}, key=("channel", "address"))


def resume(session: Session, channel: str, address: str) -> None:
    """They wrote to us again of their own will."""
    for one in (address, *addresses.alike(session, address)):
        rowcount(session, _resume(), on=channel, whom=one)


@functools.cache
def _resume() -> Delete:
    stopped = columns(StoppedRow)
    return delete(stopped).where(stopped.c.channel == bindparam("on"), stopped.c.address == bindparam("whom"))


def stopped(session: Session, channel: str, address: str) -> bool:
    """Did they ask for no more messages on this channel, from this address or another of theirs?"""
    if session.get(StoppedRow, (channel, address)) is not None:
        return True
    own = addresses.alike(session, address)
    theirs = (StoppedRow.channel == channel, StoppedRow.address.in_(own))
    return bool(own) and session.scalars(select(StoppedRow.channel).where(*theirs).limit(1)).first() is not None


def persons_open(
    session: Session,
    now: datetime,
    *,
    stuck_before: datetime,
    limit: int = 1000,
    only: str | None = None,
    without: Collection[str] = (),
) -> list[str]:
    """Those with a message whose time has come, or one that has been "sending" since before ``stuck_before``; of one
    channel ``only``, those that were tried least before the others; or ``without`` some."""
    # What was last tried in the future was tried before the clock was set back: how long it waits is no longer known.
    due = OutboxRow.not_before.is_(None) | (OutboxRow.not_before <= now) | (OutboxRow.claimed_at > now + AHEAD)
    if only is not None:
        due &= OutboxRow.channel == only
    elif without:
        due &= OutboxRow.channel.not_in(without)
    open_now = OutboxRow.state.in_((OutboxState.STAGED, OutboxState.UNKNOWN)) & due
    gone = (OutboxRow.claimed_at < stuck_before) | (OutboxRow.claimed_at > now + AHEAD)
    stuck = (OutboxRow.state == OutboxState.SENDING) & gone
    return list(
        session.scalars(
            select(OutboxRow.person)
            .where(open_now | stuck)
            .group_by(OutboxRow.person)
            .order_by(*([func.min(OutboxRow.attempts)] if only is not None else []), func.min(OutboxRow.id))
            .limit(limit)
        )
    )


def conversation_of(session: Session, message_ids: Sequence[str]) -> str | None:
    """The conversation to which one of these ids of ours (ours or the provider's) belongs."""
    if not message_ids:
        return None
    return session.scalars(
        select(OutboxRow.conversation_id)
        .where(OutboxRow.provider_id.in_(message_ids) | OutboxRow.message_id.in_(message_ids))
        .order_by(OutboxRow.id.desc())
        .limit(1)
    ).first()


def under_way(session: Session, person: str, channel: str) -> str | None:
    """The conversation of what is being sent to a person just now, or of which nobody knows yet whether it went out:
    the provider's id of it is not written. What is claimed of one person is one message at most."""
    going = OutboxRow.state.in_((OutboxState.SENDING, OutboxState.UNKNOWN)) & OutboxRow.provider_id.is_(None)
    theirs = (OutboxRow.person == person) & (OutboxRow.channel == channel)
    return session.scalars(
        select(OutboxRow.conversation_id).where(going, theirs).order_by(OutboxRow.id.desc()).limit(1)
    ).first()


def is_due(row: OutboxRow, now: datetime) -> bool:
    """Has its time come?"""
    set_back = row.claimed_at is not None and row.claimed_at > now + AHEAD
    return row.not_before is None or row.not_before <= now or set_back


def message_of(row: OutboxRow) -> OutboundMessage:
    data = dict(row.message)
    data["buttons"] = tuple(Button(**button) for button in data.get("buttons", ()))
    data["references"] = tuple(data.get("references", ()))
    if (menu := data.get("menu")) is not None:
        data["menu"] = Menu(**{**menu, "rows": tuple(MenuRow(**row) for row in menu["rows"])})
    return OutboundMessage(**data)


def _set(session: Session, row_id: int, **values: Any) -> None:
    plain = {name: value.value if isinstance(value, OutboxState) else value for name, value in values.items()}
    session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**plain))


def _to_json(message: OutboundMessage) -> dict[str, Any]:
    data = dataclasses.asdict(message)
    data["variables"] = dict(message.variables)
    for name in ("menu", "recording", "asks"):
        if data[name] is None:
            del data[name]  # a worker of the version before reads the row as well
    return data

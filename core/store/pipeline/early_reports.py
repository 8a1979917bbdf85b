"""Reports that came before we had written the id that they name: kept, and applied when it is there.

A provider may report on a message before its answer to us is through. Only while a message of the channel is under way
can that be; a report on an unknown id at any other time is not about us.
"""

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.messages import Delivery, DeliveryState, Meaning
from core.outbox import OutboxState
from core.store.once import insert
from core.store.pipeline.tables import EarlyReportRow, OutboxRow

KEPT = timedelta(days=1)


def keep(session: Session, channel: str, delivery: Delivery, now: datetime) -> bool:
    """Keep it, if it can be about a message of ours; was it kept?"""
    under_way = (OutboxState.SENDING.value, OutboxState.UNKNOWN.value)
    going = select(OutboxRow.id).where(OutboxRow.channel == channel, OutboxRow.state.in_(under_way)).limit(1)
    if session.scalars(going).first() is None:
        return False
    report = dataclasses.asdict(delivery)
    row = {"channel": channel, "provider_id": delivery.provider_id, "report": report, "at": now}
    insert(session, EarlyReportRow, row)
    return True


def of_message(session: Session, provider_id: str) -> Sequence[tuple[int, Delivery]]:
    """Those on a message, oldest first: each one's id and the report."""
    rows = select(EarlyReportRow).where(EarlyReportRow.provider_id == provider_id).order_by(EarlyReportRow.id)
    return [(row.id, _delivery(row)) for row in session.scalars(rows)]


def on(session: Session, provider_id: str) -> bool:
    """Was a message reported on so early?"""
    known = select(EarlyReportRow.id).where(EarlyReportRow.provider_id == provider_id).limit(1)
    return session.scalars(known).first() is not None


def ripe(session: Session, limit: int = 200) -> Sequence[tuple[int, Delivery]]:
    """Those whose message is known by now, as ``of_message``."""
    known = select(EarlyReportRow).join(OutboxRow, OutboxRow.provider_id == EarlyReportRow.provider_id)
    return [(row.id, _delivery(row)) for row in session.scalars(known.order_by(EarlyReportRow.id).limit(limit))]


def done(session: Session, report_id: int) -> None:
    session.execute(delete(EarlyReportRow).where(EarlyReportRow.id == report_id))


def forget(session: Session, now: datetime) -> None:
    """Those that were never about a message of ours."""
    session.execute(delete(EarlyReportRow).where(EarlyReportRow.at < now - KEPT))


def _delivery(row: EarlyReportRow) -> Delivery:
    told = dict(row.report)
    return Delivery(**{**told, "state": DeliveryState(told["state"]), "meaning": Meaning(told["meaning"])})

"""A call is over, however it ended: what was said is in the record already; here is what somebody must still do."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from channels.ivr.call import Call, Step
from channels.ivr.channel import Ivr
from core.conversation import OPEN, Conversation
from core.helpline import RECORDED, Kind, Outcome, Why
from core.store.helpline import calls, tasks
from core.store.helpline.tables import CallRow
from core.store.pipeline import conversations
from gateway.house import House
from gateway.pipeline.calls.effects import call_back
from gateway.pipeline.calls.feedback import tell

_log = logging.getLogger(__name__)
_SLACK = timedelta(minutes=5)


def ended(house: House, sid: str) -> None:
    """The line is dead. Said twice, it is done once."""
    now = house.clock.now()
    with house.store.write() as session:
        row = calls.hold(session, sid)
        if row is None or not calls.end(session, sid, now):
            return
        found = conversations.get(session, row.conversation_id)
        if found is not None:
            _left_over(session, house, row, found, now)
    house.queue.deliver(row.person)


def end_forgotten(house: House, channel: Ivr) -> int:
    """Calls whose end nobody told us have ended all the same; how many."""
    silent = house.clock.now() - timedelta(seconds=channel.settings.max_call_seconds) - _SLACK
    with house.store.read() as session:
        sids = list(calls.forgotten(session, silent))
    for sid in sids:
        ended(house, sid)
    if sids:
        _log.info("helpline: %d calls ended without a word", len(sids))
    return len(sids)


def _left_over(session: Session, house: House, row: CallRow, found: Conversation, now: datetime) -> None:
    call = Call.from_json(row.state) if row.state else None
    if call is not None and row.task is not None:
        _after_our_call(session, house, row, call, now)
        return
    if call is not None and call.step is Step.PERSON:
        call_back(session, found, Why.WANTS_A_PERSON, now)
    told = found.complaint.get("description")
    if found.state == OPEN and told:
        conversations.save(session, found.with_(needs_person=True, last_at=now))
        tasks.add(session, Kind.HEAR, Why.RECORDED if told == RECORDED else Why.HUNG_UP, found, now)


def _after_our_call(session: Session, house: House, row: CallRow, call: Call, now: datetime) -> None:
    """Who said "not solved" and hung up before saying why has said it all the same."""
    if call.step is Step.WHY_NOT:
        done = tell(session, house, call, satisfied=False, now=now)
        tasks.finish(session, row.task or 0, Outcome.DISSATISFIED if done else Outcome.OTHERWISE, now)

"""A citizen says on the telephone whether their case is solved."""

import dataclasses
from datetime import datetime

from sqlalchemy.orm import Session

from channels.ivr.call import Advance, Call, What
from core.casework import Change, Policy, citizen_dissatisfied, citizen_satisfied
from core.conversation import Conversation
from core.errors import InvalidTransition, NotAllowed
from core.helpline import RECORDED, Kind, Outcome, Why
from core.store.helpline import tasks
from core.ticket import CITIZEN, Ticket
from gateway.house import House


def judge(
    session: Session, house: House, moved: Advance, conversation: Conversation, task: int | None, now: datetime
) -> Advance:
    """Close the case, or open it again with what was recorded as the reason. Said before: it stays as it was."""
    call = moved.call
    satisfied = What.SATISFIED in moved.does
    done = tell(session, house, call, satisfied=satisfied, now=now)
    if task is not None:
        tasks.finish(session, task, _outcome(satisfied, done), now)
    if done and call.recorded:
        tasks.add(session, Kind.HEAR, Why.WHY_NOT, conversation, now, ticket=call.number)
    note = call.note if done else "thanks_already"
    return dataclasses.replace(moved, call=dataclasses.replace(call, note=note))


def tell(session: Session, house: House, call: Call, *, satisfied: bool, now: datetime) -> bool:
    """Tell casework; False when the case is not asked about any more."""
    reason = RECORDED if call.recorded else ""

    def says(ticket: Ticket, at: datetime, policy: Policy) -> Change:
        if satisfied:
            return citizen_satisfied(ticket, CITIZEN, at, policy)
        return citizen_dissatisfied(ticket, CITIZEN, at, policy, reason=reason)

    try:
        house.cases.do(session, call.number or "", says, now)
    except (InvalidTransition, NotAllowed):
        return False
    return True


def _outcome(satisfied: bool, done: bool) -> Outcome:
    if not done:
        return Outcome.OTHERWISE
    return Outcome.SATISFIED if satisfied else Outcome.DISSATISFIED

"""What a step asks of the house: the record, the ticket, a person to speak to, the state of a case."""

import dataclasses
from datetime import datetime

from sqlalchemy.orm import Session

from channels.ivr import flow
from channels.ivr.call import Advance, Call, Step, What
from core.casework.reach import Way
from core.complaint import Field, Source
from core.conversation import FINISHED, OPEN, Conversation
from core.helpline import RECORDED, Kind, Outcome, Why
from core.intake import case_status, emergency, follow_ups, in_danger
from core.intake.case_status import Problem
from core.intake.registration import register_and_tell
from core.intake.result import FollowUp, FollowUpKind
from core.services.cases import Cases
from core.store.helpline import tasks
from core.store.pipeline import conversations
from core.text.danger.taken_back import takes_back
from core.text.urgent import perhaps_danger
from core.ticket import Ticket
from gateway.house import House
from gateway.pipeline.calls.dialogue import AfterDialogue
from gateway.pipeline.calls.feedback import judge

_WANTS_PERSON = {What.SPEAK_TO_PERSON, What.CALL_BACK}


def do(
    session: Session,
    house: House,
    person: str,
    conversation_id: str,
    before: Call,
    talked: AfterDialogue,
    now: datetime,
    task: int | None = None,
) -> Advance:
    """What the step asks of the house, on the record as it is now: another channel may have added to it meanwhile."""
    if _changes_nothing(before, talked):
        return talked.moved
    found = conversations.get(session, conversation_id)
    moved = talked.moved
    if found is None:
        return moved
    if What.SATISFIED in moved.does or What.DISSATISFIED in moved.does:
        return judge(session, house, moved, found, task, now)
    after = _heard(found, talked, now)
    if What.EMERGENCY in moved.does and found.state == OPEN:
        return _emergency(session, house, after, talked, now)
    if before.number and before.step is Step.ADDRESS and moved.call.step is Step.DONE:
        return _placed(session, house.cases, after, talked, now)
    if What.REGISTER in moved.does and found.state == OPEN:
        return _register(session, house, after, moved, now)
    conversations.save(session, after)
    session.flush()
    _person(session, after, moved, now)
    if What.LOOK_UP in moved.does:
        return dataclasses.replace(moved, call=_look_up(session, moved.call, person, moved.words))
    return moved


def _changes_nothing(before: Call, talked: AfterDialogue) -> bool:
    """A page turned, a key not understood: the record and what it lacks stay as they are."""
    after = talked.moved.call
    same = flow.field_asked(before.step) == flow.field_asked(after.step) and before.language == after.language
    return same and not talked.fields and not talked.moved.does and talked.danger is None


def _heard(found: Conversation, talked: AfterDialogue, now: datetime) -> Conversation:
    call = talked.moved.call
    complaint = found.complaint.learn(talked.fields)
    number = complaint.get("phone")
    telling = found.state == OPEN and flow.field_asked(call.step) is not None
    asking = flow.field_asked(call.step) if telling else found.asking
    if call.step is Step.IN_DANGER:  # who hangs up now is taken to be in danger, as who falls silent in writing
        asking = f"{in_danger.ASKED}{flow.field_asked(call.after or Step.STORY) or ''}"
    elif in_danger.asked(found) and not telling:
        asking = in_danger.going_on(found).asking
    return found.with_(
        complaint=complaint,
        language=call.language or found.language,
        address=found.address or number or "",
        last_at=now,
        asking=asking,
        needs_person=found.needs_person or bool(_WANTS_PERSON & set(talked.moved.does)),
    )


def _register(session: Session, house: House, conversation: Conversation, moved: Advance, now: datetime) -> Advance:
    missing = conversation.complaint.missing()
    if missing:  # the record is the authority: what another channel took away meanwhile is asked for
        call = moved.call.to(_asks_for(missing[0]))
        conversations.save(session, conversation)
        return dataclasses.replace(moved, call=call, does=())
    after = conversation.with_(state=FINISHED, asking=None)
    conversations.save(session, after)
    session.flush()
    ticket = tell_number(session, house, after, now)
    if conversation.complaint.get("description") == RECORDED:
        tasks.add(session, Kind.HEAR, Why.RECORDED, after, now, ticket=ticket.number)
    return dataclasses.replace(moved, call=dataclasses.replace(moved.call, number=ticket.number))


def _emergency(
    session: Session, house: House, conversation: Conversation, talked: AfterDialogue, now: datetime
) -> Advance:
    """Registered at once, with what there is; the number goes out, and the alarm is raised. Words that come later, in
    this call or in writing, go to the case."""
    said = conversation.complaint.get("description") or ""
    record = emergency.complaint(conversation.complaint, said or RECORDED, talked.danger or perhaps_danger(said))
    placed = record.get("district") and record.get("address")
    after = conversation.with_(
        complaint=record,
        urgent=True,
        state=FINISHED if placed else conversation.state,
        asking=None if placed else emergency.WHERE,
    )
    conversations.save(session, after)
    session.flush()
    ticket = tell_number(session, house, after, now)
    if record.get("description") == RECORDED:
        tasks.add(session, Kind.HEAR, Why.RECORDED, after, now, ticket=ticket.number)
    moved = talked.moved
    return dataclasses.replace(moved, call=dataclasses.replace(moved.call, number=ticket.number))


def _placed(
    session: Session, cases: Cases, conversation: Conversation, talked: AfterDialogue, now: datetime
) -> Advance:
    """Where the emergency is, or that it is none: it goes to the case."""
    moved = talked.moved
    after = conversation.with_(state=FINISHED, asking=None)
    conversations.save(session, after)
    session.flush()
    over = takes_back(moved.words) is not None
    kind = FollowUpKind.TAKEN_BACK if over else FollowUpKind.PLACE
    news = {} if over else {name: field for name, field in talked.fields.items() if name in _PLACE}
    if moved.words:
        follow_ups.apply(session, cases, FollowUp("", kind, moved.words, after, news), now)
    return moved


_PLACE = ("district", "address")


def _asks_for(field: str) -> Step:
    steps = {"category": Step.CATEGORY, "district": Step.DISTRICT, "phone": Step.PHONE}
    return steps.get(field, Step.STORY)


def tell_number(
    session: Session, house: House, conversation: Conversation, now: datetime, channel: str = "ivr"
) -> Ticket:
    """The ticket, and the message with its number: an SMS, or where they write to us; none without a telephone."""
    reached = channel != "ivr" or conversation.address.startswith("+")
    way = Way(channel, conversation.address) if reached else None
    return register_and_tell(
        session, conversation, now, house.cases, house.track_link, way, cause=f"registered:{conversation.id}"
    )


def _person(session: Session, conversation: Conversation, moved: Advance, now: datetime) -> None:
    if What.SPEAK_TO_PERSON in moved.does:
        tasks.add(session, Kind.LIVE, Why.PUT_THROUGH, conversation, now)
    if What.TALKED in moved.does:
        live = tasks.open_one(session, Kind.LIVE, conversation.id)
        if live is not None:
            tasks.finish_if_free(session, live.id, Outcome.TALKED, now)
    if What.CALL_BACK in moved.does:
        not_understood = moved.call.note == "kept"
        call_back(session, conversation, Why.NOT_UNDERSTOOD if not_understood else Why.WANTS_A_PERSON, now)


def call_back(session: Session, conversation: Conversation, why: Why, now: datetime) -> None:
    """Somebody waits to be called. Who hides their number cannot be."""
    live = tasks.open_one(session, Kind.LIVE, conversation.id)
    if live is not None:
        tasks.finish_if_free(session, live.id, Outcome.UNREACHED, now)
    if conversation.address.startswith("+"):
        tasks.add(session, Kind.CALL_BACK, why, conversation, now)


def _look_up(session: Session, call: Call, person: str, proof: str) -> Call:
    """The ticket that was asked for: one's own at once, another's with the last four digits of its phone."""
    found = case_status.find(session, person, call.asked_number or "", digits=proof)
    match found.problem:
        case None:
            ticket = found.tickets[0]
            return dataclasses.replace(call, note=f"status_is:{ticket.state}", asked_number=ticket.number)
        case Problem.NOT_THEIRS if not proof:
            return call.to(Step.PROOF)
        case Problem.NO_NUMBER:
            return dataclasses.replace(call, note="wrong_digit")
        case Problem.NONE:
            return dataclasses.replace(call, note="no_complaints")
        case _:
            return dataclasses.replace(call, note="not_found")


def phone_field(number: str) -> dict[str, Field]:
    """The caller's number as the channel tells it."""
    return {"phone": Field(number, 1.0, Source.CHANNEL)} if number else {}

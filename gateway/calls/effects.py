"""What a step asks of the house: the record, the ticket, a person to speak to, the state of a case."""

import dataclasses
from datetime import datetime

from sqlalchemy.orm import Session

from channels.ivr import flow
from channels.ivr.call import Call, Moved, Step, What
from core.complaint import Field, Source
from core.helpline import RECORDED, Kind, Outcome, Why
from core.messages import OutboundMessage
from core.phrases import say as phrase
from core.registration import register
from core.store.casework import personal, tickets
from core.store.road import conversations, outbox
from core.store.road.conversations import Conversation
from core.store.voice import helpline
from core.tracking import read_tracking_number
from gateway.calls.judged import judge
from gateway.calls.talking import Talked
from gateway.house import House

_WANTS_PERSON = {What.SPEAK_TO_PERSON, What.CALL_BACK}


def do(
    session: Session,
    house: House,
    person: str,
    conversation_id: str,
    before: Call,
    talked: Talked,
    now: datetime,
    task: int | None = None,
) -> Moved:
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
    if What.REGISTER in moved.does and found.state == conversations.OPEN:
        return _register(session, house, after, moved, now)
    conversations.save(session, after)
    session.flush()
    _person(session, after, moved, now)
    if What.LOOK_UP in moved.does:
        return dataclasses.replace(moved, call=_look_up(session, moved.call, person, moved.words))
    return moved


def _changes_nothing(before: Call, talked: Talked) -> bool:
    """A page turned, a key not understood: the record and what it lacks stay as they are."""
    after = talked.moved.call
    same = flow.field_asked(before.step) == flow.field_asked(after.step) and before.language == after.language
    return same and not talked.fields and not talked.moved.does and not talked.urgent


def _heard(found: Conversation, talked: Talked, now: datetime) -> Conversation:
    call = talked.moved.call
    complaint = found.complaint.learn(talked.fields)
    number = complaint.get("phone")
    telling = found.state == conversations.OPEN and flow.field_asked(call.step) is not None
    return found.with_(
        complaint=complaint,
        language=call.language or found.language,
        address=found.address or number or "",
        last_at=now,
        asking=flow.field_asked(call.step) if telling else found.asking,
        urgent=found.urgent or talked.urgent,
        needs_person=found.needs_person or bool(_WANTS_PERSON & set(talked.moved.does)),
    )


def _register(session: Session, house: House, conversation: Conversation, moved: Moved, now: datetime) -> Moved:
    missing = conversation.complaint.missing()
    if missing:  # the record is the authority: what another channel took away meanwhile is asked for
        call = moved.call.to(_asks_for(missing[0]))
        conversations.save(session, conversation)
        return dataclasses.replace(moved, call=call, does=())
    after = conversation.with_(state=conversations.FINISHED, asking=None)
    conversations.save(session, after)
    session.flush()
    ticket, sent_to = register(session, after, now, house.cases)
    if conversation.complaint.get("description") == RECORDED:
        helpline.add(session, Kind.HEAR, Why.RECORDED, after, now, ticket=ticket.number)
    stage_number(session, house, after, ticket.number, sent_to, now)
    return dataclasses.replace(moved, call=dataclasses.replace(moved.call, number=ticket.number))


def _asks_for(field: str) -> Step:
    steps = {"category": Step.CATEGORY, "district": Step.DISTRICT, "phone": Step.PHONE}
    return steps.get(field, Step.STORY)


def stage_number(
    session: Session, house: House, conversation: Conversation, number: str, sent_to: str, now: datetime
) -> None:
    """The SMS with the tracking number, once; none where there is no telephone to send it to."""
    if not conversation.address.startswith("+"):
        return
    key = "registered_urgent" if conversation.urgent else "registered"
    text = phrase(key, conversation.language, number=number, link=house.track_link)
    told = "\n".join(filter(None, (text, sent_to)))
    sms = OutboundMessage("", "ivr", conversation.address, told, conversation.language)
    cause = f"registered:{number}"
    outbox.stage(session, sms, cause=cause, person=conversation.person, conversation_id=conversation.id, now=now)


def _person(session: Session, conversation: Conversation, moved: Moved, now: datetime) -> None:
    if What.SPEAK_TO_PERSON in moved.does:
        helpline.add(session, Kind.LIVE, Why.PUT_THROUGH, conversation, now)
    if What.TALKED in moved.does:
        live = helpline.open_one(session, Kind.LIVE, conversation.id)
        if live is not None:
            helpline.finish_if_free(session, live.id, Outcome.TALKED, now)
    if What.CALL_BACK in moved.does:
        not_understood = moved.call.note == "kept"
        call_back(session, conversation, Why.NOT_UNDERSTOOD if not_understood else Why.WANTS_A_PERSON, now)


def call_back(session: Session, conversation: Conversation, why: Why, now: datetime) -> None:
    """Somebody waits to be called. Who hides their number cannot be."""
    live = helpline.open_one(session, Kind.LIVE, conversation.id)
    if live is not None:
        helpline.finish_if_free(session, live.id, Outcome.UNREACHED, now)
    if conversation.address.startswith("+"):
        helpline.add(session, Kind.CALL_BACK, why, conversation, now)


def _look_up(session: Session, call: Call, person: str, proof: str) -> Call:
    """The ticket that was asked for: one's own at once, another's with the last four digits of its phone."""
    own = personal.of_citizen(session, person)
    asked = call.asked_number or ""
    number = read_tracking_number(asked) if asked else (own[0].number if own else None)
    if number is None:
        return dataclasses.replace(call, note="wrong_digit" if asked else "no_complaints")
    ticket = tickets.find(session, number)
    if ticket is None:
        return dataclasses.replace(call, note="not_found")
    theirs = any(one.number == number for one in own)
    if not theirs and not proof:
        return call.to(Step.PROOF)
    if not theirs and tickets.phone_digits(session, number) != proof:
        return dataclasses.replace(call, note="not_found")
    return dataclasses.replace(call, note=f"status_is:{ticket.state}", asked_number=number)


def phone_field(number: str) -> dict[str, Field]:
    """The caller's number as the channel tells it."""
    return {"phone": Field(number, 1.0, Source.CHANNEL)} if number else {}

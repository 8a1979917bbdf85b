"""What a step asks of the house: the record, the ticket, the person to call back, the state of a case."""

import dataclasses
from datetime import datetime

from sqlalchemy.orm import Session

from channels.ivr import questions
from channels.ivr.call import Call, Moved, Step, What
from channels.ivr.screens import Prompt
from channels.ivr.twiml import words_of
from core import following
from core.complaint import Field, Source
from core.messages import OutboundMessage
from core.phrases import say as phrase
from core.registration import register
from core.store import conversations, outbox, tickets
from core.store.conversations import Conversation
from core.tracking import read_tracking_number
from gateway.house import House


def do(session: Session, house: House, person: str, conversation_id: str, moved: Moved, now: datetime) -> Moved:
    """What the step asks of the house, on the record as it is now: another channel may have added to it meanwhile."""
    found = conversations.get(session, conversation_id)
    if found is None:
        return moved
    news = {name: Field(value, 1.0, Source.DIALOGUE) for name, value in moved.learnt.items()}
    call = moved.call
    after = found.with_(
        complaint=found.complaint.learn(news),
        language=call.language or found.language,
        last_at=now,
        needs_person=found.needs_person or What.SPEAK_TO_PERSON in moved.does,
    )
    if What.REGISTER in moved.does and found.state == conversations.OPEN:
        after = after.with_(state=conversations.FINISHED, asking=None)
        conversations.save(session, after)
        session.flush()
        ticket, sent_to = register(session, after, now, house.cases)
        call = dataclasses.replace(call, number=ticket.number)
        _stage_number(session, house, after, ticket.number, sent_to, now)
        return dataclasses.replace(moved, call=call)
    conversations.save(session, after)
    if What.LOOK_UP in moved.does:
        call = _look_up(session, call, person, moved.words)
    return dataclasses.replace(moved, call=call)


def _stage_number(
    session: Session, house: House, conversation: Conversation, number: str, sent_to: str, now: datetime
) -> None:
    if not conversation.address:
        return
    text = phrase("registered", conversation.language, number=number, link=house.track_link)
    told = "\n".join(filter(None, (text, sent_to)))
    sms = OutboundMessage("", "ivr", conversation.address, told, conversation.language)
    cause = f"registered:{number}"
    outbox.stage(session, sms, cause=cause, person=conversation.person, conversation_id=conversation.id, now=now)


def _look_up(session: Session, call: Call, person: str, proof: str) -> Call:
    """The ticket that was asked for: one's own at once, another's with the last four digits of its phone."""
    language = call.language or "ur"
    own = tickets.of_person(session, person)
    asked = call.asked_number or ""
    number = read_tracking_number(asked) if asked else (own[0].number if own else None)
    if number is None:
        key = "wrong_digit" if asked else "no_complaints"
        return dataclasses.replace(call, note=_words(key, language))
    ticket = tickets.find(session, number)
    if ticket is None:
        return dataclasses.replace(call, note=_words("not_found", language))
    if ticket.person != person and not proof:
        return call.to(Step.PROOF)
    if ticket.person != person and tickets.phone_digits(session, number) != proof:
        return dataclasses.replace(call, note=_words("not_found", language))
    state = following.state_in_words(ticket, language)
    told = _words("status_is", language, digits=questions.spoken_digits(number), state=state)
    return dataclasses.replace(call, note=told)


def _words(key: str, language: str, **values: str) -> str:
    return words_of(Prompt(key, values), language)

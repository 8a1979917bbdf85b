"""Intake: from a message to what we know now, in ordered steps.

::

    find      which conversation is it part of?                       (reads the store)
    learn     what does the channel itself tell: phone, name, place   (pure)
    talk      one turn of the dialogue                                (network; no transaction is open)
    conclude  what the turn came to: ask on, register, look up, end   (reads the store)
    write     all of it in one transaction, with the answers staged   (core/intake_write.py)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import case_words, following, mentions, subjects
from core.case_words import CaseWord
from core.complaint import Complaint, Field, Source
from core.messages import InboundMessage
from core.phrases import say
from core.ports import Channel, DialogueEngine, Outcome, Reply, Turn, TurnResult, Understanding
from core.store.casework import tickets
from core.store.road import conversations
from core.store.road.conversations import Conversation
from core.text.nearest import nearest_district

ALBUM = timedelta(minutes=2)
"""Pictures that follow each other faster than this are one album: answered once."""
AFTERWARDS = timedelta(days=30)
"""Until then an answer to a finished conversation is about its ticket."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a message. ``replies`` go to its sender; ``register`` says that the complaint becomes a ticket;
    ``case`` is what was said about a ticket that is there already; ``stop``: its sender wants no more messages;
    ``claimed`` is the number of a case that may be theirs and is not known to be."""

    conversation: Conversation | None
    replies: tuple[Reply, ...] = ()
    register: bool = False
    next_conversation: Conversation | None = None
    result: TurnResult | None = None
    case: CaseWord | None = None
    stop: bool = False
    claimed: str | None = None


def find(
    session: Session, message: InboundMessage, person: str, channel: Channel, now: datetime, idle: timedelta
) -> Conversation:
    """The conversation that a message belongs to; a new one (not yet kept) where it belongs to none."""
    if message.trusted:
        found = mentions.answered(session, message)
        if found is not None and found.person == person and _still_about(session, found, message, now):
            return found
        latest = conversations.open_one(session, person, since=now - idle)
        if latest is not None and (not channel.asks_all_at_once or subjects.same(latest.subject, message.subject)):
            return latest
    return conversations.begin(person, message, now)


def learn(conversation: Conversation, message: InboundMessage, now: datetime) -> Conversation:
    """The conversation with what the channel itself tells of the sender and the place."""
    news: dict[str, Field] = {}
    source = Source.OCR if message.pages else Source.CHANNEL
    for name, (value, confidence) in message.found.items():
        news[name] = Field(value, confidence, source)
    if message.sender.name and conversation.complaint.get("complainant_name") is None:
        news["complainant_name"] = Field(message.sender.name, 0.8, source)
    if message.location is not None:
        point = message.location
        news["latitude"] = Field(f"{point.latitude:.6f}", 1.0, Source.CHANNEL)
        news["longitude"] = Field(f"{point.longitude:.6f}", 1.0, Source.CHANNEL)
        near = nearest_district(point.latitude, point.longitude)
        if near is not None and conversation.complaint.get("district") is None:
            news["district"] = Field(near.district, near.confidence, Source.CHANNEL)
        told = ", ".join(filter(None, (point.label, point.address)))
        if told:
            news["address"] = Field(told, 0.9, Source.CHANNEL)
    return conversation.with_(
        complaint=conversation.complaint.learn(news),
        channel=message.channel,
        address=message.sender.address,
        last_at=now,
    )


def talk(engine: DialogueEngine, conversation: Conversation, message: InboundMessage, turn_id: str) -> TurnResult:
    """One turn of the dialogue. Raises DialogueUnavailable only when even the plain questions fail."""
    known = {name: value for name in conversation.complaint.fields if (value := conversation.complaint.get(name))}
    language = conversation.language if conversation.language != "und" else message.language
    return engine.turn(
        Turn(
            conversation=conversation.id,
            id=turn_id,
            text=message.text if conversation.asking else subjects.told(message.subject, message.text),
            language=language,
            known=known,
            asking=conversation.asking,
            choice=message.choice,
        )
    )


def conclude(
    session: Session,
    conversation: Conversation,
    message: InboundMessage,
    result: TurnResult,
    engine: DialogueEngine,
    channel: Channel,
    now: datetime,
    track_link: str,
) -> Heard:
    """What the turn came to. Our record is the authority: a confirmation of a record that lacks something asks on."""
    known = conversation.complaint.learn(result.fields)
    language = result.language if result.language != "und" else conversation.language
    after = conversation.with_(
        complaint=known,
        asking=result.asking,
        language=language,
        urgent=conversation.urgent or result.understanding.urgent,
        needs_person=conversation.needs_person or result.outcome is Outcome.HUMAN,
    )
    heard = Heard(after, result.replies, result=result)
    word = case_words.conclude(session, result, message, conversation, conversation.person)
    if word is not None:
        return about_case(word, now) if isinstance(word, CaseWord) else replace(heard, replies=word)
    match result.outcome:
        case Outcome.CONFIRMED:
            missing = known.missing()
            if missing:
                return _ask_on(heard, engine.ask_all(missing, language), missing)
            return replace(heard, conversation=after.with_(state=conversations.FINISHED, asking=None), register=True)
        case Outcome.CANCELLED:
            return replace(heard, conversation=after.with_(state=conversations.FINISHED, asking=None))
        case Outcome.RESTARTED:
            fresh = learn(conversations.begin(conversation.person, message, now), message, now)
            ended = after.with_(state=conversations.FINISHED, asking=None)
            return replace(
                heard, conversation=ended, next_conversation=fresh.with_(language=language, asking=result.asking)
            )
        case Outcome.TRACK:
            told = following.status(session, after, message, result.understanding, language, track_link)
            claimed = following.unproven(session, after, message, result.understanding)
            return replace(heard, replies=(told, *result.replies), claimed=claimed)
        case Outcome.ASKING if channel.asks_all_at_once and _asks_one_of_several(known, result.asking):
            questions = _open_questions(known)
            return _ask_on(heard, engine.ask_all(questions, language), questions)
    return heard


def album_goes_on(session: Session, conversation: Conversation, message: InboundMessage, now: datetime) -> bool:
    """Is this one more picture of an album that was answered already?"""
    if message.text or not message.attachments or conversation.asking is None:
        return False
    last = conversations.last_message(session, conversation.id)
    return last is not None and last.text == "" and now - last.received_at < ALBUM


def unsupported(conversation: Conversation) -> Heard:
    """The polite answer to a kind of message that we do not know."""
    language = conversation.language
    return Heard(conversation, (Reply(say("unsupported", language)),))


def noted_for_desk(conversation: Conversation, understanding: Understanding) -> Heard:
    """A clerk looks at it before anything is asked. What the text seems to say is put beside what was read."""
    guesses = {"category": understanding.category, "district": understanding.district}
    news = {
        name: Field(value, understanding.confidence.get(name, 0.0), Source.TEXT)
        for name, value in guesses.items()
        if value is not None and conversation.complaint.get(name) is None
    }
    after = conversation.with_(
        complaint=conversation.complaint.learn(news),
        needs_person=True,
        urgent=conversation.urgent or understanding.urgent,
    )
    return Heard(after)


def about_case(word: CaseWord, now: datetime) -> Heard:
    """A word about a case belongs to the conversation in which that was told."""
    return Heard(word.conversation.with_(last_at=now), case=word)


def _ask_on(heard: Heard, question: Reply, missing: Sequence[str]) -> Heard:
    assert heard.conversation is not None
    asking = f"{missing[0]}@confirmed"  # all was asked at once: what follows the answers is the summary
    return replace(heard, conversation=heard.conversation.with_(asking=asking), replies=(question,))


def _open_questions(complaint: Complaint) -> tuple[str, ...]:
    useful = tuple(name for name in ("address", "complainant_name") if complaint.get(name) is None)
    return complaint.missing() + useful


def _asks_one_of_several(complaint: Complaint, asking: str | None) -> bool:
    """Is something required missing, or does the dialogue ask for one thing that would be useful, and then another?"""
    questions = _open_questions(complaint)
    one = (asking or "").partition("@")[0].partition(":")[0]
    return bool(complaint.missing()) or (len(questions) > 1 and one in questions)


def _still_about(session: Session, found: Conversation, message: InboundMessage, now: datetime) -> bool:
    """A finished conversation takes answers while its case is open, and for a while after; a new subject on an old
    thread is a new complaint."""
    if found.state == conversations.OPEN:
        return True
    if not subjects.same(found.subject, message.subject):
        return False
    ticket = tickets.of_conversation(session, found.id)
    if ticket is not None and ticket.open:
        return True
    ended = (ticket.closed_at if ticket is not None else None) or found.last_at
    return now - max(ended, found.last_at) < AFTERWARDS

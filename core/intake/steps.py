"""Intake's usual steps. In which order they are gone through stands in pipeline.py.

::

    find      which conversation is it part of?                       (reads the store)
    learn     what does the channel itself tell: phone, name, place   (pure)
    talk      one turn of the dialogue                                (network; no transaction is open)
    conclude  what the turn came to: ask on, register, look up, end   (reads the store)
    write     all of it in one transaction, with the answers staged   (write.py)
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.asking import Asking, for_all
from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, OPEN, Conversation, begin
from core.intake import case_status, mentions, pins
from core.intake.context import Context
from core.intake.extraction import read_at_most
from core.intake.result import FollowUp, IntakeResult
from core.messages import InboundMessage, Page
from core.ports import Channel, DialogueEngine, Outcome, Reply, Turn, TurnResult, Understanding
from core.reference.phrasebook import say
from core.store.casework import tickets
from core.store.pipeline import conversations
from core.ticket import TicketState

ALBUM = timedelta(minutes=2)
"""Pictures that follow each other faster than this are one album: answered once."""
AFTERWARDS = timedelta(days=30)
"""Until then an answer to a finished conversation is about its ticket."""
_FEW_WORDS = 12
"""A whole complaint has more."""


def find(
    session: Session, message: InboundMessage, person: str, channel: Channel, now: datetime, idle: timedelta
) -> Conversation:
    """The conversation that a message belongs to: the one that it answers, the one that is open, the letter about which
    its sender is asked, however late; a new one (not yet kept) where it belongs to none."""
    if not message.trusted:
        return begin(person, message, now)
    if message.answers:
        found = mentions.answered(session, message, person)
        if found is not None and found.person == person and _still_about(session, found, message, now):
            return found
    latest = conversations.open_one(session, person, since=now - idle)
    if latest is not None and (not channel.asks_all_at_once or mentions.same(latest.subject, message.subject)):
        return latest
    return conversations.of_letter(session, person) or begin(person, message, now)


def learn(conversation: Conversation, message: InboundMessage, now: datetime) -> Conversation:
    """The conversation with what the channel itself tells of the sender and the place."""
    news: dict[str, Field] = {}
    source = Source.OCR if message.pages else Source.CHANNEL
    for name, (value, confidence) in message.found.items():
        news[name] = Field(value, confidence, source)
    named = sum(one.isalpha() for one in message.sender.name or "") > 1  # hearts and dots are nobody's name
    if named and message.sender.name and conversation.complaint.get("complainant_name") is None:
        news["complainant_name"] = Field(message.sender.name, 0.8, source)
    if message.location is not None:
        news |= pins.fields_of(message.location, conversation.complaint, conversation.language)
    return conversation.with_(
        complaint=conversation.complaint.learn(news),
        channel=message.channel,
        address=message.sender.address,
        last_at=now,
    )


def talk(engine: DialogueEngine, conversation: Conversation, message: InboundMessage, turn_id: str) -> TurnResult:
    """One turn of the dialogue. Raises DialogueUnavailable only when even the plain questions fail."""
    if message.location is not None:
        message = pins.as_answer(conversation, message)
    known = {name: value for name in conversation.complaint.fields if (value := conversation.complaint.get(name))}
    language = conversation.language if conversation.language != "und" else message.language
    return engine.turn(
        Turn(
            conversation=conversation.id,
            id=turn_id,
            text=_words_of(message, begins=conversation.kept is None),
            language=language,
            known=known,
            asking=conversation.asking,
            choice=message.choice,
        )
    )


def _words_of(message: InboundMessage, *, begins: bool) -> str:
    """What a message tells; a mail's subject and the names of its files are looked at only where it is one."""
    return message.content if message.subject is None else mentions.words_of(message, begins=begins)


def says_nothing(conversation: Conversation, result: TurnResult) -> bool:
    """Did the words of a first message tell nothing and ask nothing, as far as the dialogue hears?"""
    begun = conversation.complaint.get("description") or result.fields or result.understanding.danger
    idle = result.outcome in {Outcome.ASKING, Outcome.CHAT} and result.understanding.acts <= _IDLE
    return not begun and idle


_IDLE = frozenset({"thanks_or_chat", "nonsense", "out_of_scope", "asks_service_question"})


def conclude(session: Session, context: Context, result: TurnResult) -> IntakeResult:
    """What the turn came to. Our record is the authority: a confirmation of a record that lacks something asks on."""
    means, message, engine = context.means, context.message, context.means.engine
    handled = after_turn(context.conversation, result)
    after = handled.conversation
    assert after is not None
    known, language = after.complaint, after.language
    match result.outcome:
        case Outcome.CONFIRMED:
            missing = known.missing()
            if missing:
                return _ask_on(handled, engine.ask_all(missing, language), missing)
            return replace(handled, conversation=after.with_(state=FINISHED, asking=None), register=True)
        case Outcome.CANCELLED:
            return replace(handled, conversation=after.with_(state=FINISHED, asking=None))
        case Outcome.RESTARTED:
            fresh = learn(begin(after.person, message, context.now), message, context.now)
            ended = after.with_(state=FINISHED, asking=None)
            return replace(
                handled, conversation=ended, next_conversation=fresh.with_(language=language, asking=result.asking)
            )
        case Outcome.TRACK:
            asked = result.understanding
            told = case_status.status(session, means.cases, after, message, asked, language, means.track_link)
            claimed = case_status.unproven(session, after, message, asked)
            goes_on = result.replies if known.get("description") else ()  # else nobody is telling anything
            return replace(handled, replies=(told, *goes_on), claimed=claimed)
        case Outcome.ASKING if context.channel.asks_all_at_once and _asks_one_of_several(known, result.asking):
            questions = _open_questions(known)
            return _ask_on(handled, engine.ask_all(questions, language), questions)
    return handled


def after_turn(conversation: Conversation, result: TurnResult) -> IntakeResult:
    """The conversation with what was learnt in a turn, and the turn's own replies."""
    after = conversation.with_(
        complaint=conversation.complaint.learn(result.fields),
        asking=result.asking,
        language=result.language if result.language != "und" else conversation.language,
        urgent=conversation.urgent or result.understanding.urgent,
        needs_person=conversation.needs_person or result.outcome is Outcome.HUMAN,
    )
    return IntakeResult(after, result.replies, result=result)


def stop(_session: Session, _context: Context) -> IntakeResult:
    """They ask for no more messages."""
    return IntakeResult(None, stop=True)


def album_goes_on(session: Session, context: Context) -> IntakeResult | None:
    """An album's next picture: kept, and not answered again."""
    goes_on = follows_a_picture(session, context.found, context.message, context.now)
    return IntakeResult(context.conversation) if goes_on else None


def follows_a_picture(session: Session, conversation: Conversation, message: InboundMessage, now: datetime) -> bool:
    """Was the last message of the conversation a picture too, just now?"""
    if message.text or not message.attachments:
        return False
    last = conversations.last_message(session, conversation.id)
    return last is not None and last.text == "" and now - last.received_at < ALBUM


def unsupported(context: Context) -> IntakeResult:
    """The polite answer to a kind of message that we do not know, or that only somebody with a key can read."""
    key = "encrypted" if context.message.unsupported == "encrypted" else "unsupported"
    return IntakeResult(context.conversation, (Reply(say(key, context.conversation.language)),))


def for_desk(context: Context) -> IntakeResult:
    """A letter is looked at by a clerk before anything is asked."""
    message = context.message
    return noted_for_desk(context.conversation, context.means.engine.understand([message.text])[0], message.pages)


def noted_for_desk(
    conversation: Conversation, understanding: Understanding, pages: Sequence[Page] = ()
) -> IntakeResult:
    """A clerk looks at it before anything is asked. What the text seems to say is put beside what was read, no surer
    than its pages were read."""
    most = read_at_most(pages)
    guesses = {"category": understanding.category, "district": understanding.district}
    news = {
        name: Field(value, min(most, understanding.confidence.get(name, 0.0)), Source.TEXT)
        for name, value in guesses.items()
        if value is not None and conversation.complaint.get(name) is None
    }
    after = conversation.with_(
        complaint=conversation.complaint.learn(news),
        needs_person=True,
        urgent=conversation.urgent or understanding.urgent,
    )
    return IntakeResult(after)


def about_case(word: FollowUp, now: datetime) -> IntakeResult:
    """A word about a case belongs to the conversation in which that was told."""
    return IntakeResult(word.conversation.with_(last_at=now), case=word)


def _ask_on(handled: IntakeResult, question: Reply, missing: Sequence[str]) -> IntakeResult:
    assert handled.conversation is not None
    asking = for_all(tuple(missing)).text
    return replace(handled, conversation=handled.conversation.with_(asking=asking), replies=(question,))


def _open_questions(complaint: Complaint) -> tuple[str, ...]:
    useful = tuple(name for name in ("address", "complainant_name") if complaint.get(name) is None)
    return complaint.missing() + useful


def _asks_one_of_several(complaint: Complaint, asking: str | None) -> bool:
    """Is something required missing, or does the dialogue ask for one thing that would be useful, and then another?"""
    questions = _open_questions(complaint)
    one = Asking.read(asking).question
    return bool(complaint.missing()) or (len(questions) > 1 and one in questions)


def _still_about(session: Session, found: Conversation, message: InboundMessage, now: datetime) -> bool:
    """A finished conversation takes answers while its case is open, and for a while after. That it is an answer is
    proven by its thread: a new subject makes it a new complaint only where somebody wrote it anew, and not where we
    asked "is it solved?" and a few words come back to the address that only they were sent."""
    if found.state == OPEN:
        return True
    ticket = tickets.of_conversation(session, found.id)
    if not mentions.answers(found.subject, message.subject):
        asked = ticket is not None and ticket.state is TicketState.PROPOSED and message.thread == found.id
        return asked and len(message.text.split()) <= _FEW_WORDS
    if ticket is not None and ticket.open:
        return True
    ended = (ticket.closed_at if ticket is not None else None) or found.last_at
    return now - max(ended, found.last_at) < AFTERWARDS

"""Voice notes are complaints: who cannot write sends their voice, or a film of it.

The recording is the complaint (core.helpline.RECORDED): category and place are asked by numbers, an agent hears it and
writes it down, and several notes are one complaint. A voicemail that a telephone system sends by mail is its caller's.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.asking import Asking
from core.complaint import Complaint, Field, Source
from core.conversation import Conversation, begin
from core.helpline import RECORDED, Kind, Why
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.intake.steps import conclude, learn
from core.messages import Address, Automatic, InboundMessage
from core.ports import Channel, Reply, SpeakingChannel, Turn, TurnResult
from core.reference.phrasebook import say
from core.store.helpline import tasks
from core.store.pipeline import conversations
from core.text.gazetteer import HOME, districts
from core.text.ids import find_id

BURST = timedelta(minutes=2)
"""Notes that follow each other faster than this were spoken in one breath: the questions are not asked again."""
ENOUGH_ASKED = 3
"""After so many notes and no number, nobody is asked any more: an agent does the rest."""
_SURE = 0.7
_SOUND = ("audio/", "video/")
_OPTIONAL = ("address", "complainant_name")
_MACHINE = re.compile(
    r"voice[ -]?mail|voice message|new message (?:from|in (?:your )?mailbox)|صوتی پیغام|وائس میل|غږیز پیغام",
    re.IGNORECASE,
)
_LONGEST_BY_MACHINE = 1500
_FEW = 5
_SAID_OF_NOTES = ("voice_kept", "voice_more", "voice_listen")


def has_sound(message: InboundMessage) -> bool:
    """Does somebody speak in it, as far as its attachments' types say?"""
    return any(part.media_type.startswith(_SOUND) for part in message.attachments)


def is_voice(message: InboundMessage) -> bool:
    """Is a recording all that the message is?"""
    return has_sound(message) and not message.text.strip() and message.choice is None


def instead_of_words(context: Context, result: TurnResult) -> tuple[Context, TurnResult]:
    """Of a mail that is few words around a recording: the recording is the complaint. Any other as it is."""
    if not is_recorded_story(context.message, result):
        return context, result
    conversation = context.conversation.with_(complaint=recorded(context.conversation.complaint))
    fields = {name: one for name, one in result.fields.items() if name != "description"}
    return replace(context, conversation=conversation), replace(result, fields=fields)


def is_recorded_story(message: InboundMessage, result: TurnResult) -> bool:
    """Is it a letter's few words around a recording ("please listen")?"""
    sound = any(part.media_type.startswith("audio/") for part in message.attachments)
    return has_sound(message) and ("description" not in result.fields or (sound and len(message.text.split()) <= _FEW))


def voicemail(message: InboundMessage, person: str, now: datetime) -> IntakeResult | None:
    """A telephone system's mail with what a caller left: their complaint, for an agent to hear; None for any other."""
    words = f"{message.subject or ''}\n{message.text}"
    by_machine = message.subject is not None and len(words) <= _LONGEST_BY_MACHINE and _MACHINE.search(words)
    if not has_sound(message) or not by_machine or message.automatic not in (None, Automatic.AUTO_REPLY):
        return None
    number = find_id(words, "phone")
    sender = Address(number.value) if number is not None else Address("")
    told = begin(f"tel:{number.value}" if number is not None else person, message.with_(sender=sender), now)
    news = {"phone": Field(number.value, _SURE, Source.TEXT)} if number is not None else {}
    complaint = recorded(told.complaint).learn(news)
    language = told.language if told.language != "und" else "ur"
    told = told.with_(complaint=complaint, channel="ivr", subject=None, language=language, needs_person=False)
    return IntakeResult(told, spoken=True)


def recorded(complaint: Complaint) -> Complaint:
    """The record of a complaint that was spoken; unchanged where there are words already."""
    if complaint.get("description") is not None:
        return complaint
    return complaint.learn({"description": Field(RECORDED, _SURE, Source.TEXT)})


def begin_turn(
    session: Session, found: Conversation, message: InboundMessage, turn_id: str, now: datetime
) -> "IntakeResult | tuple[Conversation, Turn]":
    """What comes of a voice note: all of it where nothing need be asked, else the conversation and the turn to take."""
    first = found.complaint.get("description") is None
    after = learn(found, message, now)
    after = after.with_(complaint=recorded(after.complaint))
    language = after.language if after.language != "und" else "ur"
    last = conversations.last_message(session, found.id)
    if not first and last is not None and last.text == "" and now - last.received_at < BURST:
        return IntakeResult(after, (Reply(say("voice_more", language)),), spoken=True)
    asked = Asking.read(after.asking)
    if asked.question in ("category", "district") and conversations.wordless(session, found.id) + 1 >= ENOUGH_ASKED:
        return IntakeResult(after, (Reply(say("voice_listen", language)),), spoken=True)
    known = {name: value for name in after.complaint.fields if (value := after.complaint.get(name))}
    spoken_answer = "skip" if not first and asked.question in _OPTIONAL else None
    asking = asked.back if asked.question == "description" else after.asking  # the recording answers it
    return after, Turn(found.id, turn_id, "", language, known, asking, spoken_answer)


def take(context: Context) -> IntakeResult:
    """A voice note is the complaint, or more of it."""
    means, first = context.means, context.found.complaint.get("description") is None
    with means.store.read() as session:
        to_ask = begin_turn(session, context.found, context.message, context.turn_id, context.now)
    if isinstance(to_ask, IntakeResult):
        return to_ask
    conversation, turn = to_ask
    result = means.engine.turn(turn)
    with means.store.read() as session:
        handled = conclude(session, replace(context, conversation=conversation), result)
    return in_words(answered(handled, first=first))


def answered(handled: IntakeResult, *, first: bool) -> IntakeResult:
    """The dialogue's answer to a voice note, with what is said of the note in front."""
    assert handled.conversation is not None
    if not first or not handled.replies:
        return replace(handled, spoken=True)
    reply = handled.replies[0]
    thanks, _, question = reply.text.partition("\n\n")
    text = f"{say('voice_kept', handled.conversation.language)}\n\n{question or thanks}"
    return replace(handled, replies=(replace(reply, text=text), *handled.replies[1:]), spoken=True)


def words_for_it(context: Context, handled: IntakeResult) -> IntakeResult:
    """After a turn of the dialogue about a spoken complaint: is there more to be heard? And ``in_words``."""
    more = has_sound(context.message) and context.conversation.complaint.get("description") == RECORDED
    return in_words(replace(handled, spoken=more))


def in_words(handled: IntakeResult) -> IntakeResult:
    """After any turn about a spoken complaint: the district is offered by numbers, words that came take the mark's
    place, and nobody reads the mark itself."""
    told = handled.conversation
    if told is None or not (told.complaint.get("description") or "").startswith(RECORDED):
        return handled
    complaint = told.complaint
    words = (complaint.get("description") or "").removeprefix(RECORDED).strip()
    if words:
        complaint = complaint.learn({"description": replace(complaint.fields["description"], value=words)})
    language = told.language
    shown = say("voice_words", language)
    replies = tuple(replace(one, text=one.text.replace(RECORDED, shown)) for one in handled.replies)
    asked = Asking.read(told.asking)
    if asked.question == "district" and not asked.options and replies:
        names = tuple(name for name, one in districts().items() if one.province == HOME)
        told = told.with_(asking=asked.offering(names).text)
        question = f"{say('voice_district', language)}\n{_list(language)}"
        last = replies[-1]
        menu = replace(last.menu, instead_of=question) if last.menu is not None else None
        replies = (*replies[:-1], Reply(_before(last.text) + question, menu=menu))
    return replace(handled, conversation=told.with_(complaint=complaint), replies=replies)


def aloud(handled: IntakeResult, channel: Channel) -> IntakeResult:
    """The same with a short spoken answer after the text, where the complaint was spoken and somebody of ours recorded
    the answer. The number of a case is text in any case."""
    told = handled.conversation
    if told is None or handled.register or not handled.replies or not isinstance(channel, SpeakingChannel):
        return handled
    if not (told.complaint.get("description") or "").startswith(RECORDED):
        return handled
    language = "ur" if told.language in ("und", "roman_ur") else told.language
    asked = Asking.read(told.asking).question
    kept = next((name for name in _SAID_OF_NOTES if handled.replies[0].text.startswith(say(name, told.language))), None)
    address = channel.recording(kept or f"ask_{asked}", language) if kept or asked else None
    if address is None:
        return handled
    return replace(handled, replies=(*handled.replies, Reply(say("voice_words", told.language), recording=address)))


def list_to_hear(session: Session, handled: IntakeResult, now: datetime) -> None:
    """A task for an agent, where there is none: to hear it. What was said besides words is heard, too."""
    if handled.spoken and handled.conversation is not None:
        more = handled.conversation.complaint.get("description") != RECORDED
        tasks.add(session, Kind.HEAR, Why.RECORDED, handled.conversation, now, details={"more": True} if more else None)


def _before(text: str) -> str:
    """What stood before the question: a word of thanks, say."""
    before, between, _ = text.rpartition("\n\n")
    return before + between


def _list(language: str) -> str:
    here = [one for one in districts().values() if one.province == HOME]
    names = [{"ur": one.urdu, "ps": one.pashto}.get(language) or one.name for one in here]
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))

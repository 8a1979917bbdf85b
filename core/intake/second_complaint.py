"""A second complaint while the first is under way: what is known already is taken over, what was told already begins
it, and whoever wants none gets out of it without another question."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from core.asking import Asking
from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, OPEN, Conversation
from core.intake import matters
from core.intake.context import Context
from core.intake.dialogue_acts import Act, acts_in, begun_anew, folded, is_only, without
from core.intake.of_a_case import REPROACH
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.ports import Outcome, Reply, TurnResult
from core.reference.phrasebook import LANGUAGES, say
from core.store.casework import tickets
from core.store.pipeline import conversations, outbox
from core.text.asked import ideas_in, leaving, tone_of
from core.text.gazetteer import districts
from core.text.language import language
from core.text.lexicon import script_key, words
from core.text.roman import roman_key
from core.ticket import Ticket, TicketState

LATELY = timedelta(days=7)
"""So long after a complaint its place and name are taken over into the next."""
_SHORT, _BARE, _ANNOUNCED = 14, 3, 14
_OWN = 5
"""Words of its own with which an announced complaint tells itself."""
_REQUIRED = frozenset({"description", "district", "category", "confirmed"})
_PLACE = ("district", "address", "latitude", "longitude")
_SENDER = ("complainant_name", "phone", "anonymous")
_TAKEN = 0.9
_CLAUSE = re.compile(r"[.۔,،؛;\n!?؟]+|\s(?:aur|and|اور|او|au)\s", re.IGNORECASE)


def first_case(context: Context) -> Ticket | None:
    """The latest open case of theirs, beside which they may be telling another; None on channels without a thread."""
    channel = context.channel
    if channel.asks_all_at_once or channel.needs_desk or not context.message.trusted or context.linked is not None:
        return None
    lately = [one for one in context.own if one.open and context.now - one.created_at <= LATELY]
    return lately[0] if lately else None


def is_told(context: Context) -> bool:
    """Are they in the middle of telling a second one?"""
    found = context.found
    announced = found.kept is not None and found.asking == "description"
    telling = bool(found.complaint.get("description")) or announced
    return found.state == OPEN and telling and not found.urgent and first_case(context) is not None


def leave(session: Session, context: Context) -> IntakeResult | None:
    """Whoever says that it is of the first, or wants no second one, is out of it; None for all else."""
    text = context.message.text.strip()
    if not text or context.message.choice is not None or len(text.split()) > _SHORT:
        return None
    meant, asked = leaving(text), Asking.read(context.found.asking).question
    if meant in ("first", "not_new") or (len(text.split()) < _BARE and "ordinal" in ideas_in(text)):
        return _out(session, context, keeps=True)
    skips = len(text.split()) == 1 and asked not in _REQUIRED
    wants_none = (meant == "leave" and not skips) or is_only(Act.WITHDRAWS, text) or is_only(Act.THANKS, text)
    unwanted = not _was_announced(session, context.found)
    nothing_yet = asked == "description"
    if wants_none or ((unwanted or nothing_yet) and asked in _REQUIRED and is_only(Act.DENIED, text)):
        return _out(session, context, keeps=unwanted)
    return None


def after_talking(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """The same as the dialogue hears it: they stop, or are angry at a complaint that they did not begin."""
    if result.outcome is Outcome.CANCELLED:
        return _out(session, context, keeps=not _was_announced(session, context.found))
    acts = result.understanding.acts
    angry = not REPROACH.isdisjoint(acts) and not result.fields and result.outcome is Outcome.ASKING
    return _out(session, context, keeps=True) if angry and not _was_announced(session, context.found) else None


def _out(session: Session, context: Context, *, keeps: bool) -> IntakeResult | None:
    """No second complaint. ``keeps``: what was told goes to the first."""
    ticket, found = first_case(context), context.conversation
    told_in = tickets.conversation_of(session, ticket.number) if ticket is not None else None
    if ticket is None or told_in is None:
        return None
    over = found.with_(state=FINISHED, asking=None)
    if not keeps:
        return IntakeResult(over, (Reply(say("second_dropped", found.language, number=ticket.number)),))
    said = "\n".join(filter(None, (found.complaint.get("description"), context.message.text.strip())))
    key = "added_grief" if tone_of(said) == "grief" else "second_kept"
    word = FollowUp(ticket.number, FollowUpKind.KEPT, said, told_in, language=found.language, told=key)
    return IntakeResult(over, case=word, next_conversation=told_in.with_(last_at=context.now))


def _was_announced(session: Session, found: Conversation) -> bool:
    """Did they say themselves that it is a new one? One that waited its turn was told with the first."""
    said = conversations.texts(session, found.id)
    return not said or Act.NEW_MATTER in acts_in(said[0])


def as_announced(context: Context) -> InboundMessage:
    """A complaint that is announced, with its own words, or with those of it that were told already. Where a case of
    theirs waits to be judged, "unsolved, that is another case" stays what it is; so does a question after the other."""
    message = matters.without_announcement(context)
    said = told_already(context) if not context.conversation.complaint.get("description") else ""
    judges = any(one.state in _JUDGED for one in context.own[:1])
    bare = message is context.message and len(own_words(message.text)) < _A_MATTER
    asks = not context.acts.isdisjoint({Act.STATUS, Act.WHEN, Act.NO_PROGRESS})
    if not said and bare and not judges and not asks:
        said = matters.announcement(context.conversation.language)
    return message.with_(text=said, full_text=said) if said else message


_JUDGED = frozenset({TicketState.PROPOSED, TicketState.REJECTED})
_A_MATTER = 3
"""Words that tell what an announced complaint is about."""


def told_already(context: Context) -> str:
    """What a complaint that is only announced is about, from what was told with the first: "make the bill a separate
    complaint", or "new complaint" right after words that went to the first. "" where nothing tells."""
    ticket, text = first_case(context), context.message.text
    own = own_words(text)
    itself = begun_anew(text) or ""
    if ticket is None or len(text.split()) > _ANNOUNCED or len(own) >= _OWN or len(itself.split()) >= _BARE:
        return ""
    with context.means.store.read() as session:
        told_in = tickets.conversation_of(session, ticket.number)
        if told_in is None:
            return ""
        written = conversations.texts(session, told_in.id)
        offered = outbox.last_said(session, told_in.id, 1)
    if not own:
        asked = {say("added", tongue, number=ticket.number) for tongue in LANGUAGES}
        return written[-1] if written and offered and offered[0].text in asked else ""
    wanted = {_key(word) for word in own}
    clauses = [clause.strip() for said in written for clause in _CLAUSE.split(said) if clause and clause.strip()]
    about = [one for one in clauses if not wanted.isdisjoint(_key(word) for word in folded(one).split())]
    return ". ".join(dict.fromkeys(about))


def begins(context: Context, handled: IntakeResult, result: TurnResult) -> bool:
    """Did this turn begin a second complaint, and is it no emergency?"""
    told = handled.conversation
    if told is None or handled.case is not None or handled.register or result.outcome is not Outcome.ASKING:
        return False
    if told.id != context.conversation.id:
        return False
    new = not context.conversation.complaint.get("description") and bool(told.complaint.get("description"))
    return new and result.understanding.danger is None and first_case(context) is not None


def taken_over(context: Context, result: TurnResult) -> dict[str, Field]:
    """What the first complaint tells of the second: who writes, and where it is unless another district is named."""
    ticket = first_case(context)
    if ticket is None:
        return {}
    with context.means.store.read() as session:
        first = tickets.record(session, ticket.number)
    named = result.fields.get("district")
    elsewhere = named is not None and named.believed and named.value != first.get("district")
    own = {name for name, field in result.fields.items() if field.believed}
    names = _SENDER if elsewhere else (*_SENDER, *_PLACE)
    return {name: _taken(first, name) for name in names if first.get(name) is not None and name not in own}


def with_known(context: Context, known: dict[str, Field]) -> Context:
    """The same turn, as of somebody of whom this is known."""
    conversation = context.conversation.with_(complaint=context.conversation.complaint.learn(known))
    return replace(context, conversation=conversation, turn_id=f"{context.turn_id}:known")


def announced(handled: IntakeResult, known: dict[str, Field]) -> IntakeResult:
    """That the place of the first is taken, where it is."""
    told = handled.conversation
    if told is None or "district" not in known:
        return handled
    tongue = told.language
    home = districts().get(known["district"].value)
    district = {"ur": home.urdu, "ps": home.pashto}.get(tongue) or home.name if home else known["district"].value
    address = known["address"].value if "address" in known else ""
    stop = "، " if tongue in ("ur", "ps") else ", "
    return handled.saying_first(say("as_before", tongue, place=stop.join(filter(None, (address, district)))))


def _taken(first: Complaint, name: str) -> Field:
    return replace(first.fields[name], confidence=_TAKEN, source=Source.DIALOGUE)


def own_words(text: str) -> list[str]:
    """The words of an announcement that say what it is about."""
    small = words(_SMALL_WORDS.get(language(text)[0], "roman_urdu_small"))
    own = (word for word in without(Act.NEW_MATTER, text).split() if len(word) > 1 and word not in small)
    return [word for word in own if ideas_in(word).isdisjoint(_OF_ANNOUNCING)]


_SMALL_WORDS = {"en": "english_grammar", "ur": "urdu", "ps": "pashto"}
_OF_ANNOUNCING = frozenset({"complaint", "belongs", "first", "asks", "should", "write", "ordinal", "announcing"})


def _key(word: str) -> str:
    return roman_key(word) or word if word.isascii() else script_key(word)

"""Somebody is beaten at home, and tells us. She decides: nobody is told of it, and nothing is registered, unless her
life is in danger now, she says yes, or she asks for it. Until then she is answered here, and clerks do not see it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from core.complaint import Field, Source
from core.conversation import FINISHED, OPEN, Conversation, begin
from core.intake import anonymity, emergency, helplines, steps
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only, says
from core.intake.result import IntakeResult
from core.messages import Button, InboundMessage
from core.ports import Reply, Turn, TurnResult
from core.reference.phrasebook import say
from core.text.danger.clause_rows import rows
from core.text.danger.taken_back import denies
from core.text.lexicon import words
from core.text.normalise import normalise
from core.text.urgent import find_danger

ASKED, LISTENS = "at_home", "at_home:listens"
"""``Conversation.asking`` while it is asked whether her life is in danger now, and afterwards."""
YES, NO = "danger:yes", "danger:no"
_KINDS = frozenset({"violence", "threat", "child"})
_HURTS = frozenset({"beat", "shut", "locked", "threat", "kill", "tied", "will_harm"})
_NOW_IN_DANGER = frozenset({"weapon", "bleed", "shoot", "burn", "tied"})
_IN_LAW = re.compile(r"\bin[- ]?laws?\b")
_RIGHT_NOW = re.compile(
    r"\b(?:right now|just now|at this moment|is beating|are beating|is hitting|mar raha|maar raha|mar rahe|maar rahe|"
    r"is waqt|iss waqt|abhi abhi|hum das[ae]|hamdasa|wahi me os|os me wahi)\b|"
    r"(?:اس وقت|ابھی ابھی|مار رہا|مار رہے|پیٹ رہا|همدا اوس|اوس مې وهي|اوس ما وهي)"
)
_ANSWERS: Mapping[Act, str] = {
    Act.SHELTER: "at_home_shelter",
    Act.DELETE: "at_home_delete",
    Act.FREE_CALL: "at_home_free",
    Act.WHO_IS_TOLD: "at_home_who",
    Act.WHO_READS: "at_home_who",
    Act.SEES_NAME: "at_home_who",
}
_QUESTION = re.compile(r"[?؟]")
_SURE = 0.8


def is_told(text: str, kind: str | None) -> bool:
    """Is somebody hurt at home, and not so that their life is surely in danger now?"""
    if kind not in _KINDS:
        return False
    for clause in rows(text):
        near = not words("of_the_home").isdisjoint(clause.words) or _IN_LAW.search(" ".join(clause.words))
        if near and not _HURTS.isdisjoint(clause.concepts):
            break
    else:
        return False
    return not _now(text)


def ask(context: Context, conversation: Conversation, result: TurnResult) -> IntakeResult:
    """The numbers, that nobody was told, and the question."""
    message = context.message
    if conversation.state == FINISHED:
        conversation = steps.learn(begin(conversation.person, message, context.now), message, context.now)
    handled = steps.after_turn(conversation, result)
    assert handled.conversation is not None
    told, language = handled.conversation, handled.conversation.language
    if told.complaint.get("description") is None:
        told = told.with_(
            complaint=told.complaint.learn({"description": Field(message.text.strip(), 0.9, Source.DIALOGUE)})
        )
    first = "\n".join((helplines.numbers("violence", language, message.text), emergency.kindness(None, language)))
    buttons = (Button(say("danger_yes", language), YES), Button(say("danger_no", language), NO))
    text = f"{first}\n\n{say('at_home_asked', language)}"
    return IntakeResult(told.with_(asking=ASKED, urgent=False), (Reply(text, buttons),), result=result)


def answer(context: Context) -> IntakeResult | None:
    """What is made of whatever she says then; None where she tells of another matter."""
    told, message = context.conversation, context.message
    text = message.text.strip()
    if Act.NEW_MATTER in context.acts:
        return None
    if _is_yes(message, text) or _in_danger_now(text):
        kind = "violence"
        return emergency.registered(IntakeResult(told.with_(asking=None)), message, kind)
    if is_only(Act.REGISTERS, text):
        return _to_be_registered(context)
    if says(Act.NAMELESS, text) and not _QUESTION.search(text):
        return _say(told, "at_home_listens")
    for act, key in _ANSWERS.items():
        if says(act, text):
            return _say(told, key)
    if context.found.asking == ASKED and (message.choice == NO or is_only(Act.DENIED, text) or denies(text)):
        return _say(told, "at_home_advice")
    if is_only(Act.THANKS, text) or is_only(Act.POLITE, text):
        return _say(told, "at_home_listens")
    if _of_another_matter(context, text):
        return None
    return _say(told, "at_home_advice" if context.found.asking == ASKED else "at_home_listens")


def going_on(conversation: Conversation) -> Conversation:
    """The conversation for another matter: what was told of home is no part of it."""
    kept = {name: one for name, one in conversation.complaint.fields.items() if name in ("complainant_name", "phone")}
    return conversation.with_(asking=None, state=OPEN, complaint=type(conversation.complaint)(kept))


def _say(told: Conversation, key: str) -> IntakeResult:
    return IntakeResult(told.with_(asking=LISTENS, urgent=False), (Reply(say(key, told.language)),))


def _now(text: str) -> bool:
    found = frozenset().union(*(clause.concepts for clause in rows(text)))
    return not found.isdisjoint(_NOW_IN_DANGER) or _RIGHT_NOW.search(normalise(text).lower()) is not None


def _in_danger_now(text: str) -> bool:
    sure = find_danger(text)
    return sure is not None and sure.sure and _now(text)


def _is_yes(message: InboundMessage, text: str) -> bool:
    return message.choice == YES or is_only(Act.AGREED, text) or text in {say("danger_yes", one) for one in _LANGUAGES}


_LANGUAGES = ("en", "ur", "roman_ur", "ps")


def _of_another_matter(context: Context, text: str) -> bool:
    """A complaint of another kind, told in some words?"""
    if len(text.split()) < _SEVERAL:
        return False
    heard = context.means.engine.understand([text])[0]
    other = heard.category not in (None, "police", "social_welfare", "other")
    return other and heard.confidence.get("category", 0.0) >= _SURE and find_danger(text) is None


_SEVERAL = 4


def _to_be_registered(context: Context) -> IntakeResult:
    """She wants it: the dialogue asks what is missing, and shows it before it is sent. Her name stays hidden."""
    told = context.conversation
    category = Field("police", 0.9, Source.DIALOGUE)
    complaint = told.complaint.learn(dict(anonymity.WISH))
    if complaint.get("category") is None:
        complaint = complaint.learn({"category": category})
    told = told.with_(asking=None, urgent=False, complaint=complaint)
    known = {name: value for name in complaint.fields if (value := complaint.get(name))}
    turn = Turn(told.id, context.turn_id, "", told.language, known, None)
    result = context.means.engine.turn(turn)
    words = [replace(reply, text=reply.text.partition("\n\n")[2] or reply.text) for reply in result.replies[:1]]
    handled = replace(steps.after_turn(told, result), replies=(*words, *result.replies[1:]))
    return handled.saying_first(say("at_home_register", told.language))

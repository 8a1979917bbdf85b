"""An emergency is not a form: numbers first, a kind sentence, and one question: where? It is registered at once.

What the citizen tells afterwards goes to the case: it is known then (known_case.py).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, Conversation, begin
from core.intake import steps
from core.intake.context import Context
from core.intake.dialogue_acts import Act, folded, mainly
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.ports import DialogueEngine, Reply, TurnResult, Understanding
from core.reference.phrasebook import has, say
from core.text.danger.taken_back import takes_back
from core.text.lexicon import everyday_latin, everyday_script, words
from core.text.urgent import BOLO, NUMBERS, POLICE, RESCUE, Helpline

WHERE, WHERE_AGAIN = "where", "where@again"
"""``Conversation.asking`` while only the place is asked, and when it is asked for the second time."""

HUMAN_RIGHTS = Helpline("1099", "Human rights, for women and children")
"""The Ministry of Human Rights' (phoneworld.com.pk, 30 November 2020)."""
UMANG = Helpline("0311-7786264", "Umang, somebody who listens")
"""Mental health, free of charge, in Pashto too (hourstv.com, 22 April 2024; dawn.com, 3 June 2022)."""
_ALSO: Mapping[str, tuple[Helpline, ...]] = {"suicide": (UMANG,), "violence": (BOLO, HUMAN_RIGHTS)}
_GENERAL = (RESCUE, POLICE, BOLO)

_CATEGORY: Mapping[str, str] = {
    "fire": "municipal",
    "collapse": "municipal",
    "trapped": "municipal",
    "flood": "municipal",
    "electrocution": "electricity",
    "gas": "gas",
    "medical": "health",
    "suicide": "health",
    "child": "social_welfare",
}
"""Which office's matter a kind of danger is, where the words tell nothing surer; the others are for the police."""
_GUESSED = 0.6


def after_talking(
    conversation: Conversation, message: InboundMessage, result: TurnResult, now: datetime
) -> IntakeResult | None:
    """Numbers, a kind word, the number of the case, "where?"; None where nobody is in danger, or it was said before."""
    if not result.understanding.urgent or conversation.urgent:
        return None
    if conversation.state == FINISHED:
        conversation = steps.learn(begin(conversation.person, message, now), message, now)
    handled = steps.after_turn(conversation, result)
    return registered(handled, message, result.understanding.danger)


def registered(handled: IntakeResult, message: InboundMessage, kind: str | None) -> IntakeResult:
    """Register what was heard as an emergency with what there is."""
    assert handled.conversation is not None
    told = handled.conversation.with_(
        complaint=complaint(handled.conversation.complaint, message.text.strip(), kind), urgent=True, asking=None
    )
    language = told.language
    first = f"{numbers(kind, language)}\n{kindness(kind, language)}"
    question = _question(told.complaint, language)
    asked = told.with_(asking=WHERE) if question else told.with_(state=FINISHED)
    return IntakeResult(
        asked, (Reply(first),), register=True, result=handled.result, last=question or say("emergency_more", language)
    )


def hear_where(conversation: Conversation, message: InboundMessage, engine: DialogueEngine) -> IntakeResult:
    """The answer to "where?", or whatever else they say then: all of it goes to the case."""
    text = message.text.strip()
    if takes_back(text):
        over = conversation.with_(state=FINISHED, asking=None)
        return IntakeResult(
            over, case=FollowUp("", FollowUpKind.TAKEN_BACK, message.text, over, {}, len(message.attachments))
        )
    handled = engine.understand([text])[0] if text else None
    news: dict[str, Field] = {}
    if handled is not None and handled.district is not None:
        news["district"] = Field(handled.district, handled.confidence.get("district", _GUESSED), Source.DIALOGUE)
    if _names_a_place(text, handled) and not conversation.complaint.get("address"):
        news["address"] = Field(text[:500], 0.8, Source.DIALOGUE)
    complaint = conversation.complaint.learn(news)
    again = complaint.get("district") is None and conversation.asking == WHERE
    after = conversation.with_(complaint=complaint, asking=WHERE_AGAIN if again else None)
    if not again:
        after = after.with_(state=FINISHED)
    place = {name: complaint.fields[name] for name in _PLACE if name in complaint.fields}
    language = conversation.language
    key = "emergency_where_again" if again else "emergency_thanks"
    told = "\n\n".join(filter(None, (no_help_or_hurt(text, language), say(key, language))))
    word = FollowUp("", FollowUpKind.PLACE, message.text, after, place, len(message.attachments))
    return IntakeResult(after, (Reply(told),), case=word)


def no_help_or_hurt(text: str, language: str) -> str:
    """What is said to who finds no help, or tells of who is hurt; "" to anybody else."""
    if mainly(Act.NO_ANSWER, text):
        return f"{numbers(None, language)}\n\n{say('other_numbers', language)}"
    if mainly(Act.HELP_CAME, text):
        return say("help_came", language)
    return say("sorry_hurt", language) if mainly(Act.HURT, text) else ""


def answer(context: Context) -> IntakeResult:
    """The answer to "where?"."""
    return hear_where(context.conversation, context.message, context.means.engine)


def still(handled: IntakeResult, kind: str | None, language: str) -> IntakeResult:
    """More words of the same emergency: the numbers stand before the answer again."""
    return replace(handled, replies=(Reply(numbers(kind, language)),))


def numbers(kind: str | None, language: str) -> str:
    """Whom to call, the likeliest first."""
    lines = dict.fromkeys((*NUMBERS.get(kind or "", _GENERAL), *_ALSO.get(kind or "", ())))
    called = {line.number: line for line in lines}
    listed = "\n".join(f"{number}: {_name(line, language)}" for number, line in called.items())
    return f"{say('emergency_call', language)}\n{listed}"


def kindness(kind: str | None, language: str) -> str:
    """One kind sentence."""
    return say("kindness.suicide" if kind == "suicide" else "kindness", language)


_PLACE = ("district", "address", "latitude", "longitude")


def complaint(known: Complaint, said: str, kind: str | None) -> Complaint:
    """The record with what an emergency is registered with: words, and an office's matter."""
    news: dict[str, Field] = {}
    if known.get("description") is None:
        news["description"] = Field(said, 0.9, Source.DIALOGUE)
    if known.get("category") is None:
        news["category"] = Field(_CATEGORY.get(kind or "", "police"), _GUESSED, Source.TEXT)
    return known.learn(news)


def _names_a_place(text: str, handled: Understanding | None) -> bool:
    """Is there a place in it? "Hurry, please" is none; a longer sentence is one where it says "near", "village"."""
    if handled is None:
        return False
    said = folded(text).split()
    beside = words("place_kinds") | words("place_before") | words("roads")
    if handled.district is not None or (not beside.isdisjoint(said) and len(said) <= _LINE):
        return True
    everyday = everyday_latin() | everyday_script()
    return len(said) <= _FEW and any(word not in everyday for word in said) and not no_help_or_hurt(text, "en")


_FEW, _LINE = 4, 14
"""Words of a place that is only named; words in which one is told beside "near", "village"."""


def _question(complaint: Complaint, language: str) -> str:
    if complaint.get("latitude") is not None or (complaint.get("district") and complaint.get("address")):
        return ""
    return say("emergency_where" if complaint.get("district") is None else "emergency_where_exactly", language)


def _name(line: Helpline, language: str) -> str:
    key = f"line.{line.number}"
    return say(key, language) if has(key) else line.name

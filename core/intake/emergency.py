"""An emergency is not a form: numbers first, a kind sentence, and one question: where? It is registered at once.

What the citizen tells afterwards goes to the case: it is known then (known_case.py).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, Conversation, begin
from core.intake import helplines, steps
from core.intake.context import Context
from core.intake.dialogue_acts import Act, folded, mainly
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import InboundMessage
from core.ports import DialogueEngine, Reply, TurnResult, Understanding
from core.reference.phrasebook import say
from core.text.asked import asked_in
from core.text.danger.taken_back import takes_back
from core.text.gazetteer import other_province_of
from core.text.lexicon import everyday_latin, everyday_script, words
from core.text.places import best_district
from core.text.urgent import perhaps_danger
from core.ticket import Ticket

WHERE, WHERE_AGAIN = "where", "where@again"
"""``Conversation.asking`` while only the place is asked, and when it is asked for the second time."""

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
    said = " ".join(filter(None, (told.complaint.get("description"), message.text)))
    first = "\n".join(
        filter(
            None,
            (
                helplines.numbers(kind, language, said),
                kindness(kind, language),
                helplines.advice(kind, language, said),
            ),
        )
    )
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
    if handled is not None and names_a_place(text, handled) and not conversation.complaint.get("address"):
        news["address"] = Field(text[:500], 0.8, Source.DIALOGUE)
    complaint = conversation.complaint.learn(news)
    again = complaint.get("district") is None and conversation.asking == WHERE
    after = conversation.with_(complaint=complaint, asking=WHERE_AGAIN if again else None)
    if not again:
        after = after.with_(state=FINISHED)
    place = {name: complaint.fields[name] for name in _PLACE if name in complaint.fields}
    language = conversation.language
    key = "emergency_where_again" if again else "emergency_thanks"
    about = conversation.complaint.get("description") or ""
    thanks = "" if again else when_help_comes(text, about, language)
    told = "\n\n".join(filter(None, (no_help_or_hurt(text, language, about), thanks or say(key, language))))
    word = FollowUp("", FollowUpKind.PLACE, message.text, after, place, len(message.attachments))
    return IntakeResult(after, (Reply(told),), case=word)


def when_help_comes(text: str, about: str, language: str) -> str:
    """To who asks when somebody comes: that we do not see it, and whom to go on calling; "" to anybody else."""
    asked = asked_in(text)
    if asked is None or not (asked.when or "come" in asked.topics):
        return ""
    return say("emergency_who_comes", language, numbers=helplines.numbers_alone(perhaps_danger(about), about))


def placed(ticket: Ticket, told_in: Conversation, context: Context, language: str) -> IntakeResult | None:
    """The district of a case that has none yet, told in whatever words: it gives it its office. None where none is."""
    text = context.message.text.strip()
    name, sure, _ = best_district(text)
    if name is None or sure < _BELIEVED or other_province_of(name) is not None:
        return None
    news: dict[str, Field] = {"district": Field(name, sure, Source.DIALOGUE)}
    if told_in.complaint.get("address") is None and names_a_place(text, None):
        news["address"] = Field(text[:500], 0.8, Source.DIALOGUE)
    after = told_in.with_(complaint=told_in.complaint.learn(news), last_at=context.now)
    word = FollowUp(ticket.number, FollowUpKind.PLACE, context.message.text, told_in, news)
    return IntakeResult(after, (Reply(say("emergency_thanks", language)),), case=word)


_BELIEVED = 0.6
"""How surely a district must be read to be the case's."""


def no_help_or_hurt(text: str, language: str, about: str = "") -> str:
    """What is said to who finds no help, or tells of who is hurt; "" to anybody else. ``about``: the emergency."""
    if mainly(Act.NO_ANSWER, text):
        said = f"{about} {text}"
        return helplines.others(perhaps_danger(about or text), language, said)
    if mainly(Act.HELP_CAME, text):
        return say("help_came", language)
    return say("sorry_hurt", language) if mainly(Act.HURT, text) else ""


def answer(context: Context) -> IntakeResult:
    """The answer to "where?"."""
    return hear_where(context.conversation, context.message, context.means.engine)


def still(handled: IntakeResult, kind: str | None, language: str, said: str) -> IntakeResult:
    """More words of the same emergency: the numbers stand before the answer again."""
    told = "\n".join(filter(None, (helplines.numbers(kind, language, said), helplines.advice(kind, language, said))))
    return replace(handled, replies=(Reply(told),))


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


def names_a_place(text: str, handled: Understanding | None) -> bool:
    """Is there a place in it? "Hurry, please" is none; a longer sentence is one where it says "near", "village"."""
    said = folded(text).split()
    beside = words("place_kinds") | words("place_before") | words("roads")
    if (handled is not None and handled.district is not None) or (not beside.isdisjoint(said) and len(said) <= _LINE):
        return True
    everyday = everyday_latin() | everyday_script()
    return len(said) <= _FEW and any(word not in everyday for word in said) and not no_help_or_hurt(text, "en")


_FEW, _LINE = 4, 14
"""Words of a place that is only named; words in which one is told beside "near", "village"."""


def _question(complaint: Complaint, language: str) -> str:
    if complaint.get("latitude") is not None or (complaint.get("district") and complaint.get("address")):
        return ""
    return say("emergency_where" if complaint.get("district") is None else "emergency_where_exactly", language)

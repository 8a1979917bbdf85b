"""What a turn of the dialogue, by itself, says of a case that is known: something new, more of it, or only talk."""

from core.intake.dialogue_acts import Act, says, tells_something
from core.messages import InboundMessage
from core.ports import TurnResult
from core.text.asked import asked_in, leaving, tone_of
from core.ticket import Ticket

_SURE = 0.8
"""How surely the dialogue must hear that they wish to stop."""
_TALK = frozenset({"greet", "thanks", "affirm", "human_help", "track_status", "switch_language", "abuse"})
"""Intents that tell nothing of the matter itself."""
_TELLING = frozenset({"tells", "adds_to_complaint", "adds_fact", "opens_complaint", "emergency", "corrects"})
"""Acts that the dialogue hears where something is told."""
_WHOLE = 6
"""Words of a complaint that stands by itself."""
_BEGINNING, _ASKED = 5, 14
"""Words in which "and one thing" begins a message; words of a question that is about the case."""


def is_another_matter(result: TurnResult, ticket: Ticket, text: str) -> bool:
    """Is it plainly about something else than the case? A question, and what somebody forgot to say, are about it."""
    words = text.split()
    asks = len(words) <= _ASKED and not {"?", "؟"}.isdisjoint(text)
    if "description" not in result.fields or asks or says(Act.GOES_ON, " ".join(words[:_BEGINNING])):
        return False
    field = result.fields.get("category")
    about = field.value if field is not None and field.believed else None
    return about is not None and about not in {ticket.category, "other"} and ticket.category != "other"


def begins_another(result: TurnResult, message: InboundMessage) -> bool:
    """Is what is about something else a complaint by itself: a whole sentence without a question, a
    picture, without grief or anger? All else that is said within a case is of the case until they say that it is
    not."""
    text, acts = message.text, result.understanding.acts
    if message.attachments or len(text.split()) < _WHOLE:
        return False
    of_this = says(Act.OF_THE_CASE, text) or leaving(text) in ("first", "not_new") or tone_of(text) != ""
    of_this = of_this or asked_in(text) is not None
    return not of_this and REPROACH.isdisjoint(acts) and (not acts or not _TELLING.isdisjoint(acts))


def tells(result: TurnResult, message: InboundMessage) -> bool:
    """Is anything told in it?"""
    if set(result.fields) - {"anonymous", "language"}:
        return True
    return result.understanding.intent not in _TALK and tells_something(message.text)


def only_chats(result: TurnResult) -> bool:
    """Does the dialogue hear thanks or talk, and nothing told?"""
    acts = result.understanding.acts
    return "thanks_or_chat" in acts and acts.isdisjoint(_TELLING)


def cancels(result: TurnResult) -> bool:
    """Does the dialogue surely hear the wish to stop?"""
    return result.understanding.intent == "cancel" and result.understanding.confidence.get("intent", 0.0) >= _SURE


def reproaches(result: TurnResult, text: str) -> bool:
    """Does the dialogue hear despair, anger, or that nothing is done, and nothing told beside it?"""
    acts = result.understanding.acts
    return not REPROACH.isdisjoint(acts) and acts.isdisjoint(_TELLING) and not supposes(text)


def supposes(text: str) -> bool:
    """Does it say "if"?"""
    return not _IF.isdisjoint(text.lower().split())


REPROACH = frozenset({"complains_of_no_progress", "anger_or_abuse", "emotional"})
_IF = frozenset({"if", "agar", "agr", "ager", "اگر", "که", "ka"})

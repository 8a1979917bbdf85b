"""Two matters in one message: both are kept, and told one after the other.

Only where the words part them ("second, …", "doosra masla", "اس کے علاوہ", a numbered list) and both are surely about
different things: one trouble told in two sentences stays one.
"""

from dataclasses import dataclass
from datetime import datetime

from core.complaint import Complaint, Field, Source
from core.conversation import LATER, OPEN, Conversation, begin
from core.intake.context import Context
from core.intake.dialogue_acts import begun_anew
from core.intake.result import IntakeResult
from core.messages import InboundMessage
from core.ports import DialogueEngine
from core.reference.categories import categories
from core.reference.phrasebook import say

_SURE, _SURE_ENOUGH = 0.6, 0.35
"""How sure both categories must be; less where the citizen says that there are two."""
_A_MATTER = 2
"""Words that an announced matter has at least."""
_ANNOUNCEMENT = {"en": "new complaint", "ur": "نئی شکایت", "roman_ur": "nayi shikayat", "ps": "نوی شکایت"}
_OF_THE_SENDER = ("complainant_name", "phone", "email", "anonymous", "language")


@dataclass(frozen=True, slots=True)
class TwoMatters:
    """Both matters, their categories, and the district that the second one names."""

    first: str
    second: str
    about: tuple[str, str]
    district: str | None


def without_announcement(context: Context) -> InboundMessage:
    """For the dialogue: "new complaint: no water" begins with its own words where nothing is under way; a bare
    announcement is the plain word for it."""
    message, known = context.message, context.conversation.complaint
    if known.get("description") is not None:
        return message
    told = begun_anew(message.text)
    if told is None:
        return message
    language = context.conversation.language
    words = told if len(told.split()) >= _A_MATTER else _ANNOUNCEMENT.get(language, _ANNOUNCEMENT["en"])
    return message.with_(text=words, full_text=words)


def two(engine: DialogueEngine, parts: tuple[str, str], *, announced: bool) -> TwoMatters | None:
    """Both matters with their categories; None where it is one. ``announced``: the citizen says that there are two.
    Raises DialogueUnavailable."""
    handled = engine.understand(list(parts))
    least = _SURE_ENOUGH if announced else _SURE
    about = [one.category if one.confidence.get("category", 0.0) >= least else None for one in handled]
    if about[0] is None or about[1] is None or about[0] == about[1] or "other" in about:
        return None
    return TwoMatters(*parts, (about[0], about[1]), handled[1].district)


def for_later(conversation: Conversation, message: InboundMessage, both: TwoMatters, now: datetime) -> Conversation:
    """The second matter as a conversation that waits for the first to end."""
    known = conversation.complaint
    sender = {name: known.fields[name] for name in _OF_THE_SENDER if name in known.fields}
    news = {"description": Field(both.second, 0.9, Source.DIALOGUE)}
    if both.district is not None:
        news["district"] = Field(both.district, _SURE, Source.TEXT)
    told = Complaint().learn(sender | news)
    return begin(conversation.person, message, now).with_(state=LATER, complaint=told, language=conversation.language)


def opened(later: Conversation, first: Conversation, now: datetime) -> Conversation:
    """The second matter when its turn has come; in the first one's district, where it named none of its own. What it is
    about is told to the dialogue anew."""
    known = later.complaint.forget("description")
    district = first.complaint.fields.get("district")
    if known.get("district") is None and district is not None:
        known = known.learn({"district": district})
    wish = first.complaint.fields.get("anonymous")
    known = known.learn({"anonymous": wish} if wish is not None else {})
    return later.with_(state=OPEN, complaint=known, last_at=now, language=first.language)


def announced(handled: IntakeResult, later: Conversation, about: tuple[str, str]) -> IntakeResult:
    """The answer to the first, with both named before it."""
    assert handled.conversation is not None
    language = handled.conversation.language
    first, second = (categories()[key].about(language) for key in about)
    told = say("two_matters", language, first=first, second=second)
    kept = later.with_(language=language)
    return IntakeResult(
        handled.conversation,
        handled.replies,
        handled.register,
        handled.next_conversation,
        handled.result,
        kept_for_later=kept,
        last=handled.last,
    ).saying_first(told)

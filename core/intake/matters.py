"""Two matters in one message: both are kept, and told one after the other.

Only where the words part them ("second, …", "doosra masla", "اس کے علاوہ", a numbered list) and both are surely about
different things: one trouble told in two sentences stays one.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from core.complaint import Complaint, Field, Source
from core.conversation import LATER, OPEN, Conversation, begin
from core.intake.context import Context
from core.intake.dialogue_acts import announces_two, begun_anew, lead_in, parted, perhaps_parted
from core.intake.result import IntakeResult
from core.messages import InboundMessage
from core.ports import DialogueEngine
from core.reference.categories import categories
from core.reference.phrasebook import say
from core.text.places import best_district, find_places

_SURE, _SURE_ENOUGH = 0.6, 0.35
"""How sure both categories must be; less where the citizen says that there are two."""
_VERY_SURE = 0.85
_ONE_TROUBLE = frozenset(
    frozenset(pair.split())
    for pair in (
        "electricity water_supply",
        "electricity municipal",
        "electricity health",
        "electricity education",
        "sanitation health",
        "sanitation roads",
        "sanitation water_supply",
        "sanitation municipal",
        "sanitation environment_forest",
        "water_supply health",
        "water_supply education",
        "municipal roads",
        "irrigation agriculture",
        "environment_forest health",
        "roads transport",
        "roads education",
        "roads health",
        "police transport",
        "police municipal",
        "police corruption",
        "corruption land_revenue",
        "corruption education",
        "corruption health",
        "corruption electricity",
        "employment education",
        "employment health",
    )
)
"""Subjects of which one often only tells what the other brings about: no light, so no water."""
_A_BILL = re.compile(r"^\W*(?:(?:the|us ka|is ka|اس کا|د هغې)\s+)?(?:bill?s?|بل|بلونه)(?!\w)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.۔,،;\n]+\s*")
_CLAUSES, _SHORT = 2, 8
_A_MATTER = 2
"""Words that an announced matter has at least."""
_ANNOUNCEMENT = {"en": "new complaint", "ur": "نئی شکایت", "roman_ur": "nayi shikayat", "ps": "نوی شکایت"}
_OF_THE_PLACE = ("district", "address", "latitude", "longitude")
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
    words = told if len(told.split()) >= _A_MATTER else announcement(context.conversation.language)
    return message.with_(text=words, full_text=words)


def announcement(language: str) -> str:
    """The dialogue's plain word for a new complaint."""
    return _ANNOUNCEMENT.get(language, _ANNOUNCEMENT["en"])


def told_in(text: str, engine: DialogueEngine) -> TwoMatters | None:
    """The two matters of a message; None where it has one. Raises DialogueUnavailable."""
    parts = parted(text)
    both = two(engine, parts, announced=announces_two(text)) if parts is not None else None
    both = both or two_at_an_and(engine, perhaps_parted(text))
    return with_shared_place(both, lead_in(text)) if both is not None else None


def two(engine: DialogueEngine, parts: tuple[str, str], *, announced: bool) -> TwoMatters | None:
    """Both matters with their categories; None where it is one. ``announced``: the citizen says that there are two.
    Raises DialogueUnavailable."""
    handled = engine.understand(list(parts))
    least = _SURE_ENOUGH if announced else _SURE
    about = [one.category if one.confidence.get("category", 0.0) >= least else None for one in handled]
    if about[0] is None or about[1] is None or about[0] == about[1] or "other" in about:
        return None
    return TwoMatters(*parts, (about[0], about[1]), handled[1].district)


def two_at_an_and(engine: DialogueEngine, candidates: list[tuple[str, str]]) -> TwoMatters | None:
    """The same of a text that does not say that it has two: surer, and of subjects of which neither brings the other
    about. Raises DialogueUnavailable."""
    for parts in candidates:
        if _A_BILL.search(parts[1]):
            continue  # of what was told first
        handled = engine.understand(list(parts))
        sure = all(one.confidence.get("category", 0.0) >= _VERY_SURE for one in handled)
        first, second = (one.category for one in handled)
        if not sure or first is None or second is None or first == second or "other" in (first, second):
            continue
        if frozenset((first, second)) not in _ONE_TROUBLE and not any(one.urgent for one in handled):
            return TwoMatters(*parts, (first, second), handled[1].district)
    return None


def with_shared_place(both: TwoMatters, lead: str) -> TwoMatters:
    """Both with the words that tell where: those before both, and a last clause that is nothing but a place."""
    first, second = both.first, both.second
    last, lead = _place_at_the_end(second), _place_in(lead)
    for place, told in ((last, first), (lead, first)):
        if place and not _names_district(told):
            first = f"{first}. {place}"
            break
    if lead and not _names_district(second):
        second = f"{second}. {lead}"
    return replace(both, first=first, second=second)


def _place_at_the_end(text: str) -> str:
    """The last clause, or the last two, that are only a place: "I am in Kohat, Jangle Khel"."""
    bare = text.rstrip(" .۔,،;\n")
    starts = [match.end() for match in _CLAUSE.finditer(bare)][-_CLAUSES:]
    for start in starts:
        told = bare[start:]
        if len(told.split()) <= _SHORT and _names_district(told):
            return told
    return ""


def _place_in(lead: str) -> str:
    """The words before both as far as they tell where."""
    places = find_places(lead)
    return lead[: places[-1].end] if places and _names_district(lead) else ""


def _names_district(text: str) -> bool:
    name, sure, _ = best_district(text)
    return name is not None and sure >= _SURE


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
    """The second matter when its turn has come, with what was told of its sender meanwhile, and where the first one is
    unless it named another district. What it is
    about is told to the dialogue anew."""
    known, told = later.complaint.forget("description"), first.complaint.fields
    if known.get("district") in (None, first.complaint.get("district")):
        known = known.learn({name: told[name] for name in _OF_THE_PLACE if name in told and known.get(name) is None})
    known = known.learn({name: told[name] for name in _OF_THE_SENDER if name in told})
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

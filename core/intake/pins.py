"""A pin on the map settles the district and answers where it is: neither is asked any more."""

from core.asking import Asking
from core.complaint import Complaint, Field, Source
from core.conversation import Conversation
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.messages import InboundMessage, Location
from core.reference.phrasebook import say
from core.text.gazetteer import districts
from core.text.nearest import nearest_district
from core.text.pins import pinned

_BELIEVED, _LIKELY, _WORDS = 0.6, 0.45, 0.65
_SKIP = "skip"


def fields_of(point: Location, known: Complaint, language: str) -> dict[str, Field]:
    """What a pin tells: the point, its district where none is known, and that the place is the pin where no other words
    for it are there. At a border the likelier district is taken: the summary shows it."""
    news = {
        "latitude": Field(f"{point.latitude:.6f}", 1.0, Source.CHANNEL),
        "longitude": Field(f"{point.longitude:.6f}", 1.0, Source.CHANNEL),
    }
    near = nearest_district(point.latitude, point.longitude)
    if near is not None and known.get("district") is None:
        sure = max(near.confidence, _BELIEVED) if near.confidence >= _LIKELY else near.confidence
        news["district"] = Field(near.district, sure, Source.CHANNEL)
    told = ", ".join(filter(None, (point.label, point.address)))
    if told:
        news["address"] = Field(told, 0.9, Source.CHANNEL)
    elif near is not None and known.get("address") is None:
        news["address"] = Field(pinned(language), _WORDS, Source.TEXT)
    return news


def as_answer(conversation: Conversation, message: InboundMessage) -> InboundMessage:
    """For the dialogue: a bare pin as the answer to "which district?" or "where exactly?"."""
    if message.location is None or message.text.strip() or message.choice:
        return message
    asked = Asking.read(conversation.asking)
    district = conversation.complaint.get("district")
    if asked.question == "district" and district is not None:
        name = _named(district, conversation.language)
        return message.with_(text=name, full_text=name)
    if asked.question == "address":
        return message.with_(text=_SKIP, full_text=_SKIP, choice=_SKIP)
    return message


def answers(context: Context, handled: IntakeResult) -> bool:
    """Was a bare pin the answer to one of the two questions?"""
    return handled.case is None and as_answer(context.conversation, context.message) is not context.message


def announce(_: Context, handled: IntakeResult) -> IntakeResult:
    """That the pin came, and in which district it lies."""
    told = handled.conversation
    district = told.complaint.get("district") if told is not None else None
    if told is None or district is None or told.asking == "elsewhere":
        return handled
    return handled.saying_first(say("pin_kept", told.language, place=_named(district, told.language)))


def _named(district: str, language: str) -> str:
    found = districts().get(district)
    if found is None or language not in ("ur", "ps"):
        return district
    return (found.pashto if language == "ps" else "") or found.urdu or district

"""What the words say by themselves: core.text for language, place, numbers and danger. The intent and the category are
Rasa's to say, or the keywords' (``keywords.py``) where there is no Rasa."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.text.dates import find_date
from core.text.ids import find_ids
from core.text.language import language
from core.text.names import find_name
from core.text.normalise import normalise
from core.text.places import best_district
from core.text.urgent import danger
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.keywords import category_scores, intent_of
from nlu.dialogue.shapes import Heard

_KEPT = ("cnic", "phone", "email", "tracking_number", "tracking_number_wrong", "money")

_HERE = ZoneInfo("Asia/Karachi")


def today() -> date:
    """The day in Pakistan."""
    return datetime.now(_HERE).date()


def hear_facts(text: str, today: date) -> Heard:
    """Everything but the intent and the category. Reads the first part of a long text."""
    text = text[:6000]
    code, sure = language(text)
    name, confidence, others = best_district(text)
    believed = name if confidence >= ENOUGH else None
    return Heard(
        language=code,
        language_confidence=sure,
        district=believed,
        district_confidence=confidence,
        districts=(name, *others) if name and not believed else (),
        entities=_entities(text, today),
        urgent=danger(text) is not None,
    )


def hear_plainly(text: str, today: date) -> Heard:
    """The same with intent and category by keywords."""
    ranking = category_scores(normalise(text))
    facts = hear_facts(text, today)
    best = ranking[0] if ranking and ranking[0][1] >= ENOUGH else None
    intent, confidence = intent_of(text, facts.entities, bool(ranking))
    return replace(
        facts,
        intent=intent,
        intent_confidence=confidence,
        category=best[0] if best else None,
        category_confidence=best[1] if best else 0.0,
        likely=ranking,
    )


def _entities(text: str, today: date) -> "dict[str, tuple[str, float]]":
    entities: dict[str, tuple[str, float]] = {}
    for found in find_ids(text):
        if found.kind in _KEPT and found.confidence > entities.get(found.kind, ("", 0.0))[1]:
            entities[found.kind] = (found.value, found.confidence)
    for kind, seen in (("incident_date", find_date(text, today)), ("complainant_name", find_name(text))):
        if seen is not None:
            entities[kind] = (seen.value, seen.confidence)
    return entities

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
from core.text.urgent import find_danger
from nlu.dialogue.act_rules import by_rule
from nlu.dialogue.announced import beside_danger, new_matter_at
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.keywords import category_scores, intent_of
from nlu.dialogue.place_words import has_place_word
from nlu.dialogue.settled import with_settled_category
from nlu.dialogue.shapes import Heard, Said

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
    danger = find_danger(text)
    return Heard(
        language=code,
        language_confidence=sure,
        district=believed,
        district_confidence=confidence,
        districts=(name, *others) if name and not believed else (),
        entities=_entities(text, today),
        urgent=danger is not None and danger.sure,
        danger=danger.kind if danger else None,
        danger_score=danger.score if danger else 0.0,
    )


def hear_plainly(text: str, today: date, turn: "Said | None" = None) -> Heard:
    """The same with intent, category and acts by keywords and rules. ``turn``: what was asked, where it is known."""
    facts = hear_facts(text, today)
    at = new_matter_at(text, turn)
    if at:
        facts, text = beside_danger(hear_facts(text[at:], today), facts), text[at:]
    ranking = category_scores(normalise(text))
    best = ranking[0] if ranking and ranking[0][1] >= ENOUGH else None
    intent, confidence = intent_of(text, facts.entities, bool(ranking))
    heard = replace(
        facts,
        intent=intent,
        intent_confidence=confidence,
        category=best[0] if best else None,
        category_confidence=best[1] if best else 0.0,
        likely=ranking,
        acts=_acts(text, turn.question if turn else None, bool(ranking)),
    )
    return with_settled_category(heard, text)


_RULED, _MAYBE = 0.8, 0.55


def _acts(text: str, question: "str | None", about_something: bool) -> "dict[str, float]":
    """What the rules say, and where they are silent: a complaint if it has a subject, else an answer."""
    acts = dict.fromkeys(by_rule(text, question), _RULED)
    words = len(text.split())
    if question == "address" and not set(acts) - {"corrects"} and has_place_word(text):
        acts["answers"] = _MAYBE
    elif (
        not acts
        and words >= (4 if question not in (None, "description") else 2)
        and (about_something or (question in (None, "description") and words >= 4))
    ):
        acts["tells"] = _MAYBE
    elif question not in (None, "description", "confirmed", "correction") and not set(acts) - {"corrects"}:
        acts["answers"] = _MAYBE
    return acts


def _entities(text: str, today: date) -> "dict[str, tuple[str, float]]":
    entities: dict[str, tuple[str, float]] = {}
    for found in find_ids(text):
        if found.kind in _KEPT and found.confidence > entities.get(found.kind, ("", 0.0))[1]:
            entities[found.kind] = (found.value, found.confidence)
    for kind, seen in (("incident_date", find_date(text, today)), ("complainant_name", find_name(text))):
        if seen is not None:
            entities[kind] = (seen.value, seen.confidence)
    return entities

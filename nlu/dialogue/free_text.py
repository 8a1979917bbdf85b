"""What free words tell about the fields."""

from collections.abc import Sequence

from core.text.normalise import clean_text
from nlu.dialogue.addressed import only_told, without_talk
from nlu.dialogue.carriers import without_carriers
from nlu.dialogue.greetings import without_greeting
from nlu.dialogue.shapes import ALL, DIALOGUE, TEXT, Heard, Said, Value

ENOUGH = 0.6
"""A category or district below this is kept as a guess and asked about (core.complaint.BELIEVED is the same)."""

_OFFER_FROM = 0.15
"""Where not even the likeliest category reaches this, the whole menu is offered."""

_TWO_WILL_DO = 0.7
_STATED = 0.8
"""A name or number stated as surely as this counts as told by the citizen: more than what the channel knows."""
_WHO = ("complainant_name", "phone", "email", "cnic")
_ENTITIES = (*_WHO, "incident_date")


def only_facts(said: Said, heard: Heard) -> "dict[str, Value]":
    """Fields other than the description that the words give, as far as they are new."""
    facts: dict[str, Value] = {}
    if heard.category and not said.known.get("category"):
        facts["category"] = (heard.category, heard.category_confidence, TEXT)
    elif heard.likely and not said.known.get("category"):
        facts["category"] = (*heard.likely[0], TEXT)
    if heard.district and not said.known.get("district"):
        facts["district"] = (heard.district, heard.district_confidence, TEXT)
    for name in _ENTITIES:
        if name in heard.entities and said.known.get(name) != heard.entities[name][0]:
            value, sure = heard.entities[name]
            facts[name] = (value, sure, DIALOGUE if name in _WHO and sure >= _STATED else TEXT)
    return {name: fact for name, fact in facts.items() if fact[1] >= 0.3}


def offers(heard: Heard) -> "dict[str, tuple[str, ...]]":
    """The options worth offering after these words: the likeliest categories, the districts of an ambiguous name."""
    options: dict[str, tuple[str, ...]] = {}
    likely = [(name, sure) for name, sure in heard.likely if name != "other"]
    if likely and likely[0][1] >= _OFFER_FROM:
        clear = sum(sure for _, sure in likely[:2]) >= _TWO_WILL_DO
        options["category"] = tuple(name for name, _ in likely[: 2 if clear else 3])
    else:
        options["category"] = (ALL,)
    if len(heard.districts) > 1:
        options["district"] = heard.districts[:9]
    return options


def with_more(story: str, sentences: "Sequence[str]") -> str:
    """The description with what is told besides, each in a line of its own; what stands in it is not said again."""
    new = [one for one in sentences if one not in story]
    return "\n".join([story, *new])


def more_description(said: Said) -> Value:
    """The description with these words added to it."""
    added, known = clean_text(said.text).strip(), said.known.get("description", "")
    added = without_carriers(only_told(without_greeting(added))) if known else without_talk(without_greeting(added))
    if not known or not added or added in known:
        return known or added, 0.9, DIALOGUE
    return f"{known}\n{added}", 0.9, DIALOGUE

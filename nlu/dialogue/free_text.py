"""What free words tell about the fields, and the opening of a complaint."""

import re

from core.text.normalise import clean_text
from nlu.dialogue.catalogue import labels
from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, is_everyday, move
from nlu.dialogue.shapes import ALL, DIALOGUE, TEXT, Heard, Reading, Said, Value

ENOUGH = 0.6
"""A category or district below this is kept as a guess and asked about (core.complaint.BELIEVED is the same)."""

_OFFER_FROM = 0.08
_ENTITIES = ("complainant_name", "phone", "email", "cnic", "incident_date")
_PLACE = (
    r"(?:near|opposite|behind|nazd|nazdeek|نزد|نزدیک|نږدې|قریب)|(?:village|vill|gaon|gaaon|mohalla|mohallah|muhalla|moh|street|gali|"
    r"chowk|bazaar|bazar|road|colony|town|tehsil|uc|union council|house|ward|kali|killi|"
    r"گاؤں|گاوں|محلہ|محلے|گلی|چوک|بازار|روڈ|کالونی|ٹاؤن|تحصیل|یونین کونسل|مکان|کلی|کلي|کوڅه|کوڅہ|کوڅې|محله|ښار)"
)
_PLACE_WORD = re.compile(rf"(?<!\w)(?:{_PLACE})(?!\w)", re.IGNORECASE)
_NAMED_PLACE = re.compile(
    r"(?<!\w)(?:(?:mohalla|mohallah|muhalla|village|gaon|street|tehsil|محلہ|محلے|گاؤں|گلی|تحصیل|محله|کوڅه)\s+[^\W\d_]{3,}"
    r"|[^\W\d_]{3,}\s+(?:road|chowk|colony|bazaar|bazar|mohalla|village|town|street|چوک|بازار|روڈ|کالونی|ٹاؤن|کلي|کلی))(?!\w)",
    re.IGNORECASE,
)


def opening(said: Said, heard: Heard) -> Reading:
    """The first words: a greeting is answered, a complaint becomes the description by itself."""
    meant = move(said.text)
    if meant is not None:
        return Reading("unclear" if meant in ("anonymous", "something_else") else meant)
    if is_bare_complaint(said.text):
        return Reading("narrow")
    letters = sum(character.isalpha() for character in said.text)
    words = len(folded(said.text).split())
    about = heard.category is not None or heard.urgent
    if letters < 3 or (words < 2 and not about and not heard.likely_enough):
        only = only_facts(said, heard)
        return Reading("inform", fields=only) if only and letters > 2 else Reading("unclear")
    if is_abuse(said.text) and not about:
        return Reading("abuse")
    if heard.intent == "out_of_scope" and heard.intent_confidence >= 0.75 and not about:
        return Reading("out_of_scope" if words > 2 else "unclear")
    facts = only_facts(said, heard)
    description: Value = (clean_text(said.text).strip(), 0.9, TEXT)
    place = named_place(said.text)
    if place and not said.known.get("address"):
        facts["address"] = (place, 0.7, TEXT)
    return Reading("file_complaint", fields={"description": description, **facts}, options=offers(heard))


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
            facts[name] = (*heard.entities[name], TEXT)
    return {name: fact for name, fact in facts.items() if fact[1] >= 0.3}


def offers(heard: Heard) -> "dict[str, tuple[str, ...]]":
    """The options worth offering after these words: the likeliest categories, the districts of an ambiguous name."""
    options: dict[str, tuple[str, ...]] = {}
    likely = [(name, sure) for name, sure in heard.likely if sure >= _OFFER_FROM and name != "other"][:3]
    if likely and likely[0][1] >= 0.15:
        if sum(sure for _, sure in likely[:2]) >= 0.7:
            likely = likely[:2]
        options["category"] = tuple(name for name, _ in likely)
    else:
        options["category"] = (ALL,)
    if len(heard.districts) > 1:
        options["district"] = heard.districts[:9]
    return options


def more_description(said: Said) -> Value:
    """The description with these words added to it."""
    added, known = clean_text(said.text).strip(), said.known.get("description", "")
    if not known or added in known:
        return known or added, 0.9, DIALOGUE
    return f"{known}\n{added}", 0.9, DIALOGUE


def has_place_word(text: str) -> bool:
    """Does it speak of a village, a mohalla, a street …?"""
    return _PLACE_WORD.search(text) is not None


def named_place(text: str) -> "str | None":
    """The village, mohalla or street that free words name, such as "mohalla Khudadad"."""
    for match in _NAMED_PLACE.finditer(text):
        words = match.group().split()
        if not any(is_everyday(word) for word in words):
            return match.group()
    return None


def category_named(text: str) -> "str | None":
    """The category whose key or label in any language is the whole text."""
    said = folded(text)
    for key, names in labels()["categories"].items():
        if said in (key, folded(key.replace("_", " "))) or said in {folded(name) for name in names.values()}:
            return key
    return None

"""What free words tell about the fields, and the opening of a complaint."""

from core.text.normalise import clean_text
from nlu.dialogue.catalogue import labels
from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, is_small_word, move
from nlu.dialogue.place_words import named_place
from nlu.dialogue.shapes import ALL, DIALOGUE, TEXT, Heard, Reading, Said, Value

ENOUGH = 0.6
"""A category or district below this is kept as a guess and asked about (core.complaint.BELIEVED is the same)."""

_OFFER_FROM = 0.15
"""Where not even the likeliest category reaches this, the whole menu is offered."""

_TWO_WILL_DO = 0.7
_WHO = ("complainant_name", "phone", "email", "cnic")
_ENTITIES = (*_WHO, "incident_date")


def opening(said: Said, heard: Heard) -> Reading:
    """The first words: a greeting is answered, a complaint becomes the description by itself."""
    meant = move(said.text)
    if meant is not None:
        answers_nothing = meant in ("affirm", "deny", "skip") and said.question is not None
        return Reading("unclear" if answers_nothing or meant == "something_else" else meant)
    if is_bare_complaint(said.text):
        return Reading("narrow")
    letters = sum(character.isalpha() for character in said.text)
    words = len(folded(said.text).split())
    about = heard.category is not None or heard.urgent
    if letters < 3 or (words < 2 and not heard.urgent) or _only_introduces(said, heard):
        only = only_facts(said, heard)
        return Reading("inform" if only else "unclear", fields=only)
    if is_abuse(said.text) and not about:
        return Reading("abuse")
    if heard.intent == "out_of_scope" and heard.intent_confidence >= 0.75 and not about:
        return Reading("out_of_scope" if words > 2 else "unclear")
    facts = only_facts(said, heard)
    if heard.category:
        facts["category"] = (heard.category, heard.category_confidence, TEXT)
    description: Value = (clean_text(said.text).strip(), 0.9, TEXT)
    place = named_place(said.text)
    if place and not said.known.get("address"):
        facts["address"] = (place, 0.7, TEXT)
    return Reading("file_complaint", fields={"description": description, **facts}, options=offers(heard))


def _only_introduces(said: Said, heard: Heard) -> bool:
    """A name, a number or a place without a complaint."""
    told = [heard.entities[name][0] for name in _WHO if name in heard.entities]
    if not (told or heard.district) or heard.category or heard.urgent:
        return False
    known = {folded(word) for value in told for word in value.split()}
    words = [word for word in folded(said.text).split() if not is_small_word(word) and word not in known]
    words = [word for word in words if not any(character.isdigit() for character in word) and "@" not in word]
    return len(words) <= (1 if heard.district else 0)


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
    likely = [(name, sure) for name, sure in heard.likely if name != "other"]
    if likely and likely[0][1] >= _OFFER_FROM:
        clear = sum(sure for _, sure in likely[:2]) >= _TWO_WILL_DO
        options["category"] = tuple(name for name, _ in likely[: 2 if clear else 3])
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


def category_named(text: str) -> "str | None":
    """The category whose key or label in any language is the whole text."""
    said = folded(text)
    for key, names in labels()["categories"].items():
        if said in (key, folded(key.replace("_", " "))) or said in {folded(name) for name in names.values()}:
            return key
    return None

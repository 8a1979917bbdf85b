"""What a message answers, question by question. Each takes the turn and what was heard, and gives the reading."""

from collections.abc import Callable, Mapping

from core.text.gazetteer import is_arabic
from core.text.normalise import clean_text, fold_digits
from core.text.places import best_district
from nlu.dialogue.catalogue import labels
from nlu.dialogue.corrections import ask_again, correction
from nlu.dialogue.free_text import ENOUGH, category_named, more_description, offers, only_facts
from nlu.dialogue.moves import folded, move, without_name_words
from nlu.dialogue.place_words import has_place_word, place_in
from nlu.dialogue.shapes import ALL, DIALOGUE, Heard, Reading, Said, Value

_LIKELY_WHEN_ASKED = 0.45
"""When the category was asked for, a guess this good is taken: the summary shows it before anything is registered."""

_LONGEST_NAME = 6
_SHORT_ANSWER = 2
_TELLING = ("file_complaint", "inform")


def picked(said: Said) -> "str | None":
    """The option that a number stands for."""
    digits = fold_digits(said.text).strip(" .)(#؟،۔-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 2:
        return None
    menu = tuple(labels()["categories"]) if said.offered == (ALL,) else said.offered
    place = int(digits) - 1
    return menu[place] if 0 <= place < len(menu) else None


def category(said: Said, heard: Heard) -> Reading:
    """A number, a name, other words about it, or "something else" for the whole menu."""
    chosen = picked(said) or category_named(said.text)
    meant = move(said.text)
    whole = said.offered in ((), (ALL,))
    if not whole and (chosen == "other" or meant in ("something_else", "skip", "deny")):
        return Reading("narrow", options={"category": (ALL,)})
    if chosen or (whole and meant in ("skip", "something_else")):
        return Reading("inform", fields={"category": (chosen or "other", 0.95, DIALOGUE)})
    if meant is not None:
        return Reading("unclear" if meant in ("affirm", "anonymous") else meant)
    words = len(folded(said.text).split())
    facts = only_facts(said, heard)
    if heard.likely and heard.likely[0][1] >= _LIKELY_WHEN_ASKED:
        facts["category"] = (heard.likely[0][0], max(0.7, heard.likely[0][1]), DIALOGUE)
    if has_place_word(said.text) and "category" not in facts and words <= 8 and not said.known.get("address"):
        facts["address"] = place_in(said.text)
    elif words >= 4 and heard.intent in _TELLING:
        facts["description"] = more_description(said)
    options = offers(heard) if words >= 4 and heard.likely else {"category": said.offered or (ALL,)}
    return Reading("inform" if facts else "unclear", fields=facts, options=options)


def district(said: Said, heard: Heard) -> Reading:
    """A number, a district, a town in it; an ambiguous name is asked about."""
    chosen = picked(said)
    if chosen:
        return Reading("inform", fields={"district": (chosen, 0.98, DIALOGUE)})
    facts = {name: fact for name, fact in only_facts(said, heard).items() if name != "category"}
    offered = next((one for one in said.offered if folded(one) == folded(said.text)), heard.district)
    if offered is None and not heard.districts:
        offered = _when_asked(said.text)
    if offered:
        facts["district"] = (offered, max(0.8, heard.district_confidence), DIALOGUE)
        if has_place_word(said.text) and not said.known.get("address"):
            facts["address"] = place_in(said.text)
        return Reading("inform", fields=facts)
    if len(heard.districts) > 1:
        return Reading("inform" if facts else "narrow", fields=facts, options={"district": heard.districts[:9]})
    meant = move(said.text)
    if meant in ("skip", "deny", "anonymous", "affirm", "something_else"):
        return Reading("skip" if meant in ("skip", "deny") else "unclear")
    if _tells_more(said, heard):
        facts["description"] = more_description(said)
    return Reading("inform" if facts else "unclear", fields=facts, options={"district": said.offered})


def _when_asked(text: str) -> "str | None":
    """A name that is also a word (Tank): as the answer to the question it is a district."""
    words = folded(text).split()
    if not 1 <= len(words) <= _SHORT_ANSWER or move(text) is not None:
        return None
    name, sure, _ = best_district("ضلع " + text if is_arabic(text) else "district " + text)
    return name if sure >= ENOUGH else None


def address(said: Said, heard: Heard) -> Reading:
    """Any words with letters in them; a skip or a no leaves it out."""
    meant = move(said.text)
    if said.choice == "skip" or meant in ("skip", "deny"):
        return Reading("inform", skipped=("address",))
    if meant == "anonymous":
        return Reading("inform", fields=_nameless())
    if meant is not None or sum(character.isalpha() for character in said.text) < 2:
        return Reading("unclear")
    if _tells_more(said, heard):
        return Reading("inform", fields={"description": more_description(said)})
    facts = {name: fact for name, fact in only_facts(said, heard).items() if name not in ("category",)}
    return Reading("inform", fields={**facts, "address": (clean_text(said.text).strip()[:500], 0.9, DIALOGUE)})


def _tells_more(said: Said, heard: Heard) -> bool:
    """Are these words more of the complaint, and no answer?"""
    words = len(folded(said.text).split())
    telling = heard.intent == "file_complaint" and heard.intent_confidence >= 0.6 and heard.category is not None
    return words >= 4 and telling and not has_place_word(said.text)


def name(said: Said, heard: Heard) -> Reading:
    """A name, or the wish not to give one."""
    meant = move(said.text)
    if said.choice == "anonymous" or meant == "anonymous":
        return Reading("inform", fields=_nameless())
    if said.choice == "skip" or meant in ("skip", "deny"):
        return Reading("inform", skipped=("complainant_name",))
    if meant is not None:
        return Reading("unclear")
    facts = {key: fact for key, fact in only_facts(said, heard).items() if key not in ("category", "district")}
    if "complainant_name" in facts:
        facts["complainant_name"] = (facts["complainant_name"][0], 0.95, DIALOGUE)
        return Reading("inform", fields=facts)
    plain = without_name_words(clean_text(said.text))
    good = 2 <= len(plain) <= 60 and 1 <= len(plain.split()) <= _LONGEST_NAME and not any(c.isdigit() for c in plain)
    if good and sum(character.isalpha() for character in plain) >= 2:
        facts["complainant_name"] = (plain, 0.9, DIALOGUE)
    return Reading("inform" if facts else "unclear", fields=facts)


def phone(said: Said, heard: Heard) -> Reading:
    """A phone number or an email; a refusal is the wish not to be reached."""
    meant = move(said.text)
    if said.choice == "skip" or meant in ("skip", "deny", "anonymous"):
        return Reading("inform", fields=_nameless())
    facts = only_facts(said, heard)
    facts.update({kind: (*heard.entities[kind], DIALOGUE) for kind in ("phone", "email") if kind in heard.entities})
    return Reading("inform" if facts else "unclear", fields=facts)


def confirmed(said: Said, heard: Heard) -> Reading:
    """Yes registers it; a no asks what to change; anything else may be a correction or more to tell."""
    meant = move(said.text)
    digit = fold_digits(said.text).strip(" .")
    words = len(folded(said.text).split())
    if (
        meant == "affirm"
        or digit == "1"
        or (_by_intent("affirm", heard) and words <= 6 and not only_facts(said, heard))
    ):
        return Reading("affirm", confirmed=True)
    if meant in ("deny", "something_else") or digit == "2":
        return Reading("deny")
    if meant == "anonymous":
        return Reading("inform", fields=_nameless())
    if meant is not None:
        return Reading("unclear")
    corrected = correction(said, heard)
    if corrected is not None:
        return corrected
    if _by_intent("deny", heard) and words <= 6:
        return Reading("deny")
    facts = dated(said, heard)
    if words >= 4 and heard.intent in _TELLING:
        facts["description"] = more_description(said)
    return Reading("inform" if facts else "unclear", fields=facts)


def dated(said: Said, heard: Heard) -> "dict[str, Value]":
    """A date in words that add to the complaint."""
    return {key: fact for key, fact in only_facts(said, heard).items() if key == "incident_date"}


def what_to_change(said: Said, heard: Heard) -> Reading:
    """A number or a name from the list of fields, or the right value straight away."""
    chosen = picked(said)
    if chosen:
        return ask_again(chosen)
    return correction(said, heard) or Reading("unclear")


def _by_intent(intent: str, heard: Heard) -> bool:
    return heard.intent == intent and heard.intent_confidence >= 0.8


def _nameless() -> "dict[str, Value]":
    return {"anonymous": ("yes", 0.95, DIALOGUE)}


ANSWERS: Mapping[str, Callable[[Said, Heard], Reading]] = {
    "category": category,
    "district": district,
    "address": address,
    "complainant_name": name,
    "phone": phone,
    "confirmed": confirmed,
    "correction": what_to_change,
}

"""Corrections: "no, district Swabi hai", "name ghalat hai, Ali Khan", "change category"."""

from core.text.normalise import clean_text
from nlu.dialogue.free_text import category_named, only_facts
from nlu.dialogue.moves import field_named, folded, is_field_word, is_filler, says_wrong, without_no
from nlu.dialogue.shapes import ALL, CORRECTION, DIALOGUE, Heard, Reading, Said, Value

_SHORT, _SURE = 8, 0.6
_TRIM = " .,;:!?-–—،۔؛؟\"'()"


def correction(said: Said, heard: Heard, *, anywhere: bool = False) -> "Reading | None":
    """What the message corrects, or None. ``anywhere``: another question was asked, so it must say that something is
    wrong."""
    if anywhere and not says_wrong(said.text):
        return _contradiction(said, heard)
    named = field_named(said.text)
    if named is None:
        return None if anywhere else _plain_value(said, heard)
    if anywhere and named == said.question:
        return None
    value = _value(named, said, heard)
    if value is not None:
        return Reading("inform", fields={named: value})
    if _rest(said.text, named) and not says_wrong(said.text):
        return None
    return ask_again(named)


def _contradiction(said: Said, heard: Heard) -> "Reading | None":
    """ "no, it is gas", "nahi, Swabi": a leading no and another value for something that is known."""
    if without_no(said.text) == folded(said.text) or len(folded(said.text).split()) > _SHORT:
        return None
    for name, value, sure in (
        ("district", heard.district, heard.district_confidence),
        ("category", heard.category, heard.category_confidence),
    ):
        if value and said.known.get(name) and value != said.known[name] and sure >= _SURE and name != said.question:
            return Reading("inform", fields={name: (value, 0.9, DIALOGUE)})
    return None


def ask_again(name: str) -> Reading:
    """The field was picked from the list of what can be changed."""
    return Reading("correct", forget=(name,), options={"category": (ALL,)})


def _value(name: str, said: Said, heard: Heard) -> "Value | None":
    """The new value of the named field in the message, if it is there and is not the old one."""
    old = said.known.get(name)
    if name == "category":
        found = category_named(_rest(said.text, name)) or heard.category
        return (found, 0.9, DIALOGUE) if found and found != old else None
    if name == "district":
        other = next((one for one in (heard.district, *heard.districts) if one and one != old), None)
        return (other, 0.95, DIALOGUE) if other else None
    if name in ("phone", "email", "incident_date"):
        entity = heard.entities.get(name)
        return (entity[0], entity[1], DIALOGUE) if entity and entity[0] != old else None
    rest = _rest(said.text, name)
    if name == "complainant_name":
        entity = heard.entities.get(name)
        rest = entity[0] if entity else rest
        return (rest, 0.95, DIALOGUE) if 1 < len(rest) <= 60 and not any(c.isdigit() for c in rest) else None
    if len(rest) < (3 if name == "address" else 8):
        return None
    return rest, 0.95, DIALOGUE


def _plain_value(said: Said, heard: Heard) -> "Reading | None":
    """A value without the field's name, where the summary or the list of fields was shown."""
    rest = without_no(said.text)
    if heard.district and heard.district != said.known.get("district") and len(rest.split()) <= 8:
        return Reading("inform", fields={"district": (heard.district, 0.9, DIALOGUE)})
    category = category_named(rest)
    if category is None and heard.category and heard.category_confidence >= 0.75 and len(rest.split()) <= 8:
        category = heard.category
    if category and category != said.known.get("category") and (said.question == CORRECTION or rest != folded(said.text)
                                                                or category_named(rest)):  # fmt: skip
        return Reading("inform", fields={"category": (category, 0.9, DIALOGUE)})
    facts = {
        name: (value, sure, DIALOGUE)
        for name, (value, sure, _) in only_facts(said, heard).items()
        if name not in ("category", "district", "incident_date") and sure >= 0.6
    }
    return Reading("inform", fields=facts) if facts else None


def _rest(text: str, name: str) -> str:
    """The message as written, without the word that names the field and those that say that it is wrong."""
    kept, named = [], False
    for word in clean_text(text).split():
        bare = word.strip(_TRIM)
        if not named and is_field_word(bare, name):
            named = True
        elif named or not is_filler(bare):
            kept.append(word)
    while kept and is_filler(kept[0].strip(_TRIM)):
        kept.pop(0)
    while kept and is_filler(kept[-1].strip(_TRIM)):
        kept.pop()
    return " ".join(kept).strip(_TRIM)

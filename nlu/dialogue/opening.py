"""The first words of a conversation: a greeting is answered, a complaint becomes the description by itself."""

import re

from core.text.normalise import clean_text, normalise
from core.text.pins import is_pinned
from nlu.dialogue.addressed import only_told, without_talk
from nlu.dialogue.answers.people import name_told
from nlu.dialogue.asides import aside
from nlu.dialogue.believed.joined import says_nothing
from nlu.dialogue.believed.phrases import place_beside_district, reconciled
from nlu.dialogue.believed.places import place_told, town_beside
from nlu.dialogue.believed.spans import tagged
from nlu.dialogue.carriers import is_addition
from nlu.dialogue.cues import cues
from nlu.dialogue.dari import is_dari
from nlu.dialogue.does import Does
from nlu.dialogue.free_text import ENOUGH, more_description, offers, only_facts
from nlu.dialogue.greetings import without_greeting
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, is_small_word
from nlu.dialogue.place_words import named_place
from nlu.dialogue.proofs import is_noise
from nlu.dialogue.shapes import DIALOGUE, TEXT, Heard, Reading, Said, Value
from nlu.dialogue.words import tokens

_INSTEAD = ("asks_status", "asks_service_question", "complains_of_no_progress", "out_of_scope", "thanks_or_chat",
            "nonsense", "cannot_write_or_read", "switch_language", "asks_why", "new_or_second_complaint",
            "refuses_or_skips", "affirms", "denies", "satisfied")  # fmt: skip
_MOVES = {"affirm": "affirm", "deny": "deny", "skip": "skip"}
_TOLD = 0.75
_STORY = 10
"""Words, with a subject and a place among them, that tell more than that there is another complaint."""
_SOME, _CERTAINLY, _TELLS = 5, 0.9, 0.5
"""A subject and a place in so many words are a complaint, unless it is certainly something else."""
_WHO = ("complainant_name", "phone", "email", "cnic")


def opening(turn: Said, heard: Heard, does: Does) -> Reading:
    """What the first words begin, or the answer to "what is the problem"."""
    if is_dari(turn.text) and not heard.urgent:
        return Reading("service", topic="dari")
    if is_bare_complaint(turn.text) or does.meant == "another":
        return Reading("narrow", fields=_nameless(does))
    if does.meant in _MOVES:
        return Reading("unclear" if turn.question is not None else _MOVES[does.meant])
    if does.meant in ("something_else", "points"):
        return Reading("unclear" if does.meant == "something_else" else "greet")
    if _tells(turn, heard, does):
        return complaint(turn, heard, does)
    return _something_else(turn, heard, does)


def _something_else(turn: Said, heard: Heard, does: Does) -> Reading:
    """First words that are no complaint."""
    facts = only_facts(turn, heard)
    facts.pop("category", None)
    if "wants_anonymity" in does.outright:
        facts.pop("complainant_name", None)
    if does.meant == "anonymous" or (does.hides and does.has("wants_anonymity")):
        return Reading("service", fields={**facts, **_nameless(does, always=True)}, topic="nameless")
    if is_abuse(turn.text):
        return Reading("abuse", fields=facts)
    if does.has("complains_of_no_progress") and does.chance("complains_of_no_progress") >= does.chance("asks_status"):
        return Reading("feedback_dissatisfied")
    if does.has("satisfied"):
        return Reading("feedback_satisfied")
    beside = aside(turn, heard, does)
    if beside is not None and beside.move in ("greet", "thanks") and not _thanks(turn, does):
        return Reading("greet", fields=_with_place(turn, heard, facts))
    if beside is not None:
        return Reading(beside.move, topic=beside.topic)
    if facts:
        return Reading("inform", fields=facts)
    if does.has("new_or_second_complaint", least=0.3):
        return Reading("narrow")
    weaker = aside(turn, heard, does, least=0.3)
    return Reading(weaker.move, topic=weaker.topic) if weaker else Reading("unclear")


def _thanks(turn: Said, does: Does) -> bool:
    """Is it surely thanks? What else is friendly begins a conversation, and is asked what is wrong."""
    return does.meant == "thanks" or (does.meant is None and "thanks" in cues(turn.text))


def _with_place(turn: Said, heard: Heard, facts: "dict[str, Value]") -> "dict[str, Value]":
    """Who they are and where they live, told with a greeting."""
    place = _place(turn, heard) if heard.district is not None and not turn.known.get("address") else None
    return {**facts, "address": (place, 0.7, TEXT)} if place else facts


def _tells(turn: Said, heard: Heard, does: Does) -> bool:
    """Is there a complaint in it? What is told with a subject counts for more."""
    if does.meant is not None or is_noise(turn.text):
        return False
    return _tells_beside_talk(turn, heard) or (not _only_outright(turn, heard, does) and _likely(turn, heard, does))


def _likely(turn: Said, heard: Heard, does: Does) -> bool:
    """The likeliest act decides."""
    words = len(tokens(turn.text))
    if heard.urgent and words >= 2:
        return True
    if words < 2 or _only_introduces(turn, heard):
        return False
    tells = max(does.chance("tells"), does.chance("emergency"))
    placed = heard.category is not None and heard.district is not None
    with_story = placed and words >= _STORY  # "one more complaint, in Mardan, the gas …" begins with its own words
    against = max(does.chance(act) for act in _INSTEAD if act != "new_or_second_complaint" or not with_story)
    if does.has("wants_anonymity") and heard.category is None and tells < 0.9:
        return False
    surely = heard.intent == "file_complaint" and heard.intent_confidence >= 0.8 and heard.category_confidence >= 0.7
    if placed and words >= _SOME and (against < _CERTAINLY or is_abuse(turn.text)):
        return True
    if does.has("out_of_scope", least=0.3) and tells < 0.8 and not surely:
        return False
    if tells >= 0.5:
        return tells >= against or (heard.category is not None and tells >= 0.8)
    about = heard.category is not None and heard.category_confidence >= ENOUGH
    if about and heard.intent in ("file_complaint", "inform"):
        return against < (0.7 if surely else 0.5) and words >= (2 if turn.question else 3)
    return heard.intent == "file_complaint" and heard.intent_confidence >= 0.7 and against < 0.4 and words >= 4


def _tells_beside_talk(turn: Said, heard: Heard) -> bool:
    """A story with a subject or a place behind the talk before it: "I cannot write, my nephew writes. The school …"."""
    told = only_told(turn.text)
    if told == turn.text.strip() or len(tokens(told)) < _SOME or (heard.category is None and heard.district is None):
        return False
    return heard.acts.get("tells", 0.0) >= _TELLS or bool(category_scores(normalise(told)))


def _only_outright(turn: Said, heard: Heard, does: Does) -> bool:
    """Do its words do something else beyond doubt, with no story beside it?"""
    if heard.urgent and does.chances.get("emergency", 1.0) >= _DANGER:
        return False  # without the model's word that it is none, what sounds like danger is written down
    told = heard.district is not None or (heard.category is not None and heard.category_confidence >= _TOLD)
    if not does.outright.isdisjoint(_NEVER_A_STORY):
        return not (heard.district is not None and heard.category is not None)
    return not does.outright.isdisjoint(_ALONE) and not (told and len(tokens(turn.text)) > _LONG)


_NEVER_A_STORY = ("complains_of_no_progress", "asks_status", "satisfied")
_ALONE = ("wants_anonymity", "cannot_write_or_read", "asks_service_question", "thanks_or_chat", "nonsense")
_LONG, _DANGER = 14, 0.3


def complaint(turn: Said, heard: Heard, does: Does) -> Reading:
    """The words taken as a complaint, with what else they tell."""
    facts = only_facts(turn, heard)
    if heard.category and not turn.known.get("category"):
        facts["category"] = (heard.category, heard.category_confidence, TEXT)
    known = turn.known.get("description")
    anew = turn.question == "description" and turn.back is not None and not _adds(turn.text)
    description: Value = (
        more_description(turn)
        if known and not anew
        else (without_talk(without_greeting(clean_text(turn.text).strip())), 0.9, DIALOGUE if anew else TEXT)
    )
    if "complainant_name" not in facts and not turn.known.get("complainant_name"):
        called = name_told(turn, heard)
        facts.update({"complainant_name": called} if called else {})
    place = _place(turn, heard)
    if place and folded(place) == folded(str(facts.get("complainant_name", ("",))[0])):
        place = None  # "I am Saira of Kohat"
    if place and (not turn.known.get("address") or is_pinned(turn.known.get("address"))):
        facts["address"] = (place, 0.7, TEXT)
    return Reading(
        "file_complaint", fields={"description": description, **facts, **_nameless(does)}, options=offers(heard)
    )


def _adds(text: str) -> bool:
    """Is it said as something more, or too little to stand for the whole?"""
    return is_addition(text) or len(tokens(text)) <= _FRAGMENT or bool(_MORE.search(text))


_FRAGMENT = 3
_MORE = re.compile(r"^\W*(?:also|and|plus|aur|اور|او|نیز|ye bhi|ye b|yeh bhi|یہ بھی|دا هم)(?!\w)", re.IGNORECASE)


def _place(turn: Said, heard: Heard) -> "str | None":
    """The village or street that the complaint names; the district itself is none."""
    told = place_told(turn, tagged(heard, "address", least=_TOLD)) or named_place(turn.text)
    district = turn.known.get("district") or heard.district
    told = told or (town_beside(turn.text, district) if district else None)
    place = reconciled(told, place_beside_district(turn.text, district))
    return place if place and not says_nothing(place) else None


def _nameless(does: Does, *, always: bool = False) -> "dict[str, Value]":
    return {"anonymous": ("yes", 0.95, DIALOGUE)} if always or does.hides else {}


def _only_introduces(said: Said, heard: Heard) -> bool:
    """A name, a number or a place without a complaint."""
    told = [heard.entities[name][0] for name in _WHO if name in heard.entities]
    if not (told or heard.district) or heard.category or heard.urgent:
        return False
    known = {folded(word) for value in told for word in value.split()}
    words = [word for word in folded(said.text).split() if not is_small_word(word) and word not in known]
    words = [word for word in words if not any(character.isdigit() for character in word) and "@" not in word]
    return len(words) <= (1 if heard.district else 0)

"""What a message answers, question by question. Each takes the turn, what was heard and what it does, and gives the
reading; None where the message does not answer. What is asked decides what counts, never what may be said."""

from collections.abc import Mapping

from nlu.dialogue.answers.category import category
from nlu.dialogue.answers.digressions import Answer
from nlu.dialogue.answers.people import NO_NAME, name, name_told, phone
from nlu.dialogue.answers.places import address, district
from nlu.dialogue.answers.summary import confirmed, what_to_change
from nlu.dialogue.believed.places import town_beside
from nlu.dialogue.free_text import only_facts
from nlu.dialogue.place_words import named_place
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import DIALOGUE, Heard, Said, Value


def extra(said: Said, heard: Heard, taken: "Mapping[str, Value]") -> "dict[str, Value]":
    """Facts that a message brings beside its answer, as far as they are new."""
    facts = only_facts(said, heard)
    facts.pop("category", None)
    if (
        said.question != "complainant_name"
        and "complainant_name" not in facts
        and not said.known.get("complainant_name")
    ):
        called = name_told(said, heard)
        facts.update({"complainant_name": called} if called else {})
    if "district" in taken or said.question == "district":
        facts.pop("district", None)
    elif "district" in facts and said.question == "category":
        place = town_beside(said.text, facts["district"][0]) or named_place(said.text)
        facts.update({"address": (place, 0.8, DIALOGUE)} if place and not said.known.get("address") else {})
    if said_outright(said.text, said.question) & NO_NAME:
        facts.pop("complainant_name", None)
    stated = facts.get("complainant_name")
    if stated is not None and said.question != "complainant_name" and stated[1] < 0.8:
        facts.pop("complainant_name")
    return {key: fact for key, fact in facts.items() if key not in taken}


ANSWERS: "Mapping[str, Answer]" = {
    "category": category,
    "district": district,
    "address": address,
    "complainant_name": name,
    "phone": phone,
    "confirmed": confirmed,
    "correction": what_to_change,
}

"""Facts that stand beside the answer to a question: "mohalla Qaziabad. 200 houses", "Sher Ali, and his son is 19 years
old". They are more of the complaint."""

from collections.abc import Mapping

from nlu.dialogue.does import Does
from nlu.dialogue.facts import is_fact, joined, parts
from nlu.dialogue.free_text import with_more
from nlu.dialogue.moves import folded
from nlu.dialogue.place_words import has_place_word
from nlu.dialogue.shapes import DIALOGUE, Said, Value

_QUESTIONS = frozenset({"district", "address", "complainant_name", "category", "phone"})
_ASKS = ("asks_service_question", "asks_why", "asks_status", "new_or_second_complaint")


def told_beside(turn: Said, fields: Mapping[str, Value], does: Does) -> "Value | None":
    """The description with the facts that are no part of the answer; None where there are none."""
    story = turn.known.get("description")
    if turn.question not in _QUESTIONS or not story or not fields or does.has(*_ASKS):
        return None
    told = [folded(value) for value, _, _ in fields.values()]
    said = parts(turn.text)
    added = [
        one
        for one in said
        if len(said) > 1
        and is_fact(one.text)
        and not has_place_word(one.text)
        and not any(folded(one.text) in value or value in folded(one.text) for value in told)
    ]
    return (with_more(story, joined(turn.text, added)), 0.9, DIALOGUE) if added else None

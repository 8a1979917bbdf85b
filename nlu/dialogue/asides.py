"""What a message does instead of answering, or beside it, and what is said to that: a move of Rasa's rules, and for
questions about the service the topic of the answer (service.yml)."""

from dataclasses import dataclass

from nlu.dialogue.does import SURE, Does, topic
from nlu.dialogue.moves import is_abuse
from nlu.dialogue.shapes import Heard, Said


@dataclass(frozen=True)
class Aside:
    """``with_answer``: it is worth saying even where the message answers the question as well."""

    move: str
    topic: "str | None" = None
    with_answer: bool = False


_MOVES = (
    ("asks_status", Aside("track_status", with_answer=True)),
    ("switch_language", Aside("switch_language", with_answer=True)),
    ("asks_why", Aside("service", "why", with_answer=True)),
    ("asks_service_question", Aside("service", "about", with_answer=True)),
    ("cannot_write_or_read", Aside("service", "voice")),
    ("new_or_second_complaint", Aside("service", "another", with_answer=True)),
    ("anger_or_abuse", Aside("abuse")),
    ("emotional", Aside("service", "comfort")),
    ("thanks_or_chat", Aside("thanks")),
    ("out_of_scope", Aside("out_of_scope")),
    ("complains_of_no_progress", Aside("abuse")),
    ("nonsense", Aside("unclear")),
)  # fmt: skip


_HARMLESS = ("out_of_scope", "nonsense", "thanks_or_chat")
"""What a short message with a swear word in it is not."""


def aside(turn: Said, heard: Heard, does: Does, least: float = SURE) -> "Aside | None":
    """The likeliest of these acts, if it is likely enough."""
    if does.meant == "greet":
        return Aside("greet")
    if does.meant in ("affirm",):
        return None
    found = [(does.chance(act), -at, act, said) for at, (act, said) in enumerate(_MOVES) if does.chance(act) >= least]
    if is_abuse(turn.text) and heard.category is None and heard.district is None:
        found = [one for one in found if one[2] not in _HARMLESS]
        found.append((0.5, -len(_MOVES), "anger_or_abuse", Aside("abuse")))
    if not found:
        return None
    _, _, act, chosen = max(found)
    if act == "nonsense":
        return None
    if act == "asks_service_question":
        return Aside("service", topic(turn, does), with_answer=True)
    if act == "asks_why":
        return Aside("service", f"why_{turn.question}", with_answer=True)
    return chosen

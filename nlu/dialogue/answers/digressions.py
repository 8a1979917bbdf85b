"""What a message does instead of answering, and the readings that several questions share."""

from collections.abc import Callable

from nlu.dialogue.does import Does
from nlu.dialogue.shapes import DIALOGUE, Heard, Reading, Said, Value

DIGRESSIONS = ("asks_why", "asks_service_question", "asks_status", "out_of_scope", "nonsense", "thanks_or_chat",
                "switch_language", "cannot_write_or_read", "anger_or_abuse", "emotional", "new_or_second_complaint",
                "complains_of_no_progress", "emergency", "tells")  # fmt: skip

QUESTIONS = frozenset({"asks_why", "asks_service_question", "nonsense"})
"""Said outright, these answer nothing."""

Answer = Callable[[Said, Heard, Does], "Reading | None"]


def asks_rather(does: Does) -> bool:
    """Is it a question about the question, or something else, sooner than a refusal?"""
    refuses = max(does.chance("refuses_or_skips"), does.chance("denies"))
    if does.has("switch_language"):
        return True
    if does.ruled_refusal and refuses >= 0.5:
        return False
    if does.asks and does.likeliest("asks_why", "asks_service_question")[1] >= 0.15:
        return True
    return any(does.chance(act) > refuses for act in DIGRESSIONS if act != "tells")


def digression(does: Does) -> float:
    """How likely it is that the message does something else instead."""
    return max((does.chance(act) for act in DIGRESSIONS), default=0.0)


def digression_but_a_story(does: Does) -> float:
    return max((does.chance(act) for act in DIGRESSIONS if act not in ("tells", "emergency")), default=0.0)


def learnt(**values: str) -> Reading:
    return Reading("inform", fields={key: (value, 0.95, DIALOGUE) for key, value in values.items()})


def nameless() -> "dict[str, Value]":
    return {"anonymous": ("yes", 0.95, DIALOGUE)}

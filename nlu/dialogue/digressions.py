"""Messages that do not answer the question: greetings, thanks, another ticket, a person please, cancel, start over."""

from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, language_asked, move
from nlu.dialogue.shapes import CONFIRM, CORRECTION, Heard, Said

_ALWAYS = frozenset({"greet", "thanks", "cancel", "human_help", "track_status", "start_over", "why"})
_OPEN_ANSWER = frozenset({"address", "complainant_name"})
"""Questions that any words could answer: the classifier's guess counts for less there."""


def digression(said: Said, heard: Heard) -> "str | None":
    """The move that the message makes instead of answering, or None."""
    meant = move(said.text)
    if meant in _ALWAYS:
        return meant
    if language_asked(said.text):
        return "switch_language"
    if meant is not None or is_bare_complaint(said.text):
        return None
    words = len(folded(said.text).split())
    if _asks_for_a_ticket(said, heard, words):
        return "track_status"
    guessed = _guessed(said, heard, words)
    if guessed is not None:
        return guessed
    if is_abuse(said.text) and heard.category is None and heard.district is None:
        return "abuse"
    return None


def _asks_for_a_ticket(said: Said, heard: Heard, words: int) -> bool:
    number = "tracking_number" in heard.entities or "tracking_number_wrong" in heard.entities
    if number:
        return heard.intent != "file_complaint" or words <= 8
    return heard.intent == "track_status" and heard.intent_confidence >= (
        0.9 if said.question in _OPEN_ANSWER else 0.75
    )


def _guessed(said: Said, heard: Heard, words: int) -> "str | None":
    sure = heard.intent_confidence
    about_something = heard.category is not None and words > 4
    if said.question == "complainant_name" and words < 4:
        return None
    if heard.intent == "human_help" and sure >= 0.85 and words <= 15 and not about_something:
        return "human_help"
    if heard.intent == "cancel" and sure >= 0.85 and words <= 10 and not about_something:
        return "cancel"
    if heard.intent == "greet" and sure >= 0.9 and words <= 4 and said.question not in _OPEN_ANSWER:
        return "greet"
    if said.question is None and heard.intent.startswith("feedback_") and sure >= 0.7:
        return heard.intent
    asked_to_choose = said.question in ("category", "district", CONFIRM, CORRECTION)
    if heard.intent == "out_of_scope" and sure >= 0.8 and asked_to_choose and not heard.district and words > 2:
        return "out_of_scope"
    return None

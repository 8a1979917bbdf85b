"""Messages that do not answer the question: greetings, thanks, another ticket, a person please, cancel, start over."""

from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, language_asked, move, speaks_of_a_ticket
from nlu.dialogue.shapes import CONFIRM, CORRECTION, Heard, Said

_ALWAYS = frozenset({"greet", "thanks", "cancel", "human_help", "track_status", "start_over", "why"})
_OPEN_ANSWER = frozenset({"address", "complainant_name"})
"""Questions that any words could answer: the classifier's guess counts for less there."""

_FEW, _SHORT = 4, 8
"""Words: an answer that is only a name; a message that is hardly more than a number."""


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
    if "tracking_number" in heard.entities or "tracking_number_wrong" in heard.entities:
        return heard.intent != "file_complaint" or words <= _SHORT
    if heard.category is not None and not speaks_of_a_ticket(said.text):
        return False  # "what became of my pension?" is a complaint about the pension
    return heard.intent == "track_status" and heard.intent_confidence >= _needed(said, 0.75)


def _guessed(said: Said, heard: Heard, words: int) -> "str | None":
    """What the classifier takes it for, where nothing speaks against it."""
    names_something = heard.district is not None and words <= _FEW
    if names_something or (said.question == "complainant_name" and words <= _FEW):
        return None
    intent, sure = heard.intent, heard.intent_confidence
    about_something = heard.category is not None and words > _FEW
    if intent in ("human_help", "cancel") and sure >= _needed(said, 0.85) and words <= 12 and not about_something:
        return intent
    if intent == "greet" and sure >= 0.9 and words <= _FEW and said.question not in _OPEN_ANSWER:
        return "greet"
    if said.question is None and intent.startswith("feedback_") and sure >= 0.7:
        return intent
    asked_to_choose = said.question in ("category", "district", CONFIRM, CORRECTION)
    if intent == "out_of_scope" and sure >= 0.8 and asked_to_choose and words > 2:
        return "out_of_scope"
    return None


def _needed(said: Said, usual: float) -> float:
    """How sure the classifier must be: more where the words may simply be the answer."""
    return 0.93 if said.question in _OPEN_ANSWER else usual

"""In which language to answer: that of the citizen's words, unless they are too few to say."""

from nlu.dialogue.moves import folded
from nlu.dialogue.shapes import CONFIRM, Heard, Said

_ARABIC = ("ur", "ps")
_NAMES = ("address", "complainant_name", "phone", "district")
"""Answers made of names: an English address says nothing about the language of the conversation."""


def _by_script(text: str) -> str:
    """With nothing to go by: English for Latin letters, else Urdu."""
    return "en" if any(character.isascii() and character.isalpha() for character in text) else "ur"


def answer_language(turn: Said, heard: Heard, is_move: bool) -> str:
    """The language to answer in; that of the conversation where the words do not say otherwise."""
    before, now, sure = turn.language, heard.language, heard.language_confidence
    if before in ("", "und"):
        return now if now != "und" else _by_script(turn.text)
    if now == "und" or now == before or not turn.text.strip() or turn.choice:
        return before
    words = len(folded(turn.text).split())
    other_script = (before in _ARABIC) != (now in _ARABIC)
    if turn.question is None:
        return now if sure >= 0.5 else before
    if turn.question in _NAMES:
        return now if other_script and now in _ARABIC and sure >= 0.6 and not is_move else before
    if words <= 2:
        return now if other_script and now in _ARABIC and (sure >= 0.6 or turn.question == CONFIRM) else before
    return now if sure >= 0.7 and not (is_move and not other_script) else before

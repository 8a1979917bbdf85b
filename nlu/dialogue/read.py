"""What a turn means, from the words, what was asked and what is known. Used by Rasa's channel and by the fallback."""

from nlu.dialogue.answers import ANSWERS
from nlu.dialogue.catalogue import labels, spoken
from nlu.dialogue.corrections import ask_again, correction
from nlu.dialogue.digressions import digression
from nlu.dialogue.free_text import only_facts, opening
from nlu.dialogue.languages import answer_language
from nlu.dialogue.moves import is_command, language_asked, move
from nlu.dialogue.questions import STARTED_AFRESH
from nlu.dialogue.shapes import ALL, CONFIRM, CORRECTION, DIALOGUE, Heard, Reading, Said, split_asking
from nlu.dialogue.taken_apart import taken_apart

_FIRST = (None, "description")


def said(text: str, choice: "str | None", language: str, known: "dict[str, str]", asking: "str | None") -> Said:
    """The caller's turn, with the question taken apart. A button's title typed as words counts as words."""
    question, offered, back = split_asking(asking)
    return Said(text, choice or None, language, known, question, offered, back)


def read(turn: Said, heard: Heard) -> Reading:
    """The reading of a turn. Never fails: what is not understood is the move ``unclear``."""
    reading = taken_apart(turn, heard) or _read(turn, heard)
    wanted = language_asked(turn.text)
    language = wanted or answer_language(turn, heard, bool(move(turn.text)))
    if reading.move == "start_over":
        reading = reading.but(forget=STARTED_AFRESH)
    return reading.but(language=spoken(language))


def _read(turn: Said, heard: Heard) -> Reading:
    pressed = _pressed(turn)
    if pressed is not None:
        return pressed
    if not turn.text.strip():
        return Reading("attachment", options=_same_options(turn))
    if is_command(turn.text):
        return Reading("unclear", options=_same_options(turn))
    if move(turn.text) == "anonymous":
        return Reading("inform", fields={"anonymous": ("yes", 0.95, DIALOGUE)}, options=_same_options(turn))
    aside = digression(turn, heard)
    if aside is not None:
        return Reading(aside, options=_same_options(turn))
    if turn.question in _FIRST:
        if turn.known.get("description") and turn.question is None:
            return _beside(turn, heard)
        return opening(turn, heard)
    kept = _kept_as_it_was(turn)
    if kept is not None:
        return kept
    corrected = correction(turn, heard, anywhere=True) if turn.question not in (CONFIRM, CORRECTION) else None
    if corrected is not None:
        return corrected
    answer = ANSWERS.get(str(turn.question))
    reading = answer(turn, heard) if answer else _beside(turn, heard)
    return reading if reading.options else reading.but(options=_same_options(turn))


def _kept_as_it_was(turn: Said) -> "Reading | None":
    """A field was to be changed, and now is not."""
    old = turn.known.get(str(turn.question))
    if old and move(turn.text) in ("skip", "deny"):
        return Reading("inform", fields={str(turn.question): (old, 0.9, DIALOGUE)})
    return None


def _beside(turn: Said, heard: Heard) -> Reading:
    """Words that come with a record already begun (a mail, a letter, an answer to several questions at once)."""
    meant = move(turn.text)
    if meant is not None:
        return Reading("inform" if meant in ("affirm", "deny", "skip", "anonymous") else "unclear")
    return Reading("inform", fields=only_facts(turn, heard))


def _same_options(turn: Said) -> "dict[str, tuple[str, ...]]":
    """What was offered stays offered when the question is asked again."""
    return {turn.question: turn.offered} if turn.question and turn.offered else {}


def _pressed(turn: Said) -> "Reading | None":
    """A button's payload, if it is one of ours; anything else counts as words."""
    name, _, value = (turn.choice or "").partition(":")
    if name == "category" and value in labels()["categories"]:
        if value == "other" and turn.offered not in ((), (ALL,)):
            return Reading("narrow", options={"category": (ALL,)})
        return Reading("inform", fields={"category": (value, 0.98, DIALOGUE)})
    if name == "district" and value in turn.offered:
        return Reading("inform", fields={"district": (value, 0.98, DIALOGUE)})
    if name == CONFIRM and turn.question == CONFIRM and value in ("yes", "no"):
        return Reading("affirm", confirmed=True) if value == "yes" else Reading("deny")
    if name == CORRECTION and value in labels()["fields"]:
        return ask_again(value)
    if name in ("skip", "anonymous") and turn.question in ("address", "complainant_name", "phone"):
        return ANSWERS[str(turn.question)](turn, Heard())
    return None

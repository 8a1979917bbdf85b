"""A name that is stated takes the wish not to be named back."""

from core.text.anonymity import wants_to_be_named
from core.text.names import find_name
from nlu.dialogue.cues import cues
from nlu.dialogue.proofs import is_given_name
from nlu.dialogue.shapes import CONFIRM, CORRECTION, DIALOGUE, Reading, Said

_NAMED = ("no", 0.95, DIALOGUE)


def named_again(turn: Said, reading: Reading, surely: bool) -> Reading:
    """The reading, with the anonymity taken back where the citizen says so, or states a name at the question for it or
    in a correction. ``surely``: the name in it is a correction's or stated as the writer's own."""
    hides = reading.fields.get("anonymous", ("", 0.0, ""))[0] == "yes"
    if (hides or turn.known.get("anonymous") == "yes") and not _is_given(turn, reading):
        reading = reading.but(fields={name: one for name, one in reading.fields.items() if name != "complainant_name"})
    if turn.known.get("anonymous") != "yes" or hides:
        return reading
    if wants_to_be_named(turn.text):
        return reading.but(fields={**reading.fields, "anonymous": _NAMED}, **_ask(turn, reading))
    states = "complainant_name" in reading.fields
    asked = turn.question == "complainant_name"
    if states and (asked or (surely and turn.question in (CONFIRM, CORRECTION))):
        return reading.but(fields={**reading.fields, "anonymous": _NAMED})
    return reading


def _is_given(turn: Said, reading: Reading) -> bool:
    """Is the name in it said to be one? Once hidden, no other words are taken for a name: "4 months have passed"."""
    if turn.question == "complainant_name" or find_name(turn.text) is not None or wants_to_be_named(turn.text):
        return True
    words = reading.fields.get("complainant_name", ("", 0.0, ""))[0].split()
    return "name" in cues(turn.text) and any(is_given_name(word) for word in words)


def _ask(turn: Said, reading: Reading) -> "dict[str, object]":
    """Who is no longer anonymous and gives no name is asked for it."""
    if "complainant_name" in reading.fields or turn.known.get("complainant_name") or turn.question is None:
        return {"move": "inform"} if reading.move in ("unclear", "deny", "service") else {}
    return {"move": "correct", "forget": ("complainant_name",), "changed": "complainant_name"}

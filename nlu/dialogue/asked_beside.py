"""A reading beside the questions about the service that were set apart from its turn (questions_apart.py)."""

import re

from nlu.dialogue.does import Does
from nlu.dialogue.opening import complaint
from nlu.dialogue.shapes import Heard, Reading, Said
from nlu.dialogue.words import tokens

_IF = re.compile(r"\s*(?:aur |and |اور |او )?(?:agar|agr|if|ka chere|اگر|که)\s", re.IGNORECASE)
_FIRST = (None, "description")
_TELLS = 4
"""Words: so many beside a question about the service are a complaint, whatever else they sound like."""


def only_asks(turn: Said, topic: str) -> Reading:
    """The reading of a turn that does nothing but ask; what was offered stays offered."""
    kept = {turn.question: turn.offered} if turn.question and turn.offered else {}
    return Reading("service", topic=topic, options=kept)


def with_answers(turn: Said, heard: Heard, does: Does, reading: Reading, asks: "tuple[str, ...]") -> Reading:
    """What is not understood needs no word beside an answer, and whoever asks has not refused yet. Of whoever is
    nameless already that is said."""
    first = turn.question in _FIRST and "description" not in reading.fields and reading.move != "service"
    if first and len(tokens(turn.text)) >= _TELLS:
        reading = complaint(turn, heard, does)
    elif not reading.fields and (reading.move in ("unclear", "deny") or _IF.match(turn.text)):
        reading = only_asks(turn, asks[0])
    hidden = reading.fields["anonymous"][0] if "anonymous" in reading.fields else turn.known.get("anonymous")
    said = {"privacy": "nameless"} if hidden == "yes" else {}
    topic = said.get(reading.topic, reading.topic) if reading.topic else None
    return reading.but(topic=topic, asks=tuple(said.get(one, one) for one in asks))

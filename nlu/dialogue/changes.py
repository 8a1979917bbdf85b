"""What a turn changed of the record that was shown, in the citizen's language: "Changed: place → …". Whoever corrects
something sees at once whether it was understood."""

import re

from nlu.dialogue.catalogue import label, service
from nlu.dialogue.moves import folded
from nlu.dialogue.render import EDITABLE, shown
from nlu.dialogue.shapes import CONFIRM, CORRECTION, Reading, Said

_SENTENCE = re.compile(r"(?<=[.!?۔؟])\s+|\n+")
_LONGEST = 160


def changes_said(turn: Said, reading: Reading) -> "list[str]":
    """A line a change, in the order of the summary; none where nothing was shown yet."""
    was_shown = turn.question in (CONFIRM, CORRECTION) or turn.back in (CONFIRM, CORRECTION)
    if not was_shown or reading.confirmed:
        return []
    return [line for name in EDITABLE if (line := _line(name, turn, reading))]


def is_changed(turn: Said, reading: Reading) -> bool:
    """Is any field another than before, or to be asked anew?"""
    differ = any(folded(value) != folded(turn.known.get(name, "")) for name, (value, _, _) in reading.fields.items())
    return differ or bool(reading.forget)


def _line(name: str, turn: Said, reading: Reading) -> str:
    if name not in reading.fields or name in reading.forget:
        return ""
    new, old = reading.fields[name][0], turn.known.get(name, "")
    if new == old or (name == "complainant_name" and _is_hidden(turn, reading)):
        return ""
    if name == "description":
        return _of_the_words(old, new, reading.language)
    said = service("changed", reading.language)
    return said.replace("{what}", label("fields", name, reading.language)).replace(
        "{value}", shown(name, new, reading.language)
    )


def _is_hidden(turn: Said, reading: Reading) -> bool:
    told = reading.fields.get("anonymous", (turn.known.get("anonymous", ""), 1.0, ""))
    return told[0] == "yes"


def _of_the_words(old: str, new: str, language: str) -> str:
    was, now = _sentences(old), _sentences(new)
    came = [one for one in now if one not in was]
    went = [one for one in was if one not in now]
    if came and not went:
        return service("added", language).replace("{value}", _short(" ".join(came)))
    if went and not came:
        return service("removed", language).replace("{value}", _short(" ".join(went)))
    return service("rewritten", language) if came or went else ""


def _sentences(text: str) -> "list[str]":
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"

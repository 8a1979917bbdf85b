"""Answers to several questions in one message (all_at_once.py): by their numbers, by their labels, or line by line."""

import re
from collections.abc import Mapping
from dataclasses import replace

from core.text.normalise import fold_digits
from nlu.dialogue.answers.by_question import ANSWERS
from nlu.dialogue.does import weigh
from nlu.dialogue.free_text import only_facts
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.moves import is_field_word
from nlu.dialogue.questions import OPTIONAL, reachable
from nlu.dialogue.shapes import CONFIRM, Heard, Reading, Said, Value

_REQUIRED = ("description", "category", "district")
_NUMBERED = re.compile(r"[(\[]?(\d)\s*[.):\-–،۔\]]+\s*(\S.*)?", re.ASCII)
_LABELLED = re.compile(r"(\w+)\s*[:：=\-–]\s*(\S.*)")
_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069 \t*•-"


def taken_apart(turn: Said, heard: Heard) -> "Reading | None":
    """What each piece of the message answers; None where several questions were not asked, or it cannot be taken
    apart."""
    asked = _asked(turn)
    pieces = split(turn.text, asked) if len(asked) > 1 and asked[0] == turn.question else {}
    if not pieces:
        return None
    facts = only_facts(turn, heard)
    fields: dict[str, Value] = {name: fact for name, fact in facts.items() if name not in asked}
    skipped: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = {}
    for name, piece in pieces.items():
        one = _answer(replace(turn, text=piece, question=name, choice=None, offered=()))
        fields.update({key: value for key, value in one.fields.items() if key == name or key not in asked})
        skipped += one.skipped
        options.update({key: value for key, value in one.options.items() if key == name and name not in fields})
    return Reading("inform", fields=fields, skipped=skipped, options=options)


def split(text: str, asked: "tuple[str, ...]") -> Mapping[str, str]:
    """Question → its piece of the text; empty where the lines are not one answer each."""
    lines = [line for line in (line.strip(_MARKS) for line in text.splitlines()) if line]
    for way in (_by_number, _by_label, _by_line):
        pieces = way(lines, asked)
        if pieces:
            return pieces
    return {}


def _asked(turn: Said) -> "tuple[str, ...]":
    """What a message that asks for all at once has asked: what is required and missing, then what would be useful."""
    if turn.back != CONFIRM:
        return ()
    missing = [name for name in _REQUIRED if not turn.known.get(name)]
    missing += [] if reachable(turn.known) else ["phone"]
    asked = (*missing, *(name for name in OPTIONAL if not turn.known.get(name)))
    return asked if set(asked) <= set(ANSWERS) else ()


def _by_number(lines: "list[str]", asked: "tuple[str, ...]") -> Mapping[str, str]:
    pieces: dict[str, str] = {}
    name = ""
    for line in lines:
        match = _NUMBERED.fullmatch(fold_digits(line))
        place = int(match[1]) - 1 if match else -1
        if match and 0 <= place < len(asked) and asked[place] not in pieces:
            name = asked[place]
            pieces[name] = line[match.start(2) :] if match[2] else ""
        elif name:
            pieces[name] = f"{pieces[name]}\n{line}".strip()
    return {name: piece for name, piece in pieces.items() if piece}


def _by_label(lines: "list[str]", asked: "tuple[str, ...]") -> Mapping[str, str]:
    pieces: dict[str, str] = {}
    name = ""
    for line in lines:
        match = _LABELLED.fullmatch(line)
        found = next((one for one in asked if match and is_field_word(match[1], one)), None)
        if match and found and found not in pieces:
            name, pieces[found] = found, match[2]
        elif name:
            pieces[name] += f"\n{line}"
    return pieces if len(pieces) > 1 else {}


def _by_line(lines: "list[str]", asked: "tuple[str, ...]") -> Mapping[str, str]:
    """One line an answer, in the order of the questions: only where each line can be one."""
    if len(lines) != len(asked):
        return {}
    pieces = dict(zip(asked, lines, strict=True))
    for name, piece in pieces.items():
        reading = _answer(Said(piece, None, "en", {}, name))
        if name not in reading.fields and name not in reading.skipped and "anonymous" not in reading.fields:
            return {}
    return pieces


def _answer(turn: Said) -> Reading:
    """What one piece answers; pieces are answers, so what is likely for one counts."""
    heard = hear_plainly(turn.text, today(), turn)
    heard = replace(heard, acts={**heard.acts, "answers": 0.9})
    return ANSWERS[str(turn.question)](turn, heard, weigh(turn, heard)) or Reading("unclear")

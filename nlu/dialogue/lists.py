"""A question's options as a list to choose from, for channels that have lists; what is longer than ten rows is chosen
in two steps: a group, then what is in it (lists.yml)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.asking import Asking
from nlu.dialogue.catalogue import label, labels, spoken
from nlu.dialogue.render import EDITABLE, MOST_BUTTONS, Scene, district_name, render
from nlu.dialogue.shapes import AGAIN, ALL, CORRECTION
from nlu.dialogue.tables import read_table

MOST_ROWS, LONGEST_ROW, LONGEST_ABOUT = 10, 24, 72
"""WhatsApp's limits, as Twilio has them: https://www.twilio.com/docs/content/twiliolist-picker"""
OPENS = "list"
"""``list:QUESTION:GROUP`` is the payload of a row that opens a second list."""


@dataclass(frozen=True)
class Row:
    """A row: what it says, what comes back when it is chosen, and what stands below it (Twilio wants that of each)."""

    title: str
    payload: str
    about: str


@dataclass(frozen=True)
class Listed:
    """A question as a list. ``text`` is said above it, in place of ``instead_of``: the same with numbers. ``asking`` is
    what is asked then."""

    rows: "tuple[Row, ...]"
    button: str
    text: str
    instead_of: str
    asking: "str | None"


def listed(asking: "str | None", language: str) -> "Listed | None":
    """What is asked as a list; None where there is nothing to choose from, or buttons do."""
    asked = Asking.read(asking)
    question, offered = asked.question, asked.options
    if question not in ("category", "district", CORRECTION):
        return None
    offered = () if offered == (AGAIN,) else offered
    everything = _everything(question, offered)
    if question != "district" and offered != (ALL,) and len(everything) <= MOST_BUTTONS:
        return None
    if question == "district" and offered and len(offered) <= MOST_BUTTONS:
        return None
    rows = _rows(question, everything, language)
    if len(rows) > MOST_ROWS:
        rows = _groups(question, everything, language)
    numbered = _numbered(question, offered, language)
    return Listed(rows, _said("open", language), _said("say", language, question), numbered, asking)


def opened(choice: "str | None", asking: "str | None", language: str) -> "Listed | None":
    """The second list, where ``choice`` is a row of the first; None for anything else, and for a list that is no longer
    what is asked."""
    opens, _, which = (choice or "").partition(":")
    question, _, group = which.partition(":")
    asked = Asking.read(asking)
    if opens != OPENS or asked.question != question or group not in _table().get(question, {}):
        return None
    inside = tuple(one for one in _table()[question][group]["rows"] if one in _everything(question, asked.options))
    if question == "category":
        inside = (*inside, "other")
    asking = asked.offering(inside).text
    numbered = _numbered(question, inside, language)
    text = numbered.partition("\n")[0]
    return Listed(_rows(question, inside, language), _said("open", language), text, numbered, asking)


def _everything(question: str, offered: "tuple[str, ...]") -> "tuple[str, ...]":
    if question == CORRECTION:
        return offered or EDITABLE
    if question == "category":
        return (
            tuple(labels()["categories"])
            if offered in ((), (ALL,))
            else (*(o for o in offered if o != "other"), "other")
        )
    return offered or tuple(one for group in _table()["district"].values() for one in group["rows"])


def _rows(question: str, values: "tuple[str, ...]", language: str) -> "tuple[Row, ...]":
    about = label("fields", question, language) if question != CORRECTION else label("buttons", "no", language)
    return tuple(Row(_named(question, one, language)[:LONGEST_ROW], f"{question}:{one}", about) for one in values)


def _groups(question: str, values: "tuple[str, ...]", language: str) -> "tuple[Row, ...]":
    """A row for each group that has any of these; one that has only one is that one."""
    found = []
    for name, group in _table()[question].items():
        inside = tuple(one for one in group["rows"] if one in values)
        if len(inside) == 1:
            about = group.get("about", {}).get(spoken(language))
            found += [replace(row, about=about or row.about) for row in _rows(question, inside, language)]
        elif inside:
            title = group["title"][spoken(language)]
            found.append(Row(title, f"{OPENS}:{question}:{name}", _together(question, inside, language)))
    return tuple(found)


def _together(question: str, values: "tuple[str, ...]", language: str) -> str:
    """The names of what is in a group, as many as there is room for."""
    comma = "، " if language in ("ur", "ps") else ", "
    said = ""
    for one in values:
        more = f"{said}{comma if said else ''}{_named(question, one, language)}"
        if len(more) > LONGEST_ABOUT:
            break
        said = more
    return said


def _named(question: str, value: str, language: str) -> str:
    if question == "district":
        return district_name(value, language)
    return label("categories" if question == "category" else "fields", value, language)


def _numbered(question: str, offered: "tuple[str, ...]", language: str) -> str:
    """The question as it is said where there are no lists."""
    return render(f"utter_ask_{question}", Scene(language, {}, {question: offered} if offered else {})).text


def _said(key: str, language: str, question: "str | None" = None) -> str:
    found: Mapping[str, Any] = _table()[key]
    texts: Mapping[str, str] = found[question] if question else found
    return texts[spoken(language)]


@functools.cache
def _table() -> "Mapping[str, Any]":
    read: dict[str, Any] = read_table(Path(__file__).parent / "lists.yml")
    return read

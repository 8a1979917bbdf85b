"""Words a response: the text in the citizen's language, its numbered options and its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.asking import Asking
from core.text.dates import ABOUT
from core.text.gazetteer import districts
from core.text.pins import is_pinned, pinned
from nlu.dialogue.catalogue import has, label, labels, service, text
from nlu.dialogue.catalogue import responses as catalogue
from nlu.dialogue.questions import OPTIONAL
from nlu.dialogue.shapes import AGAIN, ALL, CONFIRM, CORRECTION

MOST_BUTTONS = 3
"""WhatsApp shows at most three buttons, with titles of at most twenty characters."""

LONGEST_TITLE = 20
LONGEST_SHOWN = 300
"""Characters of a value in the summary; the record keeps all of it."""

_LAST_SHOWN = 120

_IN_SUMMARY = ("description", "category", "district", "address", "complainant_name", "phone", "email", "cnic",
               "incident_date")  # fmt: skip
EDITABLE = ("description", "category", "district", "address", "complainant_name", "phone")
_ASK = "utter_ask_"


@dataclass(frozen=True)
class Scene:
    """What is needed to word a response: the record after this turn, what is offered, and what was asked before.

    ``back``: where the asking goes on after a change. ``brief``: the summary was just shown and has not changed.
    ``topic``: which of the service's answers is to be said.
    """

    language: str
    known: Mapping[str, str]
    options: Mapping[str, Sequence[str]]
    question: "str | None" = None
    back: "str | None" = None
    brief: bool = False
    topic: "str | None" = None


@dataclass(frozen=True)
class Spoken:
    """One response, ready to send. ``asking`` is what it asks, in the form in which the caller keeps it."""

    text: str
    buttons: "tuple[tuple[str, str], ...]" = ()
    asking: "str | None" = None
    outcome: "str | None" = None


def render(key: str, scene: Scene) -> Spoken:
    """Word the response ``key``. Raises KeyError for one that the catalogue does not have."""
    if key.startswith(_ASK):
        asked = _question(key.removeprefix(_ASK), scene)
        asking = Asking.read(asked.asking)
        back = scene.back if asking.question not in (CONFIRM, CORRECTION) else None
        return replace(asked, asking=replace(asking, back=back).text)
    if key == "utter_service" and scene.topic:
        return Spoken(service(scene.topic, scene.language))
    special = f"{key}_{scene.question}"
    chosen = special if has(special) else key
    return Spoken(text(chosen, scene.language), outcome=catalogue()[chosen].outcome)


def _question(name: str, scene: Scene) -> Spoken:
    language = scene.language
    if name == "category":
        return _category(scene)
    if name == "district" and scene.options.get("district"):
        offered = tuple(scene.options["district"])
        titles = [district_name(one, language) for one in offered]
        return _choice("utter_ask_district_which", "district", offered, titles, language)
    if name == CONFIRM:
        key = "utter_ask_confirmed_short" if scene.brief else "utter_ask_confirmed"
        buttons = tuple((label("buttons", one, language), f"{CONFIRM}:{one}") for one in ("yes", "no"))
        return Spoken(text(key, language, summary=summary(scene.known, language)), buttons, _confirm(scene))
    if name == CORRECTION:
        titles = [label("fields", one, language) for one in EDITABLE]
        return _choice("utter_ask_correction", CORRECTION, EDITABLE, titles, language)
    buttons = ()
    if name == "address":
        buttons = ((label("buttons", "skip", language), "skip"),)
    elif name == "complainant_name":
        buttons = ((label("buttons", "anonymous", language), "anonymous"),)
    again = tuple(scene.options.get(name) or ())
    return Spoken(text(_ASK + name, language), buttons, Asking(name, again).text)


def _confirm(scene: Scene) -> "str | None":
    """The question for a yes; once it was asked without the summary, the next time has it again."""
    return Asking(CONFIRM, (AGAIN,) if scene.brief else ()).text


def _category(scene: Scene) -> Spoken:
    offered = tuple(scene.options.get("category") or (ALL,))
    if offered == (ALL,):
        everything = tuple(labels()["categories"])
        titles = [label("categories", one, scene.language) for one in everything]
        spoken = _choice("utter_ask_category_all", "category", everything, titles, scene.language)
        return Spoken(spoken.text, (), Asking("category", (ALL,)).text)
    offered = (*(one for one in offered if one != "other"), "other")
    titles = [label("categories", one, scene.language) for one in offered]
    return _choice("utter_ask_category", "category", offered, titles, scene.language)


def _choice(key: str, question: str, values: "tuple[str, ...]", titles: "list[str]", language: str) -> Spoken:
    numbered = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    buttons: tuple[tuple[str, str], ...] = ()
    if len(values) <= MOST_BUTTONS:
        buttons = tuple((title[:LONGEST_TITLE], f"{question}:{one}") for title, one in zip(titles, values, strict=True))
    return Spoken(text(key, language, options=numbered), buttons, Asking(question, values).text)


def summary(known: Mapping[str, str], language: str) -> str:
    """The record in lines, in the citizen's language. Long words are cut here, never in the record."""
    lines = []
    for name in _IN_SUMMARY:
        value = known.get(name)
        if name == "complainant_name" and known.get("anonymous") == "yes":
            value = label("buttons", "anonymous", language)
        if not value and name in OPTIONAL and known.get("district"):
            value = label("values", "not_given", language)
        if value:
            lines.append(f"{label('fields', name, language)}: {shown(name, value, language)}")
    return "\n".join(lines)


def shown(name: str, value: str, language: str) -> str:
    """A field's value as the summary has it."""
    if name == "category":
        return label("categories", value, language)
    if name == "district":
        return district_name(value, language)
    value = pinned(language) if is_pinned(value) else " ".join(value.split())
    if name == "incident_date":
        return _day(value, language)
    if name in ("phone", "cnic"):
        return f"\u2066{value}\u2069" if language in ("ur", "ps") else value
    return shortened(value)


def shortened(value: str) -> str:
    """A long value by its beginning and its end, where what was added last stands; cut between words."""
    if len(value) < LONGEST_SHOWN:
        return value
    first = value[: LONGEST_SHOWN - _LAST_SHOWN - 3].rsplit(" ", 1)[0]
    return f"{first} … {value[-_LAST_SHOWN:].partition(' ')[2]}"


def _day(value: str, language: str) -> str:
    """A day as people write it: 12 November 2026; of one that is known but to two days (a Hijri date) that is said."""
    try:
        when = date.fromisoformat(value.removesuffix(ABOUT))
    except ValueError:
        return value
    shown = f"{when.day} {labels()['months'][str(when.month)][language]} {when.year}"
    if value.endswith(ABOUT):
        shown = f"{shown} ({label('values', 'about_day', language)})"
    return f"\u2067{shown}\u2069" if language in ("ur", "ps") else shown


def district_name(name: str, language: str) -> str:
    """A district's name in the citizen's script."""
    known = districts().get(name)
    if known is None:
        return name
    return {"ur": known.urdu, "ps": known.pashto}.get(language) or name

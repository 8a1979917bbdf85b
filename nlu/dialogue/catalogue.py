"""Every text that a citizen can be told, and every short label, read from the data files.

The texts are the Rasa domain's own responses (assistant/domain/responses/*.yml), one variation a language: Rasa and
the plain questions say the same because they read the same.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.dialogue.tables import read_table

LANGUAGES = ("en", "ur", "roman_ur", "ps")
DEFAULT = "en"
_HERE = Path(__file__).parent
_DOMAIN = _HERE.parent / "assistant" / "domain"


@dataclass(frozen=True)
class Response:
    """One response: its text in each language, and what the turn comes to when it is said (or None)."""

    texts: Mapping[str, str]
    outcome: "str | None"


def spoken(language: str) -> str:
    """The language that we answer in for a language that was detected."""
    return language if language in LANGUAGES else DEFAULT


def has(key: str) -> bool:
    """Is there such a response?"""
    return key in responses()


def text(key: str, language: str, **values: str) -> str:
    """The text of a response, with ``{name}`` replaced. Raises KeyError for an unknown key."""
    wording = responses()[key].texts[spoken(language)]
    for name, value in values.items():
        wording = wording.replace("{" + name + "}", value)
    return wording


def label(group: str, key: str, language: str) -> str:
    """The short name of a category, field or button; the key itself where it has none."""
    named = labels()[group].get(key)
    return named[spoken(language)] if named else key


def service(topic: str, language: str) -> str:
    """The answer to a question about the service (service.yml): the nearest topic that has one."""
    answers = _service()
    for name in (topic, topic.partition("_")[0], "about"):
        if name in answers:
            return answers[name][spoken(language)]
    return ""


@functools.cache
def _service() -> Mapping[str, Mapping[str, str]]:
    read: dict[str, dict[str, str]] = _read(_HERE / "service.yml")
    return read


@functools.cache
def responses() -> Mapping[str, Response]:
    """All responses by key, read once."""
    found: dict[str, Response] = {}
    for path in sorted((_DOMAIN / "responses").glob("*.yml")):
        for key, variations in _read(path)["responses"].items():
            texts = {one["condition"][0]["value"]: one["text"] for one in variations}
            found[key] = Response(texts, (variations[0].get("metadata") or {}).get("outcome"))
    return found


@functools.cache
def labels() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """All labels by group and key, read once."""
    read: dict[str, dict[str, dict[str, str]]] = _read(_HERE / "labels.yml")
    return read


@functools.cache
def questions() -> tuple[str, ...]:
    """The form's questions, in their order, as Rasa has them."""
    return tuple(_read(_DOMAIN / "forms.yml")["forms"]["complaint_form"]["required_slots"])


@functools.cache
def phrases() -> Mapping[str, Any]:
    """The words of words.yml, read once."""
    read: dict[str, Any] = _read(_HERE / "words.yml")
    return read


def _read(path: Path) -> Any:
    return read_table(path)

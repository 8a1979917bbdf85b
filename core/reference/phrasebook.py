"""What the house itself says to a citizen, in four languages: files in core/reference/phrases/.

The dialogue's own questions are not here: see nlu/.
"""

import functools
import json
from datetime import datetime
from importlib import resources

from core.ports import PAKISTAN
from core.ticket import Ticket

LANGUAGES = ("en", "ur", "roman_ur", "ps")
_FILES = resources.files("core.reference") / "phrases"


def say(key: str, language: str, **values: str) -> str:
    """A phrase in a language (English where we do not know it), with its values put in. Raises KeyError."""
    return _phrases(language if language in LANGUAGES else "en")[key].format(**values)


def has(key: str) -> bool:
    """Is there such a phrase?"""
    return key in _phrases("en")


def under(beginning: str, language: str) -> dict[str, str]:
    """All phrases whose keys begin so, by the rest of their keys, with the places for their values."""
    phrases = _phrases(language if language in LANGUAGES else "en")
    return {key.removeprefix(beginning): text for key, text in phrases.items() if key.startswith(beginning)}


def state_in_words(ticket: Ticket, language: str) -> str:
    """How a ticket stands."""
    return say(f"state.{ticket.state}", language)


def event_in_words(kind: str, language: str) -> str:
    """What happened, as a citizen may read it: no names, no words of officers. ``kind`` is a TicketEvent's."""
    try:
        return say(f"event.{kind}", language)
    except KeyError:
        return say("event.other", language)


def is_told(kind: str) -> bool:
    """Is this kind of event told to the citizen? What stays inside the house is not, not even that it happened."""
    return has(f"event.{kind}")


def date_in_words(moment: datetime) -> str:
    """A day as it is written in Pakistan, by the clock there.

    With slashes: among Urdu words a date with hyphens is shown with its parts in reverse (UAX #9, rules W2 and W4).
    """
    return f"{moment.astimezone(PAKISTAN):%d/%m/%Y}"


def moment_in_words(moment: datetime) -> str:
    """A day and its hour, by the clock in Pakistan."""
    return f"{moment.astimezone(PAKISTAN):%d/%m/%Y %H:%M}"


@functools.cache
def _phrases(language: str) -> dict[str, str]:
    phrases: dict[str, str] = json.loads((_FILES / f"{language}.json").read_text(encoding="utf-8"))
    return phrases

"""The helpline's words, a file a language."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("ur", "ps", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All prompts of a language."""
    file = resources.files("channels.ivr.prompts") / f"{language}.json"
    prompts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return prompts


def spoken_language(language: str | None) -> str:
    """The language of a record as one in which we can speak: Roman Urdu is Urdu, what we do not know too."""
    return language if language in LANGUAGES else "ur"

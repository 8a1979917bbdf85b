"""The words of the citizen's pages: the catalogue of phrases, in the four languages in which people write to us."""

from flask import request

from core.reference.phrasebook import LANGUAGES, say
from gateway.web.shared.languages import page_language

RIGHT_TO_LEFT = ("ur", "ps")
NAMES = {"en": "English", "ur": "اردو", "roman_ur": "Roman Urdu", "ps": "پښتو"}


def chosen() -> str:
    """The language that the page is read in: chosen, remembered, or wished by the browser."""
    for wished in (request.values.get("language", ""), request.cookies.get("language", "")):
        if wished in LANGUAGES:
            return wished
    return page_language()


def for_templates() -> dict[str, object]:
    """What every page of the citizen's needs to speak."""
    language = chosen()
    return {
        "language": language,
        "citizen_languages": {code: NAMES[code] for code in LANGUAGES},
        "html_language": {"roman_ur": "ur-Latn"}.get(language, language),
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "say": lambda key, **values: say(f"page.{key}", language, **values),
    }

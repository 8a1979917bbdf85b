"""What the house itself says to a citizen, in four languages: files in core/reference/phrases/.

The dialogue's own questions are not here: see nlu/.
"""

import functools
import json
from importlib import resources

LANGUAGES = ("en", "ur", "roman_ur", "ps")
_FILES = resources.files("core.reference") / "phrases"


def say(key: str, language: str, **values: str) -> str:
    """A phrase in a language (English where we do not know it), with its values put in. Raises KeyError."""
    return _phrases(language if language in LANGUAGES else "en")[key].format(**values)


@functools.cache
def _phrases(language: str) -> dict[str, str]:
    phrases: dict[str, str] = json.loads((_FILES / f"{language}.json").read_text(encoding="utf-8"))
    return phrases

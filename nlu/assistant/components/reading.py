"""A text as the classifiers read it: normalised, lower case, with its numbers masked."""

import re

from core.text.normalise import normalise

_DIGIT = re.compile(r"\d")


def read(text: str) -> str:
    """The text for the classifiers: one spelling of each letter, every digit a 0."""
    return _DIGIT.sub("0", normalise(text).lower())

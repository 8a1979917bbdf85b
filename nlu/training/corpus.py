"""The hand-written training texts, read from Rasa's files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One text with what it teaches. ``group`` ties variants to the text that was written by hand."""

    text: str
    label: str
    language: str
    group: int = 0
    weight: float = 1.0

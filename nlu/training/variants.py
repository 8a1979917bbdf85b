"""Spelling variants by rule, on top of the hand-written texts. The same seed gives the same variants."""

from dataclasses import replace

from nlu.training.corpus import Example


def grow(examples: list[Example], copies: int = 2) -> list[Example]:  # noqa: ARG001 (variants come next)
    """Every example, and ``copies`` variants of each that differ from it."""
    return [replace(example, group=group) for group, example in enumerate(examples)]

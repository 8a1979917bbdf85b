"""What the readers in this package give back: a value and where in the text it stood."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One thing read out of a text.

    ``kind`` says what it is (``cnic``, ``phone``, ``date``, ``name`` …), ``value`` is its canonical form and
    ``text[start:end]`` is how it was written. ``confidence`` is 0 to 1.
    """

    kind: str
    value: str
    start: int
    end: int
    confidence: float

"""A text in parts that one message of a provider's takes."""

from collections.abc import Callable, Iterator

Measure = Callable[[str], int]
"""How long a text is, as the provider counts it."""


def parts(text: str, longest: int, measure: Measure = len) -> list[str]:
    """Cut where a line ends, else between words, else anywhere."""
    return list(_parts(text.strip(), longest, measure)) or [""]


def _parts(rest: str, longest: int, measure: Measure) -> Iterator[str]:
    while rest:
        fits = _first(rest, longest, measure)
        if len(fits) < len(rest):
            at = max(fits.rfind("\n"), 0) or max(fits.rfind(" "), 0)
            fits = fits[:at] or fits
        yield fits.strip()
        rest = rest[len(fits) :].strip()


def _first(text: str, longest: int, measure: Measure) -> str:
    """As much as one message takes: found by halves."""
    if measure(text) <= longest:
        return text
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= longest else (low, middle - 1)
    return text[:low]

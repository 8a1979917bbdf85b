"""What reading gives: words with their place and how sure they are, in lines, on a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.messages import Box


@dataclass(frozen=True, slots=True)
class Word:
    """One word, its confidence (0 to 1), and where it stands on the prepared page."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """Words in reading order."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        return mean_confidence(self.words)

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)


def mean_confidence(words: Iterable[Word]) -> float:
    """The mean over letters, so that a stray dot does not count as much as a word; 0 where there is nothing."""
    weighed = [(len(word.text), word.confidence) for word in words]
    letters = sum(length for length, _ in weighed)
    return sum(length * confidence for length, confidence in weighed) / letters if letters else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all. Raises ValueError for none."""
    listed = list(boxes)
    left, top = min(box.left for box in listed), min(box.top for box in listed)
    right = max(box.left + box.width for box in listed)
    bottom = max(box.top + box.height for box in listed)
    return Box(left, top, right - left, bottom - top)

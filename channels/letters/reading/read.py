"""What reading a page gives."""

from dataclasses import dataclass, field

from channels.letters.opening.documents import Picture
from channels.letters.reading.words import Line


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it was read. ``rotation`` is how far clockwise it was turned when it was scanned, in degrees.

    ``prepared`` is the picture that the boxes of the words are on; None where it was not asked for. ``sheet`` is its
    number in the file, from 0, separator sheets counted. ``kind`` is what sort of page it is (page_kinds).
    """

    lines: tuple[Line, ...]
    language: str
    confidence: float
    rotation: int
    prepared: "Picture | None" = field(default=None, repr=False)
    sheet: int = 0
    kind: str = "text"

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

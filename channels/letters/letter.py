"""A page from its picture to its words: the steps in their order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from channels.letters.clean import clean
from channels.letters.documents import Picture, picture
from channels.letters.limits import Limits
from channels.letters.orient import cropped, lines_run_down, straightened, turned_quarter
from channels.letters.page import lay_flat
from channels.letters.read import read_prepared
from channels.letters.tongue import Tongue, tongue
from channels.letters.words import Line, mean_confidence


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it was read. ``rotation`` is how far clockwise it was turned when it was scanned, in degrees.

    ``prepared`` is the picture that the boxes of the words are on.
    """

    lines: tuple[Line, ...]
    language: str
    confidence: float
    rotation: int
    prepared: Picture = field(repr=False)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_pages(paths: Sequence[Path], limits: Limits, at_once: int) -> list[ReadPage]:
    """The pages of a document, ``at_once`` of them side by side. Tesseract is a process, so threads are enough."""
    with ThreadPoolExecutor(max_workers=max(1, at_once)) as pool:
        return list(pool.map(lambda path: read_page(picture(path), limits), paths))


def read_page(scan: Picture, limits: Limits) -> ReadPage:
    """One page. What cannot be read gives no lines and no confidence; it is never an error."""
    page = clean(lay_flat(scan))
    quarter = 90 if lines_run_down(page) else 0
    page, _ = straightened(turned_quarter(page, quarter))
    page = cropped(page)
    found = tongue(page)
    page = turned_quarter(page, found.turn)
    lines = read_prepared(page, found.language, seconds=limits.page_seconds)
    turned = (quarter + found.turn) % 360
    return ReadPage(tuple(lines), found.language, _confidence(lines, found), (360 - turned) % 360, page)


def _confidence(lines: Sequence[Line], found: Tongue) -> float:
    words = [word for line in lines for word in line.words]
    return round(mean_confidence(words) if len(words) > 2 else 0.0, 3) if found.confidence > 0 else 0.0

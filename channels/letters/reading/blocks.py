"""Blocks in English on a page in Arabic script (a letterhead, a form): lines that our reader sees to be Latin are
read again by tesseract, together with those beside them."""

import time
from collections.abc import Iterator, Sequence
from itertools import groupby

from channels.letters.opening.documents import Picture
from channels.letters.reading.alphabet import LATIN
from channels.letters.reading.lines import InkLine
from channels.letters.reading.tesseract import BLOCK, read_lines
from channels.letters.reading.words import Line, Word, around, mean_confidence
from core.messages import Box

_SHARE, _FEWEST, _SURE = 0.6, 6, 0.6
"""The share of a line's letters that are Latin; how many there must be in a block; how sure tesseract must be of it."""
_PAD = 12


def english_blocks(
    page: Picture, inks: Sequence[InkLine], lines: Sequence[Line], end: float
) -> Iterator[tuple[list[Line], bool]]:
    """The lines in parts from top to bottom: those as they were given, and blocks read in English (True)."""
    numbered = groupby(range(len(lines)), key=lambda number: _latin(lines[number]) > _SHARE)
    for latin, group in numbered:
        numbers = list(group)
        given = [lines[number] for number in numbers]
        letters = sum(word.text.count(LATIN) for line in given for word in line.words)
        if latin and letters >= _FEWEST and end - time.monotonic() > 1:
            read = _read(page, around(inks[number].box for number in numbers), end)
            if mean_confidence([word for line in read for word in line.words]) >= _SURE:
                yield read, True
                continue
        yield given, False


def _latin(line: Line) -> float:
    letters = [sign for word in line.words for sign in word.text if sign == LATIN or sign.isalpha()]
    return letters.count(LATIN) / len(letters) if letters else 0.0


def _read(page: Picture, box: Box, end: float) -> list[Line]:
    top, left = max(0, box.top - _PAD), max(0, box.left - _PAD)
    part = page[top : box.top + box.height + _PAD, left : box.left + box.width + _PAD]
    return [
        Line(tuple(_moved(word, left, top) for word in line.words))
        for line in read_lines(part, "eng", BLOCK, seconds=max(1.0, end - time.monotonic()))
    ]


def _moved(word: Word, left: int, top: int) -> Word:
    box = word.box
    return Word(word.text, word.confidence, Box(left + box.left, top + box.top, box.width, box.height))

"""Numbers are read several times by readers that know nothing of each other; what they do not agree on is unsure.

A wrong CNIC or phone that looks right does more harm than none. Western digits are read by tesseract's English and by
our own line reader. Native digits (۰ to ۹, ٠ to ٩) tesseract cannot read: there it is our line reader, and our reader
of numbers, which was trained apart from it; both must agree, and the second be sure of every digit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from channels.letters.alphabet import as_read
from channels.letters.documents import Picture
from channels.letters.line_reader import SeenLine, read_numbers, read_seen
from channels.letters.lines import InkLine
from channels.letters.tesseract import BLOCK, read_lines
from channels.letters.words import Line, Word, around
from core.messages import Box
from core.text.normalise import fold_digits

AGREED, ALONE, DOUBTED = 0.97, 0.55, 0.4
"""The confidence of a number that two readers agree on; that one reads twice alike; that they differ on."""

_SURE_DIGIT = 0.9
"""How sure the reader of numbers must be of its least sure native digit. See docs/letters.md for what this gives."""
_FEWEST = 4
_NUMERIC = re.compile(r"[\d\-–—/.+,()_ـ:]+")
_ROW, _GAP = 64, 56


@dataclass(frozen=True, slots=True)
class _Number:
    line: int
    first: int
    last: int
    text: str
    box: Box
    native: bool


def verified(page: Picture, lines: Sequence[Line]) -> list[Line]:
    """The lines with every number of four digits or more read again, and its words joined to one."""
    numbers = [number for index, line in enumerate(lines) for number in _numbers(index, line)]
    if not numbers:
        return list(lines)
    crops = [_crop(page, number.box) for number in numbers]
    western = [index for index, number in enumerate(numbers) if not number.native]
    natives = [index for index, number in enumerate(numbers) if number.native]
    english = dict(zip(western, _english([crops[index] for index in western]), strict=True))
    alone = dict(zip(natives, read_numbers([crops[index] for index in natives]), strict=True))
    own = [[as_read(seen.seen)] for seen in _own(crops, 1.0)]
    unlike = [
        n
        for n, number in enumerate(numbers)
        if _digits(own[n][0]) not in map(_digits, (number.text, english.get(n, "")))
    ]
    for index, seen in zip(unlike, _own([crops[index] for index in unlike], 1.25), strict=True):
        own[index].append(as_read(seen.seen))
    changed: dict[int, list[tuple[_Number, Word]]] = {}
    for index, number in enumerate(numbers):
        word = (
            _native(number, own[index], alone[index]) if number.native else _western(number, english[index], own[index])
        )
        changed.setdefault(number.line, []).append((number, word))
    return [_with(line, changed.get(index, [])) for index, line in enumerate(lines)]


def _numbers(index: int, line: Line) -> Iterator[_Number]:
    """Runs of words that are parts of one number."""
    words = line.words
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _NUMERIC.fullmatch(fold_digits(words[end].text)):
            end += 1
        if end == at:
            at += 1
            continue
        text = " ".join(word.text for word in words[at:end])
        digits = [sign for sign in text if sign.isdigit()]
        if len(digits) >= _FEWEST:
            native = sum(not sign.isascii() for sign in digits) * 2 > len(digits)
            yield _Number(index, at, end, text, around(word.box for word in words[at:end]), native)
        at = end


def _crop(page: Picture, box: Box) -> InkLine:
    pad = max(6, box.height // 6)
    top, left = max(0, box.top - pad), max(0, box.left - pad)
    part = page[top : box.top + box.height + pad, left : box.left + box.width + pad]
    return InkLine(Box(left, top, part.shape[1], part.shape[0]), part, (left, top))


def _english(crops: Sequence[InkLine]) -> list[str]:
    """Tesseract's reading of each, in one run: the crops stand below one another on one picture."""
    if not crops:
        return []
    rows = [_row(crop.picture) for crop in crops]
    width = max(row.shape[1] for row in rows) + 2 * _GAP
    sheet = np.full((len(rows) * (_ROW + _GAP) + _GAP, width), 255, np.uint8)
    for index, row in enumerate(rows):
        top = _GAP + index * (_ROW + _GAP)
        sheet[top : top + _ROW, _GAP : _GAP + row.shape[1]] = row
    texts = [""] * len(rows)
    for line in read_lines(sheet, "eng", BLOCK, seconds=20):
        middle = line.box.top + line.box.height / 2 - _GAP / 2
        index = min(len(rows) - 1, max(0, int(middle // (_ROW + _GAP))))
        texts[index] = f"{texts[index]} {line.text}".strip()
    return texts


def _row(picture: Picture) -> Picture:
    scale = _ROW / picture.shape[0]
    return cv2.resize(picture, (max(4, round(picture.shape[1] * scale)), _ROW), interpolation=cv2.INTER_CUBIC)


def _own(crops: Sequence[InkLine], stretch: float) -> list[SeenLine]:
    stretched = []
    for crop in crops:
        size = (max(4, round(crop.picture.shape[1] * stretch)), max(4, round(crop.picture.shape[0])))
        stretched.append(InkLine(crop.box, cv2.resize(crop.picture, size, interpolation=cv2.INTER_CUBIC)))
    return read_seen(stretched)


def _western(number: _Number, english: str, own: Sequence[str]) -> Word:
    """The number as tesseract has it, or as it was read in its line, where our reader has it once more the same."""
    for text in (english, number.text):
        if len(_digits(text)) >= _FEWEST and _digits(text) in [_digits(one) for one in own]:
            return Word(_tidy(text), AGREED, number.box)
    return Word(_tidy(number.text), DOUBTED, number.box)


def _native(number: _Number, own: Sequence[str], alone: SeenLine) -> Word:
    """The number as it was read in its line: believed where the reader of numbers has the same digits, is sure of each,
    and the line reader has them once more when it sees nothing else."""
    digits = _digits(number.text)
    again = [_digits(one) for one in own]
    if digits != _digits(as_read(alone.seen)):
        return Word(_tidy(number.text), DOUBTED, number.box)
    least = min(sign.probability for sign in alone.signs if sign.sign.isdigit())
    sure = least >= _SURE_DIGIT and digits in again
    return Word(_tidy(number.text), AGREED if sure else ALONE, number.box)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold_digits(text))


def _tidy(text: str) -> str:
    """Without spaces around its hyphens and slashes, and without what is no part of a number at its ends."""
    text = re.sub(r"\s*([-–—/])\s*", r"\1", text.strip())
    return text.strip(" .,:;_()'\"|") or text


def _with(line: Line, numbers: Sequence[tuple[_Number, Word]]) -> Line:
    words: list[Word] = []
    at = 0
    for number, word in numbers:
        words += [*line.words[at : number.first], word]
        at = number.last
    return Line((*words, *line.words[at:]))

"""Numbers are read several times by readers that know nothing of each other; what they do not agree on is unsure.

A wrong CNIC or phone that looks right does more harm than none. Our line reader and our reader of numbers must agree,
and the second be sure of every digit. Of Western digits, where they do not, or where the page was read by tesseract,
tesseract and one of ours must agree. (Native digits, ۰ to ۹ and ٠ to ٩, tesseract cannot read.)
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.opening.documents import Picture
from channels.letters.reading.alphabet import as_read
from channels.letters.reading.line_reader import ReadLine, read_ink, read_numbers
from channels.letters.reading.lines import InkLine
from channels.letters.reading.tesseract import BLOCK, read_lines
from channels.letters.reading.words import Line, Word, around
from core.messages import Box
from core.text.normalise import fold_digits

AGREED, ALONE, DOUBTED = 0.97, 0.55, 0.4
"""The confidence of a number that two readers agree on; that one reads twice alike; that they differ on."""

_SURE_NATIVE, _SURE_WESTERN = 0.85, 0.9
"""How sure the reader of numbers must be of its least sure digit. See docs/letters.md for what this gives."""
_FEWEST = 4
_NUMERIC = re.compile(r"[\d\-–—/.+,()_ـ:]+")
_ROW, _GAP = 64, 56
_DARK, _FARTHEST = 150, 6


@dataclass(frozen=True, slots=True)
class _Number:
    line: int
    first: int
    last: int
    text: str
    box: Box
    native: bool


def verified(page: Picture, lines: Sequence[Line], *, from_own: bool = True) -> list[Line]:
    """The lines with every number of four digits or more read again, and its words joined to one.

    ``from_own`` says who read the lines: our line reader, or tesseract.
    """
    numbers = [number for index, line in enumerate(lines) for number in _numbers(index, line)]
    if not numbers:
        return list(lines)
    crops = [number_picture(page, number.box) for number in numbers]
    own = [[as_read(seen.seen)] for seen in _own(crops, 1.0)]
    asked = [n for n, number in enumerate(numbers) if from_own or number.native or not _agree([number.text], own[n])]
    alone = dict(zip(asked, read_numbers([crops[index] for index in asked]), strict=True))
    for index in asked:
        if not numbers[index].native:
            own[index].append(as_read(alone[index].seen))
    sure = {index: _sure(numbers[index], own[index], alone[index]) for index in asked}
    doubtful = [index for index in asked if not numbers[index].native and not (from_own and sure[index])]
    english = dict(zip(doubtful, _english([crops[index] for index in doubtful]), strict=True))
    unlike = [n for n, number in enumerate(numbers) if not _agree([number.text, english.get(n, "")], own[n][:1])]
    for index, seen in zip(unlike, _own([crops[index] for index in unlike], 1.25), strict=True):
        own[index].append(as_read(seen.seen))
    changed: dict[int, list[tuple[_Number, Word]]] = {}
    for index, number in enumerate(numbers):
        if number.native or (from_own and sure[index]):
            word = _native(number, own[index], alone[index])
        elif from_own:
            word = _western(number, [english[index]], [number.text, *own[index]])
        else:
            word = _western(number, [english.get(index, ""), number.text], own[index])
        changed.setdefault(number.line, []).append((number, word))
    return [_with(line, changed.get(index, [])) for index, line in enumerate(lines)]


def _sure(number: _Number, own: Sequence[str], alone: ReadLine) -> bool:
    """Do our two networks agree, each time they were asked, and is the one for numbers sure of every digit?"""
    texts = [number.text, *own, as_read(alone.seen)]
    least = min((sign.probability for sign in alone.signs if sign.sign.isdigit()), default=0.0)
    return least >= _SURE_WESTERN and len({_digits(text) for text in texts}) == 1


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    """Do two readers have the same digits?"""
    return bool({_digits(text) for text in some if len(_digits(text)) >= _FEWEST} & {_digits(text) for text in others})


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


def number_picture(page: Picture, box: Box) -> InkLine:
    """The number's picture. A digit that its box cuts through or barely misses is on it whole: all that read the
    picture would miss it together."""
    pad = max(6, box.height // 6)
    top, bottom = max(0, box.top - pad), box.top + box.height + pad
    gap = max(4, box.height // 9)
    inked: NDArray[np.bool_] = np.any(page[box.top : box.top + box.height] < _DARK, axis=0)
    left, right = _to_gap(inked[::-1], inked.size - box.left, gap), _to_gap(inked, box.left + box.width, gap)
    left, right = max(0, inked.size - left - pad), min(inked.size, right + pad)
    part = page[top:bottom, left:right]
    return InkLine(Box(left, top, part.shape[1], part.shape[0]), part, (left, top))


def _to_gap(inked: NDArray[np.bool_], start: int, gap: int) -> int:
    """The first place from ``start`` on after which ``gap`` columns are white, or which is as far as we go."""
    at = min(max(0, start), inked.size)
    most = min(inked.size, at + _FARTHEST * gap)
    while at < most and inked[at : at + gap].any():
        at += int(np.flatnonzero(inked[at : at + gap])[-1]) + 1
    return min(at, most)


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


def _own(crops: Sequence[InkLine], stretch: float) -> list[ReadLine]:
    stretched = []
    for crop in crops:
        size = (max(4, round(crop.picture.shape[1] * stretch)), max(4, round(crop.picture.shape[0])))
        stretched.append(InkLine(crop.box, cv2.resize(crop.picture, size, interpolation=cv2.INTER_CUBIC)))
    return read_ink(stretched)


def _western(number: _Number, tesseracts: Sequence[str], own: Sequence[str]) -> Word:
    """The number as one of tesseract's readings has it, where one of ours has the same; they know nothing of each
    other."""
    for text in tesseracts:
        if _agree([text], own):
            return Word(_tidy(text), AGREED, number.box)
    return Word(_tidy(number.text), DOUBTED, number.box)


def _native(number: _Number, own: Sequence[str], alone: ReadLine) -> Word:
    """The number as it was read in its line: believed where the reader of numbers has the same digits, is sure of each,
    and the line reader has them once more when it sees nothing else."""
    digits = _digits(number.text)
    again = [_digits(one) for one in own]
    if digits != _digits(as_read(alone.seen)):
        return Word(_tidy(number.text), DOUBTED, number.box)
    least = min(sign.probability for sign in alone.signs if sign.sign.isdigit())
    sure = least >= _SURE_NATIVE and digits in again
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

"""Latin words on a page in Arabic script (email addresses, offices): our reader says where, tesseract says what."""

from collections.abc import Iterator, Sequence

from channels.letters.opening.documents import Picture
from channels.letters.reading.alphabet import LATIN
from channels.letters.reading.tesseract import ONE_LINE, read_lines
from channels.letters.reading.words import Line, Word, around
from core.messages import Box

_MOST = 12
_FEWEST_LETTERS = 2


def with_latin(page: Picture, lines: Sequence[Line]) -> list[Line]:
    """The lines with their Latin runs read in English. A lone doubtful letter is left out."""
    done = 0
    changed = []
    for line in lines:
        words: list[Word] = []
        for run, latin in _runs(line.words):
            letters = sum(word.text.count(LATIN) for word in run)
            if not latin:
                words += run
            elif letters >= _FEWEST_LETTERS and done < _MOST:
                done += 1
                words += _read(page, around(word.box for word in run))
        changed.append(Line(tuple(words)))
    return changed


def _runs(words: Sequence[Word]) -> Iterator[tuple[list[Word], bool]]:
    run: list[Word] = []
    for word in words:
        if run and (LATIN in word.text) is not (LATIN in run[-1].text):
            yield run, LATIN in run[0].text
            run = []
        run.append(word)
    if run:
        yield run, LATIN in run[0].text


def _read(page: Picture, box: Box) -> list[Word]:
    pad = 14
    top, left = max(0, box.top - pad), max(0, box.left - pad)
    part = page[top : box.top + box.height + pad, left : box.left + box.width + pad]
    found = [word for line in read_lines(part, "eng", ONE_LINE, seconds=10) for word in line.words]
    return [
        Word(word.text, word.confidence, Box(left + word.box.left, top + word.box.top, word.box.width, word.box.height))
        for word in found
    ]

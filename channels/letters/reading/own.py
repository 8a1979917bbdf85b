"""What our own line reader saw, as lines of words in reading order with their places on the page."""

from collections.abc import Sequence

from channels.letters.reading.alphabet import LATIN, as_read
from channels.letters.reading.line_reader import ReadLine, Sign, read_ink
from channels.letters.reading.lines import InkLine
from channels.letters.reading.words import Line, Word
from core.messages import Box


def own_lines(lines: Sequence[InkLine], end: float | None = None) -> list[Line]:
    """One line each, possibly without words; those that are not read at ``end`` (time.monotonic()) have none."""
    return [_line(ink, seen) for ink, seen in zip(lines, read_ink(lines, end), strict=True)]


def _line(ink: InkLine, seen: ReadLine) -> Line:
    """The words from right to left; Latin words side by side keep their own order, which goes from left to right."""
    words = [_word(ink, signs) for signs in _split(seen.signs)]
    ordered: list[Word] = []
    run: list[Word] = []
    for word in reversed(words):
        if LATIN in word.text:
            run.insert(0, word)
            continue
        ordered += [*run, word]
        run = []
    return Line((*ordered, *run))


def _split(signs: Sequence[Sign]) -> list[list[Sign]]:
    parts: list[list[Sign]] = [[]]
    for sign in signs:
        if sign.sign == " ":
            parts.append([])
        else:
            parts[-1].append(sign)
    return [part for part in parts if part]


def _word(ink: InkLine, signs: Sequence[Sign]) -> Word:
    """Its confidence is that of its weakest signs more than of its best."""
    each = sorted(sign.probability for sign in signs)
    weak = each[: max(1, len(each) // 2)]
    margin = ink.box.height * 0.25
    left, right = int(signs[0].x - margin), int(signs[-1].x + margin)
    box = Box(max(0, left), ink.box.top, right - max(0, left), ink.box.height)
    return Word(as_read("".join(sign.sign for sign in signs)), round(sum(weak) / len(weak), 3), box)

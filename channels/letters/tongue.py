"""In which language a page is written, and whether it stands on its head: asked of the readers, not guessed.

Our own line reader reads some lines each way: upside down it is unsure, and Latin letters it names as such. Where that
is not clear, tesseract reads the densest part of the page each way and the surest reading wins. (Tesseract's own
detection, OSD, was right on 9 pages of 10.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from channels.letters.alphabet import DIGITS, LATIN
from channels.letters.documents import Picture
from channels.letters.line_reader import SeenLine, read_seen
from channels.letters.lines import InkLine, find_lines
from channels.letters.orient import turned_quarter
from channels.letters.tesseract import BLOCK, read_lines
from channels.letters.words import Line, mean_confidence

_LINES, _PIECE = 7, 7
"""How many lines are tried, and how long a piece of each, as a multiple of its height."""
_CLEAR = 0.12
_SURE_ENGLISH = 0.72
_PASHTO, _URDU = frozenset("ټډړږښځڅڼېۍګ"), frozenset("ٹڈڑںےھگئ")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The script ("arabic" or "latin"), how far the page is turned (0 or 180), and how sure that is, 0 to 1."""

    script: str
    turn: int
    confidence: float


def tongue(page: Picture) -> Tongue:
    """The script and the turn of a level page."""
    seen = {turn: read_seen(_longest(find_lines(turned_quarter(page, turn)))) for turn in (0, 180)}
    sure = {turn: _sureness(seen[turn]) for turn in seen}
    best = max(sure, key=lambda turn: sure[turn])
    latin = {turn: _latin_share(seen[turn]) for turn in seen}
    if sure[best] - sure[180 - best] > _CLEAR and latin[best] < 0.2:
        return Tongue("arabic", best, sure[best])
    return _by_tesseract(page)


def urdu_or_pashto(lines: Sequence[Line]) -> str:
    """The language of a text in Arabic script, by the letters that only one of the two has; Urdu where none says it."""
    text = "".join(line.text for line in lines)
    pashto, urdu = sum(sign in _PASHTO for sign in text), sum(sign in _URDU for sign in text)
    return "ps" if pashto > urdu else "ur"


def densest(page: Picture) -> Picture:
    """The quarter of the page, by height, that holds the most ink, in its whole width."""
    height = max(400, page.shape[0] // 4)
    if page.shape[0] <= height:
        return page
    ink = cv2.resize((page < 150).astype(np.float32), (1, page.shape[0]), interpolation=cv2.INTER_AREA).ravel()
    sums = np.convolve(ink, np.ones(height), "valid")
    top = int(np.argmax(sums))
    return page[top : top + height]


def _longest(lines: Sequence[InkLine]) -> list[InkLine]:
    """A piece of each of the longest lines: enough to tell."""
    return [_piece(line) for line in sorted(lines, key=lambda line: line.box.width, reverse=True)[:_LINES]]


def _piece(line: InkLine) -> InkLine:
    width = _PIECE * line.box.height
    left = max(0, (line.picture.shape[1] - width) // 2)
    return replace(line, picture=line.picture[:, left : left + width])


def _sureness(lines: Sequence[SeenLine]) -> float:
    each = [sign.probability for line in lines for sign in line.signs if sign.sign != " "]
    return float(np.mean(each)) * min(1.0, len(each) / 40) if each else 0.0


def _latin_share(lines: Sequence[SeenLine]) -> float:
    letters = [sign.sign for line in lines for sign in line.signs if sign.sign not in DIGITS + " -.,:/"]
    return letters.count(LATIN) / len(letters) if letters else 1.0


def _by_tesseract(page: Picture) -> Tongue:
    part = densest(page)
    turned = {turn: turned_quarter(part, turn) for turn in (0, 180)}
    found: list[tuple[float, str, int]] = []
    for turn in turned:
        found.append((_score(read_lines(turned[turn], "eng", BLOCK, seconds=20), True), "latin", turn))
        if found[-1][0] >= _SURE_ENGLISH:  # nothing reads so surely on its head
            break
    else:
        found += [
            (_score(read_lines(turned[turn], "urd", BLOCK, seconds=20), False), "arabic", turn) for turn in turned
        ]
    score, script, turn = max(found)
    return Tongue(script, turn, score)


def _score(lines: Sequence[Line], latin: bool) -> float:
    """The mean confidence of the words in the script that was asked for; little text counts less."""
    words = [word for line in lines for word in line.words]
    fitting = [word for word in words if any((ord(sign) < 0x250) is latin for sign in word.text if sign.isalpha())]
    letters = sum(len(word.text) for word in fitting)
    return mean_confidence(fitting) * min(1.0, letters / 40)

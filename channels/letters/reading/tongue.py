"""In which language a page is written, and whether it stands on its head: asked of the readers, not guessed.

Our own line reader reads pieces of some lines: upside down it is unsure, and Latin letters it names as such. Where it
sees Latin letters, tesseract reads the page in English, and if it does so surely that is the reading. Where neither is
clear, the other way up is asked too, and the surest reading wins. (Tesseract's own detection, OSD, was right on 9 pages
of 10.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from channels.letters.opening.documents import Picture
from channels.letters.reading.alphabet import DIGITS, LATIN
from channels.letters.reading.line_reader import ReadLine, read_ink
from channels.letters.reading.lines import InkLine
from channels.letters.reading.tesseract import BLOCK, read_lines
from channels.letters.reading.words import Line, mean_confidence
from channels.letters.sheet.orient import turned_quarter

_LINES, _PIECE = 5, 6
"""How many lines are tried, and how long a piece of each, as a multiple of its height."""
_CLEAR = 0.12
_SURE_ARABIC, _SURE_ENGLISH = 0.85, 0.72
"""Nothing reads so surely on its head, of ``_ENOUGH`` signs or letters."""
_SURE_OF_FEW, _ENOUGH, _FEWEST = 0.92, 40, 4
_UPRIGHT = 0.06
_SOME_LATIN, _MOSTLY_LATIN = 0.2, 0.8
_PASHTO, _URDU = frozenset("ټډړږښځڅڼېۍګ"), frozenset("ٹڈڑںےھگئ")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The script ("arabic" or "latin"), how far the page is turned (0 or 180), and how sure that is, 0 to 1.

    ``read`` is the whole page in English, where that was needed to tell.
    """

    script: str
    turn: int
    confidence: float
    read: tuple[Line, ...] | None = None

    @property
    def sure(self) -> bool:
        """Does nothing read so surely that is turned?"""
        return self.confidence >= (_SURE_ENGLISH if self.script == "latin" else _SURE_OF_FEW)

    @property
    def likely(self) -> float:
        """How likely it is read as it should be, against another turn: signs that are no letters look half like some of
        Urdu, but hardly like words of English."""
        return self.confidence if self.script == "latin" or self.confidence > _SURE_ARABIC else self.confidence * 0.6


def tongue(page: Picture, lines: Sequence[InkLine], seconds: float = 30.0) -> Tongue:
    """The script and the turn of a level page with these lines on it; in English it is read for ``seconds`` at most."""
    pieces = _longest(lines)
    seen = read_ink(pieces)
    upright, latin = _sureness(seen), _latin_share(seen)
    if upright > _least(seen) and latin < _SOME_LATIN:
        return Tongue("arabic", 0, upright)
    english: tuple[Line, ...] | None = None
    if latin > _MOSTLY_LATIN:
        english = tuple(read_lines(page, "eng", BLOCK, seconds=seconds))
        sure = _score(english, True)
        if sure >= _SURE_ENGLISH:
            return Tongue("latin", 0, sure, english)
    turned = read_ink([replace(piece, picture=turned_quarter(piece.picture, 180)) for piece in pieces])
    if abs(_sureness(turned) - upright) > _CLEAR:
        turn, best = (180, turned) if _sureness(turned) > upright else (0, seen)
        if _latin_share(best) < _SOME_LATIN:
            return Tongue("arabic", turn, _sureness(best))
    only_latin = min(latin, _latin_share(turned)) > _MOSTLY_LATIN
    found = _by_tesseract(page, arabic_too=not only_latin)
    return replace(found, read=english) if (found.script, found.turn) == ("latin", 0) else found


def most_of(lines: Sequence[Line]) -> str:
    """The language of most of a text: by its script, and Urdu or Pashto by the letters that only one of the two has;
    Urdu where none says it."""
    text = "".join(line.text for line in lines)
    letters = [sign for sign in text if sign.isalpha()]
    if sum(sign.isascii() for sign in letters) * 2 > len(letters):
        return "en"
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
    """The part with the most ink: of a form's line the middle is the gap between its columns."""
    width = _PIECE * line.box.height
    if line.picture.shape[1] <= width:
        return line
    sums = np.concatenate(([0], np.cumsum((line.picture < 150).sum(axis=0))))
    left = int(np.argmax(sums[width:] - sums[:-width]))
    return replace(line, picture=line.picture[:, left : left + width])


def _sureness(lines: Sequence[ReadLine]) -> float:
    """The mean over the signs; of one or two signs that is chance."""
    each = _probabilities(lines)
    return float(np.mean(each)) * min(1.0, len(each) / _FEWEST) if each else 0.0


def _least(lines: Sequence[ReadLine]) -> float:
    """How sure the signs must be for the page to stand upright: the surer, the fewer they are."""
    return _SURE_ARABIC if len(_probabilities(lines)) >= _ENOUGH else _SURE_OF_FEW


def _probabilities(lines: Sequence[ReadLine]) -> list[float]:
    return [sign.probability for line in lines for sign in line.signs if sign.sign != " "]


def _latin_share(lines: Sequence[ReadLine]) -> float:
    letters = [sign.sign for line in lines for sign in line.signs if sign.sign not in DIGITS + " -.,:/"]
    return letters.count(LATIN) / len(letters) if letters else 1.0


def _by_tesseract(page: Picture, *, arabic_too: bool) -> Tongue:
    """What tesseract reads most surely. Most pages stand upright: to turn one it must be surer by some way."""
    part = densest(page)
    turned = {turn: turned_quarter(part, turn) for turn in (0, 180)}
    found: list[tuple[float, str, int]] = []
    for turn in turned:
        found.append((_score(read_lines(turned[turn], "eng", BLOCK, seconds=20), True), "latin", turn))
        if found[-1][0] >= _SURE_ENGLISH:  # nothing reads so surely on its head
            break
    else:
        for turn in turned if arabic_too else ():
            found.append((_score(read_lines(turned[turn], "urd", BLOCK, seconds=20), False), "arabic", turn))
    score, script, turn = max(found, key=lambda one: one[0] + (_UPRIGHT if one[2] == 0 else 0.0))
    return Tongue(script, turn, score)


def _score(lines: Sequence[Line], latin: bool) -> float:
    """The mean confidence of the words in the script that was asked for; little text counts less."""
    words = [word for line in lines for word in line.words]
    fitting = [word for word in words if any((ord(sign) < 0x250) is latin for sign in word.text if sign.isalpha())]
    letters = sum(len(word.text) for word in fitting)
    return mean_confidence(fitting) * min(1.0, letters / 10)

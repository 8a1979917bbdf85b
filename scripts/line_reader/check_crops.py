# ruff: noqa: T201 - it tells what it found
"""How surely numbers are read, each alone on its picture: ``python -m scripts.line_reader.check_crops LINES.npz``.

LINES is what ``render.py … numbers`` wrote. Our two networks read each, the line reader twice, as digits.py does;
tesseract is not asked. Printed for native and for Western digits: right and believed / unsure / wrong and believed.
"""

import sys
from collections import Counter
from pathlib import Path

import cv2

from channels.letters.reading import digits
from channels.letters.reading.alphabet import as_read
from channels.letters.reading.line_reader import SeenLine, read_numbers, read_seen
from channels.letters.reading.lines import InkLine
from core.messages import Box
from core.text.normalise import fold_digits
from scripts.line_reader.check_numbers import numbers

_AT_ONCE = 24


def main(file: Path, most: int) -> None:
    """Read them, and say what became of them."""
    cv2.setNumThreads(1)
    told: dict[str, Counter[str]] = {"native": Counter(), "Western": Counter()}
    given = numbers(file, most)
    for start in range(0, len(given), _AT_ONCE):
        rows = given[start : start + _AT_ONCE]
        crops = [InkLine(Box(0, 0, ink.shape[1], ink.shape[0]), 255 - ink) for ink, _, _ in rows]
        wide = [
            InkLine(crop.box, cv2.resize(crop.picture, None, fx=1.25, fy=1.0, interpolation=cv2.INTER_CUBIC))
            for crop in crops
        ]
        read = zip(rows, read_seen(crops), read_seen(wide), read_numbers(crops), strict=True)
        for (_, truth, font), *seen, alone in read:
            native = font.endswith("۰")
            least = min((sign.probability for sign in alone.signs if sign.sign.isdigit()), default=0.0)
            texts = {_digits(one) for one in (*seen, alone)}
            believed = len(texts) == 1 and least >= (digits._SURE_NATIVE if native else digits._SURE_WESTERN)
            right = believed and sorted(texts.pop()) == sorted(truth)  # parts may stand in reverse order
            told["native" if native else "Western"]["right" if right else "wrong" if believed else "unsure"] += 1
    for name, counts in told.items():
        print(f"{name}: {counts['right']} / {counts['unsure']} / {counts['wrong']}")


def _digits(line: SeenLine) -> str:
    return "".join(sign for sign in fold_digits(as_read(line.seen)) if sign.isdigit())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**6)

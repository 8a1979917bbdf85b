# ruff: noqa: T201 - it tells what it found
"""How surely numbers are read, by font: ``python -m scripts.line_reader.check_numbers LINES.npz [MOST]``.

LINES is what ``render.py … numbers`` wrote. The numbers are worn down, put on pages, twenty to a page, and read as any
page is. Printed: right and believed / unsure / wrong and believed.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from channels.letters.opening.documents import Picture
from channels.letters.reading.digits import AGREED, verified
from channels.letters.reading.lines import find_lines
from channels.letters.reading.own import own_lines
from channels.letters.reading.tesseract import one_thread_each
from core.text.normalise import fold_digits
from scripts.line_reader.degrade import degraded

_A_PAGE, _PITCH, _FEWEST = 20, 130, 8


def numbers(file: Path, most: int) -> list[tuple[Picture, str, str]]:
    """Pictures of the numbers long enough to matter (CNIC, phone, date), the digits on them, and their fonts."""
    data, rng = np.load(file), np.random.default_rng(3)
    ink, end, found = data["ink"], 0, []
    for width, label, font in zip(data["widths"], data["labels"], data["fonts"], strict=True):
        start, end = end, end + 64 * int(width)
        digits = re.sub(r"\D", "", fold_digits(str(label)))
        if len(digits) >= _FEWEST and len(found) < most:
            kind = " ۰" if not str(label)[-1].isascii() else " 0"
            found.append((degraded(ink[start:end].reshape(64, int(width)), rng), digits, str(font) + kind))
    return found


def page(rows: list[tuple[Picture, str, str]]) -> Picture:
    """The numbers one below the other."""
    width = max(picture.shape[1] for picture, _, _ in rows) + 200
    sheet = np.full((len(rows) * _PITCH + 100, width), 255, np.uint8)
    for number, (picture, _, _) in enumerate(rows):
        top = 50 + number * _PITCH
        sheet[top : top + 64, 100 : 100 + picture.shape[1]] = 255 - picture
    return sheet


def main(file: Path, most: int) -> None:
    """Read them, and say what became of them."""
    one_thread_each()
    told: dict[str, Counter[str]] = {}
    given = numbers(file, most)
    for start in range(0, len(given), _A_PAGE):
        rows = given[start : start + _A_PAGE]
        sheet = page(rows)
        read = verified(sheet, own_lines(find_lines(sheet)))
        for number, (_, digits, font) in enumerate(rows):
            top = 50 + number * _PITCH
            words = [w for line in read for w in line.words if top - 20 < w.box.top + w.box.height / 2 < top + 84]
            sure = [w for w in words if w.confidence >= AGREED and len(re.sub(r"\D", "", fold_digits(w.text))) > 3]
            told_digits = [re.sub(r"\D", "", fold_digits(w.text)) for w in sure]
            right = any(sorted(one) == sorted(digits) for one in told_digits)  # parts may stand in reverse order
            sure = [w for w in sure if right or len(told_digits[0]) == len(digits)]  # too short is found out later
            if sure and not right:
                print(f"wrong: {digits} read as {[word.text for word in sure]}", file=sys.stderr, flush=True)
            told.setdefault(font, Counter())["right" if right else "wrong" if sure else "unsure"] += 1
        print(f"{min(len(given), start + _A_PAGE)} of {len(given)}", file=sys.stderr, flush=True)
    total: Counter[str] = Counter()
    for font, counts in sorted(told.items()):
        print(f"{font}: {counts['right']} / {counts['unsure']} / {counts['wrong']}")
        total += counts
    print(f"all: {total['right']} / {total['unsure']} / {total['wrong']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)

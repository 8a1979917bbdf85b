"""Many letters in one file: a sheet with our QR code on it parts them. An office prints the sheet once."""

from collections.abc import Sequence

import cv2
import numpy as np
import segno

from channels.letters.opening.documents import Picture

SEPARATOR = "ARZI:SEPARATOR"
_SMALL = 900


def is_separator(page: Picture) -> bool:
    """Is the page a separator sheet, whichever way up it was scanned?"""
    scale = min(1.0, _SMALL / max(page.shape[:2]))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, texts, _, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(small)
    return SEPARATOR in texts


def separator_sheet() -> Picture:
    """The sheet to print: A4 in grey at 150 dots an inch, with the code three times so that one is surely read."""
    sheet = np.full((1754, 1240), 255, np.uint8)
    code = np.array([list(row) for row in segno.make(SEPARATOR, error="h").matrix], np.uint8)
    block = np.kron(1 - code, np.full((14, 14), 255)).astype(np.uint8)
    for top in (120, 700, 1280):
        left = (sheet.shape[1] - block.shape[1]) // 2
        sheet[top : top + block.shape[0], left : left + block.shape[1]] = block
    return sheet


def parted(separators: Sequence[bool], *, one_letter: str) -> list[list[int]]:
    """The numbers of the pages of each letter. Separator sheets belong to none; a letter has at least one page."""
    letters: list[list[int]] = [[]]
    for number, separator in enumerate(separators):
        if separator:
            letters.append([])
            continue
        if one_letter == "page" and letters[-1]:
            letters.append([])
        letters[-1].append(number)
    return [letter for letter in letters if letter]

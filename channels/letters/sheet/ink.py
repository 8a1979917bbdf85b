"""What a prepared page is by its ink, before anything is read: text perhaps, blank, a photograph, noise."""

import cv2
import numpy as np

from channels.letters.opening.documents import Picture
from channels.letters.page_kinds import BLANK, PHOTO, TEXT, UNREADABLE

_FEWEST_INK, _MOST_INK = 0.0001, 0.35
"""The share of the page that is ink: less is a blank page, more is noise or a picture."""
_TRACES = 0.0004
"""The share of a page that is not white from which on there may be pencil on it."""
_PAPER = 0.5
"""The least share of a prepared page that is white paper: a photograph of things has less."""


def before_reading(page: Picture) -> str:
    """What a prepared page is by its ink: BLANK, PHOTO or UNREADABLE (noise), or TEXT where it may be read."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = float((small < 150).mean())
    if ink <= _FEWEST_INK:
        return BLANK if float((small < 225).mean()) < _TRACES else UNREADABLE
    white = float((small > 235).mean())
    if ink >= _MOST_INK or white < _PAPER:
        return PHOTO if _is_smooth(small) else UNREADABLE
    return TEXT


def _is_smooth(small: Picture) -> bool:
    """Are neighbouring points alike, as in a picture of something and not in noise?"""
    grey = small.astype(np.float32)
    spread = float(grey.std())
    return spread > 1 and float(np.abs(np.diff(grey, axis=1)).mean()) < 0.6 * spread

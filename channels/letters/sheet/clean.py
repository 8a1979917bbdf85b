"""Even light, white paper, dark ink, little noise. The grey of the strokes is kept: thresholding made reading worse."""

import cv2
import numpy as np

from channels.letters.opening.documents import Picture

_BACKGROUND_SIDE = 400


def clean(picture: Picture) -> Picture:
    """The page in grey, 255 for paper and 0 for the darkest ink, without shadows, stains and what shines through."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    grey = cv2.medianBlur(grey, 3)
    grey = cv2.GaussianBlur(grey, (3, 3), 0.6)
    flat = cv2.divide(grey, paper(np.asarray(grey, np.uint8)), scale=255)
    return _stretched(np.asarray(flat, np.uint8))


def paper(grey: Picture) -> Picture:
    """What the page would look like with nothing written on it: the light and the colour of the paper, smooth."""
    scale = _BACKGROUND_SIDE / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.dilate(small, np.ones((9, 9), np.uint8))
    small = cv2.medianBlur(np.asarray(small, np.uint8), 15)
    small = cv2.GaussianBlur(small, (0, 0), 4)
    back = cv2.resize(small, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(back, 1), np.uint8)


def _stretched(flat: Picture) -> Picture:
    """Ink to 0 and paper to 255. What shines through from the back is nearer to the paper than to the ink."""
    sample = flat[::4, ::4]
    dark = sample[sample < 215]
    ink = float(np.percentile(dark, 8)) if dark.size > sample.size * 0.0008 else 120.0
    ink = min(ink, 190.0)
    white = 255.0 - 0.10 * (255.0 - ink) - 5.0
    levels = np.clip((np.arange(256) - ink) * 255.0 / (white - ink), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(flat, levels), np.uint8)

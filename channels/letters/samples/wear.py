"""What happens to a page on its way to us, in steps: scanned askew, photographed, faxed, turned, faded."""

from collections.abc import Callable

import cv2
import numpy as np

from channels.letters.opening.documents import Picture

Wear = Callable[[Picture, np.random.Generator], Picture]


def clean(page: Picture, rng: np.random.Generator) -> Picture:
    """A good scan: a little blur and noise."""
    return _noisy(cv2.GaussianBlur(page, (0, 0), 0.7), rng, 3)


def skew(page: Picture, rng: np.random.Generator) -> Picture:
    """A sheet laid on the glass up to five degrees askew, on yellowish paper."""
    angle = float(rng.uniform(1.0, 5.0)) * float(rng.choice((-1, 1)))
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.97)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    tinted = (turned.astype(np.float32) * 0.86 + 22).astype(np.uint8)
    return _noisy(cv2.GaussianBlur(tinted, (0, 0), 0.8), rng, 5)


def phone(page: Picture, rng: np.random.Generator) -> Picture:
    """A phone's photo on a table: perspective, shadow, JPEG; in colour."""
    sheet = cv2.resize(page, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    height, width = sheet.shape
    canvas = (int(width * 1.25), int(height * 1.2))
    wood = rng.integers(40, 110, 3)
    grain = rng.normal(0, 9, (canvas[1] // 40, 8)).astype(np.float32)
    table = np.clip(cv2.resize(grain, canvas)[:, :, None] + wood[None, None, :], 0, 255).astype(np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    offset = np.array([(canvas[0] - width) / 2, (canvas[1] - height) / 2], np.float32)
    moved = (corners + offset + rng.uniform(-0.035, 0.035, (4, 2)) * width).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    paper = cv2.warpPerspective(cv2.cvtColor(sheet, cv2.COLOR_GRAY2BGR), matrix, canvas, flags=cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.full(sheet.shape, 255, np.uint8), matrix, canvas)[:, :, None] / 255.0
    photo = paper * mask + table * (1 - mask)
    photo *= _light(canvas, rng)[:, :, None] * np.array([0.86, 0.93, 0.97])
    photo = cv2.GaussianBlur(photo, (0, 0), float(rng.uniform(0.7, 1.1)))
    return _jpeg(_noisy(np.clip(photo, 0, 255).astype(np.uint8), rng, 5), 78)


def fax(page: Picture, rng: np.random.Generator) -> Picture:
    """204 dots an inch in black and white with specks, sometimes upside down."""
    scale = 204 / 300
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = _noisy(small, rng, 20)
    black = ((small > 150) * np.uint8(255)).astype(np.uint8)
    black[rng.random(black.shape) < 0.0015] = 0
    return np.asarray(cv2.rotate(black, cv2.ROTATE_180), np.uint8) if rng.random() < 0.5 else black


def rotated(page: Picture, rng: np.random.Generator) -> Picture:
    """Put into the scanner sideways or upside down."""
    turn = int(rng.choice((cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)))
    return np.asarray(cv2.rotate(clean(page, rng), turn), np.uint8)


def faded(page: Picture, rng: np.random.Generator) -> Picture:
    """Weak toner on grey paper, and the back shining through."""
    back = cv2.GaussianBlur(cv2.flip(page, 1), (0, 0), 4).astype(np.float32)
    front = 205.0 - (255.0 - page.astype(np.float32)) * 0.34
    mixed = front - (255.0 - back) * 0.05
    return _noisy(np.clip(mixed, 0, 255).astype(np.uint8), rng, 4)


WEARS: dict[str, Wear] = {
    "clean": clean,
    "skew": skew,
    "phone": phone,
    "fax": fax,
    "rotated": rotated,
    "faded": faded,
}


def _noisy(page: Picture, rng: np.random.Generator, strength: float) -> Picture:
    noise = np.asarray(rng.normal(0, strength, page.shape), np.float32)
    return np.asarray(np.clip(page + noise, 0, 255), np.uint8)


def _light(canvas: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A soft gradient and a shadow across a corner, 0.45 to 1."""
    down, across = np.mgrid[0 : 1 : canvas[1] * 1j, 0 : 1 : canvas[0] * 1j]
    a, b, c = rng.uniform(-0.35, 0.35), rng.uniform(-0.35, 0.35), rng.uniform(0.5, 1.3)
    light = 0.92 + a * (across - 0.5) + b * (down - 0.5)
    shadow = 1 - 0.22 / (1 + np.exp(-(across + down - c) * 18))
    return np.asarray(np.clip(light * shadow, 0.45, 1.0))


def _jpeg(photo: Picture, quality: int) -> Picture:
    done, packed = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8) if done else photo

"""A sample letter on a clean A4 page, at 300 dots an inch."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from channels.letters.opening.documents import Picture
from channels.letters.samples.compose import SampleLetter

_PAGE = (2480, 3508)
_FONTS = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Style:
    """A font file's stem, its size in pixels and the distance of lines as a multiple of it."""

    font: str
    size: int
    pitch: float


def drawn(letter: SampleLetter, style: Style, seed: int) -> tuple[Picture, str]:
    """The page in grey, and its text line by line as it stands on the page."""
    rng = random.Random(f"draw{seed}")  # noqa: S311 - the same seed must give the same page
    font = ImageFont.truetype(str(font_file(style.font)), style.size)
    rtl = letter.language != "en"
    picture = Image.new("L", _PAGE, 255)
    pen = ImageDraw.Draw(picture)
    margin = rng.randint(190, 320)
    y = float(rng.randint(220, 420))
    step = style.size * style.pitch
    written = []
    for line in letter.lines:
        for row in _wrapped(line.text, font, _PAGE[0] - 2 * margin, rtl):
            width = font.getlength(row, direction="rtl" if rtl else "ltr", language=letter.language)
            left = (line.place in ("start", "body")) is not rtl
            x = (_PAGE[0] - width) / 2 if line.place == "middle" else margin if left else _PAGE[0] - margin - width
            ink, way = rng.randint(0, 40), "rtl" if rtl else "ltr"
            pen.text((x, y), row, ink, font=font, anchor="ls", direction=way, language=letter.language)
            written.append(row)
            y += step
        y += step * (0.45 if line.place in ("body", "middle") else 0.05)
    return np.asarray(picture, np.uint8), "\n".join(written)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int, rtl: bool) -> list[str]:
    rows: list[str] = []
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and font.getlength(longer, direction="rtl" if rtl else "ltr") <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def font_file(stem: str) -> Path:
    """Raises FileNotFoundError for a font that is not installed."""
    for path in sorted(_FONTS.rglob(f"{stem}.*")):
        if path.suffix in (".ttf", ".otf"):
            return path
    raise FileNotFoundError(stem)

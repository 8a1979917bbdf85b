"""How often a page is turned wrongly: 1 to 60 lines in four scripts, as text, list, form or table, any way up.

    python -m channels.letters.evaluate.turns 500 [SEED]

prints each page that was turned wrongly, and how many of how many.
"""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import click
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from channels.letters.evaluate.pages import SCRIPTS
from channels.letters.letter import upright
from channels.letters.opening.documents import Picture
from channels.letters.reading.tesseract import one_thread_each
from channels.letters.samples.compose import compose
from channels.letters.samples.draw import font_file
from channels.letters.samples.wear import WEARS
from channels.letters.sheet.clean import clean
from channels.letters.sheet.orient import turned_quarter
from channels.letters.sheet.page import lay_flat

_PAGE = (2480, 3508)
_NAMES = ("English", "Pashto", "Urdu Naskh", "Urdu Nastaliq")
_COUNTS = (1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30, 60)
LAYOUTS = ("text", "list", "form", "table")


@dataclass(frozen=True, slots=True)
class TurnedPage:
    """``turn``: by how far clockwise it was turned when it was scanned."""

    script: str
    layout: str
    lines: int
    turn: int
    wear: str
    picture: Picture = field(repr=False)


def turned_pages(count: int, seed: int) -> Iterator[TurnedPage]:
    """The same seed gives the same pages."""
    rng = random.Random(seed)  # noqa: S311 - the same seed must give the same pages
    for number in range(count):
        script, turn = _NAMES[number % 4], (0, 90, 180, 270)[(number // 4) % 4]
        layout, lines, wear = rng.choice(LAYOUTS), rng.choice(_COUNTS), rng.choice(("clean", "clean", "skew"))
        page = _drawn(script, layout, lines, rng)
        worn = WEARS[wear](page, np.random.default_rng(seed + number))
        yield TurnedPage(script, layout, lines, turn, wear, turned_quarter(worn, turn))


def _drawn(script: str, layout: str, lines: int, rng: random.Random) -> Picture:
    language, _, styles = SCRIPTS[script]
    style = rng.choice(styles)
    size = min(style.size, int((_PAGE[1] - 500) / (lines * style.pitch)))
    font = ImageFont.truetype(str(font_file(style.font)), size)
    picture = Image.new("L", _PAGE, 255)
    pen = ImageDraw.Draw(picture)
    words = " ".join(line.text for n in range(6) for line in compose(language, rng.randint(1, 9999) + n).lines).split()
    rtl = language != "en"
    columns = {"text": 1, "list": 1, "form": 2, "table": 4}[layout]
    wide = (_PAGE[0] - 400) // columns
    for row in range(lines):
        y = 300 + (row + 1) * size * style.pitch
        for column in range(columns):
            most = {"text": 99, "list": 2, "form": 2 + 2 * column, "table": 2}[layout]
            said = _row(words, rng, font, wide - 40, most)
            x = 200 + wide * (columns - 1 - column if rtl else column)
            pen.text(
                (x + wide - 40 if rtl else x, y), said, 20, font=font, anchor="rs" if rtl else "ls",
                direction="rtl" if rtl else "ltr", language=language,
            )  # fmt: skip
    return np.asarray(picture, np.uint8)


def _row(words: list[str], rng: random.Random, font: ImageFont.FreeTypeFont, width: int, most: int) -> str:
    at, said = rng.randrange(len(words)), ""
    for word in (words * 2)[at : at + most]:
        if said and font.getlength(f"{said} {word}") > width:
            break
        said = f"{said} {word}".strip()
    return said


def main(arguments: list[str]) -> None:
    one_thread_each()
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    wrong, began = 0, time.process_time()
    for page in turned_pages(count, seed):
        found = upright(clean(lay_flat(page.picture)), time.monotonic() + 60)
        if found.turned != (360 - page.turn) % 360:
            wrong += 1
            click.echo(f"{page.script}, {page.layout} of {page.lines}, {page.wear}: {page.turn}, undone {found.turned}")
    click.echo(f"turned wrongly: {wrong} of {count}; {(time.process_time() - began) / count:.2f} s a page here")


if __name__ == "__main__":
    main(sys.argv[1:])

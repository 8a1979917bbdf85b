"""Pages lie as they were put into the scanner: of a line or two, as forms and lists too, they are read upright."""

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from channels.letters.evaluate.turns import turned_pages
from channels.letters.letter import read_page, upright
from channels.letters.limits import Limits
from channels.letters.sheet.clean import clean
from channels.letters.sheet.orient import turned_quarter
from channels.letters.sheet.page import lay_flat

ARRIVED = Path(__file__).parent / "arrived"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("short-1line", "The pump in Toru was last repaired in 2019"),
        ("short-2long", "The pump was last repaired in 2019 by the public health office"),
    ],
)
def test_a_page_of_a_line_or_two_is_read_upright(name: str, words: str, turn: int) -> None:
    scan = cv2.imread(str(ARRIVED / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    assert scan is not None
    page = read_page(turned_quarter(np.asarray(scan), turn), Limits())
    assert page.text.split("\n")[0].rstrip(".") == words
    assert (page.rotation, page.language) == (turn, "en")


def test_short_pages_forms_lists_and_tables_in_four_scripts() -> None:
    wrong = [
        (page.script, page.layout, page.lines, page.turn)
        for page in turned_pages(16, 21)
        if upright(clean(lay_flat(page.picture)), time.monotonic() + 120).turned != (360 - page.turn) % 360
    ]
    assert wrong == []

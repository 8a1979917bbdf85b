"""The pieces of reading, one by one."""

import numpy as np
import pytest

from channels.letters.reading.alphabet import as_read, as_seen
from channels.letters.reading.digits import number_picture
from channels.letters.reading.lines import find_lines
from channels.letters.samples.compose import compose
from channels.letters.samples.draw import Style, drawn
from channels.letters.samples.wear import WEARS
from channels.letters.sheet.clean import clean
from channels.letters.sheet.orient import levelled, lines_run_down, skew, turned_quarter
from channels.letters.sheet.page import find_sheet
from channels.letters.split import SEPARATOR, is_separator, parted, separator_sheet
from core.messages import Box


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return np.asarray(drawn(compose("en", 1), Style("DejaVuSans", 46, 1.5), 1)[0])


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("ہچب", "بچہ"),
        ("0331-3075055 :ربمن", "نمبر: 0331-3075055"),
        ("۱۲/۰۳/۲۰۲۴ :خیرات", "تاریخ: ۱۲/۰۳/۲۰۲۴"),
        ("(دورم) نادرم", "مردان (مرود)"),
        ("+92331 ¤¤¤", "¤¤¤ +92331"),
    ],
)
def test_what_stands_from_left_to_right_is_read_in_its_own_order(seen: str, read: str) -> None:
    assert as_read(seen) == read


def test_seen_and_read_are_inverse_for_words() -> None:
    assert as_read(as_seen("جناب عالی (پشاور)")) == "جناب عالی (پشاور)"


@pytest.mark.parametrize("degrees", [-6.5, -2.0, 0.0, 0.7, 4.3])
def test_a_skewed_page_is_straightened(page: np.ndarray, degrees: float) -> None:
    import cv2

    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=255)
    assert skew(turned) == pytest.approx(-degrees, abs=0.15)
    assert abs(skew(levelled(turned))) < 0.2


@pytest.mark.parametrize("wear", ["clean", "skew", "phone", "fax", "faded"])
def test_a_page_on_its_side_is_noticed(page: np.ndarray, wear: str) -> None:
    worn = clean(WEARS[wear](page, np.random.default_rng(2)))
    assert not lines_run_down(worn)
    assert lines_run_down(turned_quarter(worn, 90))


def test_the_sheet_is_found_in_a_photo_and_not_in_a_scan(page: np.ndarray) -> None:
    photo = WEARS["phone"](page, np.random.default_rng(3))
    corners = find_sheet(photo)
    assert corners is not None
    width = photo.shape[1]
    assert 0.5 < (corners[:, 0].max() - corners[:, 0].min()) / width < 0.95
    assert find_sheet(WEARS["clean"](page, np.random.default_rng(3))) is None


@pytest.mark.parametrize("gaps", [(62, 62), (62, 92), (62, 62, 110)])
def test_lines_are_told_apart_where_paragraphs_stand_apart(gaps: tuple[int, ...]) -> None:
    """Two lines and the gap below them come back more evenly than one line does."""
    import cv2

    sheet, top = np.full((1400, 1000), 255, np.uint8), 80
    for number in range(18):
        cv2.putText(sheet, "the street light is out again", (40, top), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
        top += gaps[number % len(gaps)]
    assert len(find_lines(sheet)) == 18


def test_a_digit_that_the_box_of_a_number_cuts_off_is_on_its_picture() -> None:
    import cv2

    sheet = np.full((200, 700), 255, np.uint8)
    cv2.putText(sheet, "03451868623", (100, 120), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 4)
    inked = np.flatnonzero((sheet < 150).any(axis=0))
    crop = number_picture(sheet, Box(int(inked[0]) + 15, 70, int(inked[-1] - inked[0]) - 30, 60))
    assert crop.box.left < inked[0]
    assert crop.box.left + crop.box.width > inked[-1]


@pytest.mark.parametrize("wear", ["clean", "skew", "rotated", "fax", "phone"])
def test_a_separator_sheet_is_known_again(wear: str) -> None:
    sheet = np.kron(separator_sheet(), np.ones((2, 2), np.uint8))
    assert is_separator(WEARS[wear](sheet, np.random.default_rng(4)))


def test_a_letter_is_no_separator(page: np.ndarray) -> None:
    assert SEPARATOR
    assert not is_separator(page)


@pytest.mark.parametrize(
    ("separators", "one_letter", "letters"),
    [
        ([False, False], "file", [[0, 1]]),
        ([False, True, False, False], "file", [[0], [2, 3]]),
        ([True, False, True, True, False, True], "file", [[1], [4]]),
        ([False, False, True, False], "page", [[0], [1], [3]]),
        ([True], "file", []),
    ],
)
def test_letters_are_parted(separators: list[bool], one_letter: str, letters: list[list[int]]) -> None:
    assert parted(separators, one_letter=one_letter) == letters

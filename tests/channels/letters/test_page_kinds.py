"""What sort of page it is; and that nothing of what cannot be read becomes a field."""

import dataclasses
from datetime import date

import numpy as np
import pytest

from channels.letters.channel import _without_blanks
from channels.letters.fields import UNSURE
from channels.letters.message import found_on
from channels.letters.page_kinds import BLANK, CARD, PHOTO, RECEIPT, TEXT, UNREADABLE, after_reading
from channels.letters.reading.read import ReadPage
from channels.letters.sheet.ink import before_reading
from core.intake.extraction import read_at_most
from core.messages import Page
from tests.channels.letters.test_fields import ENGLISH, URDU, lines

TODAY = date(2026, 11, 22)
ID_CARD = """
PAKISTAN National Identity Card
ISLAMIC REPUBLIC OF PAKISTAN
Name Naseema Jan
Father Name Gul Jan
Gender F Country of Stay Pakistan
Identity Number Date of Birth
51575-5409318-4 01.01.1980
Date of Issue 02.02.2020 Date of Expiry 02.02.2030
"""
URDU_CARD = "اسلامی جمہوریہ پاکستان\nقومی شناختی کارڈ\nنام نسیمہ جان\n51575-5409318-4"
RECEIPT_PAGE = """
Peshawar Electric Store
Cash Memo No 4471
Cable 7/29 2 400.00
Breaker 20A 1 1,250
Qty 3 Total Rs. 1,650/-
GST 0
Amount 1650
"""


@pytest.mark.parametrize(
    ("text", "confidence", "latin", "kind"),
    [
        (ENGLISH, 0.95, True, TEXT),
        (ENGLISH, 0.46, True, TEXT),
        (ENGLISH, 0.38, True, UNREADABLE),
        (URDU, 0.7, False, TEXT),
        (URDU, 0.6, False, UNREADABLE),
        ("", 0.0, False, UNREADABLE),
        (ID_CARD, 0.9, True, CARD),
        (ID_CARD, 0.4, True, CARD),
        (URDU_CARD, 0.8, False, CARD),
        (ENGLISH + "\nMy national identity card is lost.", 0.9, True, TEXT),
        (RECEIPT_PAGE, 0.8, True, RECEIPT),
        ("Respected Sir,\n" + RECEIPT_PAGE, 0.8, True, TEXT),
        (ENGLISH + "\nThe total amount is Rs. 500", 0.9, True, TEXT),
    ],
)
def test_by_its_words(text: str, confidence: float, latin: bool, kind: str) -> None:
    assert after_reading(lines(text) if text else [], confidence, latin=latin) == kind


def _photo() -> np.ndarray:
    down, across = np.mgrid[0:1600, 0:1200]
    return (120 + 60 * np.sin(across / 170) + 50 * np.cos(down / 230)).clip(0, 255).astype(np.uint8)


def _sheet(marks: int, grey: int) -> np.ndarray:
    sheet = np.full((1600, 1200), 255, np.uint8)
    for row in range(marks):
        sheet[100 + 40 * row : 108 + 40 * row, 100:900] = grey
    return sheet


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (_sheet(0, 0), BLANK),
        (_sheet(12, 30), TEXT),
        (_sheet(12, 190), UNREADABLE),  # faint pencil is no blank sheet
        (_photo(), PHOTO),
        (np.random.default_rng(3).integers(0, 255, (1600, 1200), np.uint8), UNREADABLE),
    ],
)
def test_by_its_ink(page: np.ndarray, kind: str) -> None:
    assert before_reading(page) == kind


def page(text: str, kind: str, confidence: float = 0.9) -> ReadPage:
    return ReadPage(tuple(lines(text, confidence)), "en", confidence, 0, kind=kind)


@pytest.mark.parametrize("kind", [UNREADABLE, RECEIPT, PHOTO, BLANK])
def test_what_is_no_text_gives_no_field(kind: str) -> None:
    assert found_on([page(ENGLISH, kind)], TODAY) == {}


def test_of_a_card_the_number_is_offered_and_nothing_else() -> None:
    found = found_on([page(ID_CARD, CARD)], TODAY)
    assert set(found) == {"cnic"}
    assert found["cnic"].value == "51575-5409318-4"
    assert found["cnic"].confidence <= UNSURE
    without = ENGLISH.replace("CNIC No: 51575-5409318-4\n", "")
    beside = found_on([page(ID_CARD, CARD), page(without, TEXT)], TODAY)
    assert (beside["cnic"].value, beside["cnic"].page) == ("51575-5409318-4", 0)
    assert beside["description"].page == 1


def test_the_letter_beside_it_is_read_as_ever() -> None:
    found = found_on([page(ENGLISH, TEXT, 0.97), page(ID_CARD, CARD), page(ENGLISH, UNREADABLE)], TODAY)
    alone = found_on([page(ENGLISH, TEXT, 0.97)], TODAY)
    assert found["description"].value == alone["description"].value
    assert found["complainant_name"] == alone["complainant_name"]


def test_a_blank_back_is_no_page() -> None:
    letter, back = page(ENGLISH, TEXT), page("x", BLANK)
    assert _without_blanks([letter, back, letter]) == [letter, letter]
    assert _without_blanks([back]) == [back]


@pytest.mark.parametrize(
    ("pages", "most"),
    [
        ([], 1.0),
        ([("text", 0.9, 100)], 0.9),
        ([("text", 0.9, 300), ("text", 0.5, 100)], 0.8),
        ([("text", 0.9, 100), ("unreadable", 0.3, 900)], 0.9),
        ([("unreadable", 0.38, 900)], 0.0),
    ],
)
def test_what_the_words_say_is_no_surer_than_they_were_read(pages: list[tuple[str, float, int]], most: float) -> None:
    read = [Page("en", sure, 0, "x" * length, kind) for kind, sure, length in pages]
    assert read_at_most(read) == pytest.approx(most)


def test_no_field_is_surer_than_its_words() -> None:
    unsure = dataclasses.replace(page(ENGLISH, TEXT, 0.5))
    assert all(field.confidence <= 0.5 for field in found_on([unsure], TODAY).values())

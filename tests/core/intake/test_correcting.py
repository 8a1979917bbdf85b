"""What sounds like a correction of a registered case, and what of its words is the new place."""

import pytest

from core.intake.correcting import labelled, whole_place
from core.intake.dialogue_acts import Act, says


@pytest.mark.parametrize(
    "text",
    [
        "my name is written wrong, it is Gul Zaman",
        "wrong number, it is 03001234567",
        "i wrote the village wrong",
        "the place is not Toru but Katlang",
        "please correct my name",
        "mera naam galat likha hai",
        "jaga galat likh di",
        "galat number likha hai mera",
        "میرا نام غلط لکھا ہے",
        "پتہ درست کریں",
        "زما نوم غلط لیکل شوی",
        "د ځای نوم سم کړئ",
        "zama num ghalat likale de",
    ],
)
def test_something_was_written_wrong(text: str) -> None:
    assert says(Act.CORRECTS, text)


@pytest.mark.parametrize(
    "text",
    [
        "the meter reading is wrong and the bill is too high",
        "galat bill aya hai",
        "doctor ne galat dawai di",
        "بل غلط آیا ہے",
        "the number of the house is 5",
        "بل غلط راغلی",
    ],
)
def test_what_is_wrong_in_the_world_is_no_correction(text: str) -> None:
    assert not says(Act.CORRECTS, text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("name: Gul Zaman", True), ("naam: Gul", True), ("نوم: ګل زمان", True), ("place = Toru", True),
     ("problem: no water", False), ("my name is Gul", False)],
)  # fmt: skip
def test_a_field_and_its_value(text: str, *, is_one: bool) -> None:
    assert labelled(text) is is_one


@pytest.mark.parametrize(
    ("text", "found", "place"),
    [
        (
            "the place is not Bazar road, it is Bazar Chowk near the mosque",
            "Bazar Chowk",
            "Bazar Chowk near the mosque",
        ),
        ("jaga galat likh di, Bazar chowk hai masjid k pas", "chowk", "Bazar chowk hai masjid k pas"),
        ("not Toru but Katlang", "Katlang", "Katlang"),
        ("place is wrong", "place", "place"),
    ],
)
def test_the_new_place_is_all_that_is_said_of_it(text: str, found: str, place: str) -> None:
    assert whole_place(text, found) == place

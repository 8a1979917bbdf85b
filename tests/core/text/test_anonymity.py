"""What is said of names that is no wish to stay unnamed."""

import pytest

from core.intake.dialogue_acts import wants_to_be_nameless
from core.text.anonymity import is_about_others, wants_to_be_named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("not anonymous, my name is Sher Zaman", True),
        ("نام چھپانا نہیں ہے، ظفر اللہ لکھیں", True),
        ("yar gumnam ni! naam Naseer Ahmad likho", True),
        ("you can show my name", True),
        ("do not write my name", False),
        ("show my name to nobody", False),
        ("naam khufia rakho na", False),
        ("gumnaam na? haan", False),
    ],
)
def test_the_wish_is_taken_back_or_not(text: str, named: bool) -> None:
    assert wants_to_be_named(text) is named


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("میرا نام نور اسلم، خو ماشوم نوم مه لیکئ", True),
        ("please do not write my child's name", True),
        ("write it properly, without my name inside the complaint", True),
        ("mera aur bhai ka naam na batana", False),
        ("زما او د زوی نوم مه لیکئ", False),
        ("write the complaint without my name", False),
    ],
)
def test_somebody_elses_name(text: str, others: bool) -> None:
    assert is_about_others(text) is others


def test_it_is_no_wish_then() -> None:
    assert not wants_to_be_nameless("میرا نام نور اسلم، خو ماشوم نوم مه لیکئ")
    assert not wants_to_be_nameless("نام چھپانا نہیں ہے، ظفر اللہ لکھیں")
    assert wants_to_be_nameless("زما نوم مه ښایئ")

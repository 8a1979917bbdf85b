"""Which words say that another office should have the case."""

import pytest

from core.intake.other_office import is_said


@pytest.mark.parametrize(
    "text",
    [
        "sir it is girls school, why male office?",
        "please change to female office",
        "DHO swabi ko bhejo",
        "me ne topi hospital k khilaf shikayat karni he, upar wale ko bhejo DHO ko",
        "colleges ka daftar q? university he ye",
        "is this TMA or PDA hayatabad?",
        "بل ځاې ته يې وليږئ",
        "یہ تو پی ڈی اے کا کام ہے",
        "ye ghalat daftar he",
        "یہ غلط دفتر ہے",
        "da ghalat daftar de",
    ],
)
def test_another_office_is_wanted(text: str) -> None:
    assert is_said(text)


@pytest.mark.parametrize(
    "text",
    [
        "photo bhej raha hun",
        "team bhejo jaldi",
        "kisi ko bhejo yahan",
        "mera naam daftar ko na batana",
        "wapda wale kab ayenge",
        "office is far, when will they come",
        "haan theek hai",
        "د ښځو سکول بند دی",
    ],
)
def test_no_other_office_is_wanted(text: str) -> None:
    assert not is_said(text)

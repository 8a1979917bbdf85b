"""A name that is said to be somebody else's is not the writer's."""

import pytest

from nlu.dialogue.anothers_name import names_somebody_else, without_name


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("my mother's name is Zarghuna Bibi", True),
        ("the name of the director is Sajid Khan", True),
        ("his name is Akbar", True),
        ("my name is Zarghuna", False),
        ("the complainant's name is Ali Khan", False),
        ("the name of my village is Toru", False),
        ("bete ka naam Adil hai 19 saal", True),
        ("SHO ka naam Akbar Khan hai", True),
        ("us ka naam Akbar hai", True),
        ("mera naam Adil hai", False),
        ("shikayat karne wale ka naam Adil hai", False),
        ("kis ka naam likhun", False),
        ("gaon ka naam Toru hai", False),
        ("Inam mere bhai ka naam tha mera to Ikram hai", False),
        ("امی کا نام زرغونہ بی بی ہے", True),
        ("پٹواری کا نام اکبر خان ہے", True),
        ("میرا نام زرغونہ ہے", False),
        ("درخواست گزار کا نام زرغونہ ہے", False),
        ("د مور نوم مې زرغونه بي بي دی", True),
        ("د استانۍ نوم ګلالۍ ده", True),
        ("د ټیکه دار نوم شیرزاده دی", True),
        ("د ډاکټر صاحب نوم شیرزاده دی", True),
        ("زما نوم ګلالۍ دی", False),
        ("د کلي نوم تورو دی", False),
        ("da patwari num Sher Khan dai", True),
        ("zama num Sher Khan dai", False),
    ],
)
def test_whose_name_it_is(text: str, another: bool) -> None:
    assert names_somebody_else(text) is another


@pytest.mark.parametrize(
    ("text", "story", "left"),
    [
        ("bete ka naam hata do", "SHO ne mara, bete ka naam Adil 19 saal", "SHO ne mara 19 saal"),
        ("remove the director's name", "The director's name is Sajid Khan. No money came.", "No money came"),
        ("لائن مین کا نام نکال دیں", "بجلی نہیں۔ مین کا نام اکبر ہے", "بجلی نہیں"),
        ("د زوی نوم لرې کړئ", "تاڼه کې یې وواهه. د زوی نوم عادل دی", "تاڼه کې یې وواهه"),
        ("bete ka naam hata do", "SHO ka naam Akbar hai", None),
        ("hata do", "bete ka naam Adil hai", None),
    ],
)
def test_another_name_is_left_out(text: str, story: str, left: str | None) -> None:
    assert without_name(text, story) == left

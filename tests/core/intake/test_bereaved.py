"""A death that is told, in four languages; and what only looks like one."""

import pytest

from core.intake.dialogue_acts import Act, says


@pytest.mark.parametrize(
    "text",
    [
        "my father passed away in March and the pension stopped",
        "since the death of my husband nobody pays",
        "میرے شوہر کا انتقال ہو گیا ہے بی آئی ایس پی کے پیسے بند ہو گئے ہیں",
        "میری ماں اب فوت ہو گئی ہے، آج صبح",
        "آپ کو کچھ احساس نہیں۔ میری ماں مر گئی",
        "walid sahab fot ho gaye hain",
        "mere shohar ka inteqal ho gaya he",
        "زما پلار وفات شو",
        "مور مې مړه شوه",
        "zama plar mar sho pension band de",
    ],
)
def test_a_death_is_heard(text: str) -> None:
    assert says(Act.BEREAVED, text)


@pytest.mark.parametrize(
    "text",
    [
        "walid ki zameen ka intiqal ho gaya magar fard nahi mili",
        "والد کی زمین کا انتقال نہیں ہو رہا پٹواری پیسے مانگتا ہے",
        "my father is ill",
        "bhai ko police le gayi",
        "the battery of the tube well is dead",
        "د پلار د ځمکې انتقال نه کوي",
    ],
)
def test_no_death_is_heard(text: str) -> None:
    assert not says(Act.BEREAVED, text)

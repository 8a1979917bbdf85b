"""Who asks what will be registered sees the whole of it, and has not agreed."""

import pytest

from nlu.dialogue.answers.shown import asks_to_see
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.plainly import Answer, answer
from nlu.dialogue.read import read, said
from nlu.dialogue.render import LONGEST_SHOWN, shortened

KNOWN = {"description": "no gas", "category": "gas", "district": "Swabi", "address": "Maneri",
         "complainant_name": "Noor", "phone": "+923001120007"}  # fmt: skip


def answered(text: str, asking: str) -> Answer:
    turn = said(text, None, "en", KNOWN, asking)
    heard = hear_plainly(text, today(), turn)
    return answer(turn, heard, read(turn, heard))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("show me what", True),
        ("let me see it again", True),
        ("what are you going to register?", True),
        ("register what?", True),
        ("ye kya darj kar rahe ho dikhao to sahi", True),
        ("konsi shikayat darj kar rahe ho", True),
        ("کیا درج کر رہے ہو دکھاؤ تو سہی", True),
        ("څه مو ولیکل راوښایئ", True),
        ("کوم شکایت ثبتوئ؟", True),
        ("sa mo likali di rawkhaya", True),
        ("yes", False),
        ("do not show my name", False),
        ("mera naam kisi ko na dikhana", False),
        ("میرا نام نہ دکھائیں", False),
        ("haan darj kar do", False),
        ("the office does not show up", False),
    ],
)
def test_who_asks_to_see(text: str, asks: bool) -> None:
    assert asks_to_see(text) is asks


@pytest.mark.parametrize(
    "text", ["show me what", "dikhao to sahi kya likha hai", "پہلے دکھائیں کیا لکھا ہے", "کوم شکایت"]
)
@pytest.mark.parametrize("asking", ["confirmed", "confirmed:again"])
def test_the_whole_summary_answers(text: str, asking: str) -> None:
    came = answered(text, asking)
    assert came.outcome == "asking"
    assert any("no gas" in one.text and "Maneri" in one.text for one in came.spoken)


def test_the_short_form_follows_the_whole_summary_only() -> None:
    once = answered("hmm what a nice day", "confirmed")
    assert not any("Maneri" in one.text for one in once.spoken)
    assert once.asking == "confirmed:again"
    twice = answered("hmm what a nice day", str(once.asking))
    assert any("Maneri" in one.text for one in twice.spoken)
    assert twice.asking == "confirmed"


def test_of_a_long_story_the_end_is_shown_too() -> None:
    shown = shortened("word " * 100 + "and the tanker asks 500 rupees")
    assert len(shown) <= LONGEST_SHOWN
    assert shown.startswith("word word")
    assert shown.endswith("and the tanker asks 500 rupees")
    assert shortened(shown) == shown

"""A wish not to be named beside something else: set apart in four languages; alone, or in a question, it stays."""

import pytest

from nlu.dialogue.read import said
from nlu.dialogue.wishes_apart import without_wish

KNOWN = {"phone": "+923001112233", "description": "bijli nahi", "category": "electricity", "district": "Swabi"}

BESIDE = [
    # question asked, the turn, what is left to be read
    ("address", "ghalanai. aur mera naam samne na aye please", "ghalanai"),
    ("address", "براول دے. او زما نوم دې پټ وي", "براول دے"),
    ("address", "my name must not come out, Topi bazar", "Topi bazar"),
    ("district", "صوابی، میرا نام راز میں رکھیں", "صوابی"),
    (None, "ہسپتال میں دوائیاں باہر بیچتے ہیں، میرا نام ظاہر نہ کریں", "ہسپتال میں دوائیاں باہر بیچتے ہیں"),
    (None, "The lineman takes bribes. Please do not show my name to anyone", "The lineman takes bribes"),
    ("category", "number 2, keep my name secret", "number 2"),
]
WHOLE = [
    ("address", "mera naam samne na aye please"),
    ("address", "please, keep my name out of it"),
    ("description", "کیا بغیر نام ظاہر کیے شکایت ہو سکتی ہے، مجھے ڈر ہے، نام نہ آئے میرا"),
    ("complainant_name", "Ali Akbar"),
    ("address", "Topi, will my name be shown?"),
    ("confirmed", "yes, but keep my name secret"),
    ("address", "Topi. I do not want to hide my name"),
    (None, "the patwari does not write my name in the register"),
]


@pytest.mark.parametrize(("question", "text", "left"), BESIDE)
def test_a_wish_beside_something_else_is_set_apart(question, text, left):
    turn, hides = without_wish(said(text, None, "en", KNOWN, question))
    assert (turn.text, hides) == (left, True)


@pytest.mark.parametrize(("question", "text"), WHOLE)
def test_a_wish_alone_a_question_and_a_summary_stay_whole(question, text):
    turn, hides = without_wish(said(text, None, "en", KNOWN, question))
    assert (turn.text, hides) == (text, False)

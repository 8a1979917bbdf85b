"""Sayings that leave no doubt, and what a turn comes to by them. No Rasa."""

from datetime import date

import pytest

from nlu.dialogue.hear import hear_plainly
from nlu.dialogue.proofs import is_noise
from nlu.dialogue.read import read, said
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import Reading
from nlu.dialogue.spelled import spelled_phone

KNOWN = {"description": "bijli nahi", "category": "electricity", "district": "Mardan"}


def reading(text: str, asking: str | None, **known: str) -> Reading:
    turn = said(text, None, "roman_ur", known, asking)
    return read(turn, hear_plainly(text, date(2026, 11, 20), turn))


@pytest.mark.parametrize(
    "text", ["that is not correct", "yeh sab durust nahi hai", "یہ صحیح نہیں ہے", "دا سم نه دی", "isn't right at all"]
)
def test_right_denied_is_a_no(text: str) -> None:
    result = reading(text, "confirmed", **KNOWN)
    assert not result.confirmed
    assert result.move == "deny"


@pytest.mark.parametrize("text", ["after yes what happens?", "haan likhne pe kis ke paas jaye gi ye"])
def test_to_ask_is_not_to_agree(text: str) -> None:
    assert not reading(text, "confirmed", **KNOWN).confirmed


@pytest.mark.parametrize(
    "text", ["Why not. go ahead", "Allah ka naam le k agay karo", "بس دغه شان دې لاړ شي", "yes. how long will it take?"]
)
def test_idioms_of_agreement_confirm(text: str) -> None:
    assert reading(text, "confirmed", **KNOWN).confirmed


@pytest.mark.parametrize("text", ["do not go ahead", "don't go ahead"])
def test_not_to_go_ahead_confirms_nothing(text: str) -> None:
    assert "affirms" not in said_outright(text, "confirmed")


@pytest.mark.parametrize(
    "text",
    ["i want to tell it secretly", "be naam likhwana hai", "apni shanakht posheeda rakhni hai",
     "زما نوم به په راز کښې ساتئ",
     "dont show them my name", "نوم مې چرته راونۀ وځي", "نام ہٹا دیں"],
)  # fmt: skip
@pytest.mark.parametrize("asking", [None, "description", "phone", "confirmed", "complainant_name"])
def test_a_wish_to_be_unnamed_is_kept_at_any_question(text: str, asking: str | None) -> None:
    result = reading(text, asking, **({} if asking in (None, "description") else KNOWN))
    assert "anonymous" in result.fields
    assert not {"description", "complainant_name"} & set(result.fields)


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("i wrote you before eid about the road. second Eid coming", "feedback_dissatisfied"),
        ("aap ne kaha tha 15 din, aaj 40wan din hai", "feedback_dissatisfied"),
        ("د شکایت نه پس هم هغه حال دے", "feedback_dissatisfied"),
        ("maine jo darkhast di thi us pe kuch hua ke nahi", "track_status"),
        ("i want to check the old one", "track_status"),
    ],
)
def test_what_was_said_before_and_came_to_nothing(text: str, move: str) -> None:
    assert reading(text, None).move == move


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("zero 3 4 4 , 9 1 2 7 7 0 5", "+923449127705"),
        ("three one three, 55 60 218. with zero in start", "+923135560218"),
        ("double zero", None),
        ("do din se char log", None),
    ],
)
def test_a_phone_told_in_words(text: str, number: str | None) -> None:
    assert (spelled_phone(text) or (None,))[0] == number


@pytest.mark.parametrize("text", ["hhhhjk", "ھھھھھ ججج", "jjjj"])
def test_a_key_held_down_is_nothing(text: str) -> None:
    assert is_noise(text)


def test_a_question_behind_the_place_leaves_the_place() -> None:
    result = reading("نواں شہر۔ کتنے دن لگیں گے اس میں؟", "address", **{**KNOWN, "district": "Abbottabad"})
    assert result.fields["address"][0] == "نواں شہر"


@pytest.mark.parametrize("text", ["میرا نام جان کر کیا کرو گے", "بې د نوم نه نۀ کیږي؟"])
def test_asked_why_no_name_is_learnt(text: str) -> None:
    result = reading(text, "complainant_name", **KNOWN, address="Toru")
    assert "complainant_name" not in result.fields
    assert not result.skipped


@pytest.mark.parametrize(
    "text",
    ["rehne dein pani aa gaya hai", "forget it, the water came back", "رہنے دیں پانی آ گیا ہے", "پرېږده اوبه راغلې"],
)
def test_what_came_by_itself_needs_no_complaint(text: str) -> None:
    assert reading(text, "address", **KNOWN).move == "cancel"


@pytest.mark.parametrize("text", ["chor aa gaya ghar me", "bill bohat zyada aa gaya"])
def test_what_came_to_trouble_us_is_no_end(text: str) -> None:
    assert "cancels" not in said_outright(text, None)

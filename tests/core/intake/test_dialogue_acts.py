"""What a message does besides telling, in four languages."""

import pytest

from core.intake.dialogue_acts import Act, acts_in, is_only, mainly, parted, says, wants_to_be_nameless


@pytest.mark.parametrize(
    "text",
    [
        "don't tell my name",
        "please do not share my name with the police",
        "My name should not be disclosed to anyone.",
        "keep my name secret",
        "I want to remain anonymous",
        "my phone was snatched and police didnt write FIR. dont want my name anywhere",
        "I don't want my name to be known",
        "mera naam kisi ko na batana",
        "mera naam Ali hai, lekin mera naam samne na aye",
        "naam khufia rakhein",
        "naam na dikhana mera, is se pehle dhamki di thi",
        "bas shikayat likho aur naam na likho",
        "نام نہ دکھانا میرا",
        "naam me ma khaya patwari ta",
        "میرا نام ظاہر نہ کریں",
        "میرا نام پولیس کو نہ بتائیں",
        "میرا نام صیغہ راز میں رکھیں",
        "نوم مې مه وایئ",
        "زما نوم پټ وساتئ",
        "zama noom ma wayai",
    ],
)
def test_the_wish_not_to_be_named(text: str) -> None:
    assert wants_to_be_nameless(text)


@pytest.mark.parametrize(
    "text",
    [
        "mera naam Ali hai",
        "naam ghalat hai, Ali Khan",
        "my name is not Ali, it is Khan",
        "میرا نام علی نہیں ولی ہے",
        "زما نوم احمد دی",
        "the officer did not tell his name",
        "school ka naam nahi likha",
        "SHO ka naam na likhna",
        "پٹواری کا نام نہ لکھیں",
        "naam gul zaman likho gumnaam kyun",
        "naam na ho to kya hoga",
    ],
)
def test_a_name_is_no_wish_not_to_be_named(text: str) -> None:
    assert not wants_to_be_nameless(text)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (Act.NO_PROGRESS, "abhi tak kuch nahi hua"),
        (Act.NO_PROGRESS, "ابھی تک کچھ نہیں ہوا"),
        (Act.NO_PROGRESS, "nothing has happened yet"),
        (Act.NO_PROGRESS, "تر اوسه هېڅ ونه شول"),
        (Act.NO_PROGRESS, "nobody came"),
        (Act.WHEN, "when will it be done?"),
        (Act.WHEN, "kab tak hoga"),
        (Act.WHEN, "کتنے دن لگیں گے؟"),
        (Act.WHEN, "څومره وخت به ونیسي"),
        (Act.NEW_MATTER, "ek aur masla hai"),
        (Act.NEW_MATTER, "نئی شکایت"),
        (Act.NEW_MATTER, "بل شکایت لرم"),
        (Act.NEW_MATTER, "I have another complaint"),
    ],
)
def test_what_is_said_of_a_case(act: Act, text: str) -> None:
    assert mainly(act, text)


@pytest.mark.parametrize("text", ["haan ji", "ok", "ہاں درست ہے", "هو سم دي", "1", "yes please register"])
def test_yes_and_nothing_else(text: str) -> None:
    assert is_only(Act.AGREED, text)


@pytest.mark.parametrize("text", ["haan lekin zila ghalat hai", "ok the pole is on Mall Road", "12"])
def test_yes_and_something_else(text: str) -> None:
    assert not is_only(Act.AGREED, text)


def test_a_long_complaint_is_not_a_question_for_its_time() -> None:
    told = "The road in our village is broken and the contractor said in March when will it be done nobody knows, " * 3
    assert says(Act.WHEN, told)
    assert not mainly(Act.WHEN, told)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "There is no water here. Secondly, the street lights are broken",
            ("There is no water here", "the street lights are broken"),
        ),
        ("1. no water at home\n2. no light at night", ("no water at home", "no light at night")),
        ("1) pani nahi aa raha, 2) bijli bhi nahi hai", ("pani nahi aa raha", "bijli bhi nahi hai")),
        ("۱۔ پانی نہیں ہے", None),
        ("There is no water here and the tank is empty", None),
        ("No water. Secondly, light", None),  # too few words to be a matter
        ("", None),
    ],
)
def test_a_text_says_itself_that_it_has_two(text: str, parts: tuple[str, str] | None) -> None:
    assert parted(text) == parts


def test_all_that_a_text_says() -> None:
    assert acts_in("ek aur masla hai, kab tak hoga") >= {Act.NEW_MATTER, Act.WHEN}
    assert acts_in("") == frozenset()
    assert acts_in("bijli ka khamba gir gaya") == frozenset()

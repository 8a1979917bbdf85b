"""The wish not to be named can be taken back; what is asked before a yes is answered; names in other places."""

import pytest

from nlu.dialogue.answers.asked_first import asked_first
from nlu.dialogue.hear import hear_plainly
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Reading
from tests.nlu.test_read import TODAY

DRAIN = {
    "description": "drain overflows since 3 days",
    "category": "sanitation",
    "district": "Nowshera",
    "phone": "+923001112233",
    "address": "Khattak bazar",
}
HIDDEN = {**DRAIN, "anonymous": "yes"}
NAMED = {**DRAIN, "complainant_name": "Gul Sher"}


def reading(text: str, asking: str | None, known: dict[str, str]) -> Reading:
    turn = said(text, None, "roman_ur", known, asking)
    return read(turn, hear_plainly(text, TODAY, turn))


def fields(text: str, asking: str | None, known: dict[str, str]) -> dict[str, str]:
    return {name: value for name, (value, _, _) in reading(text, asking, known).fields.items()}


@pytest.mark.parametrize(
    ("text", "asking", "name"),
    [
        ("not anonymous, my name is Sher Zaman", "confirmed", "Sher Zaman"),
        ("نام چھپانا نہیں ہے، نام ظفر اللہ لکھیں", "confirmed", "ظفر اللہ"),
        ("yar gumnam ni! naam Naseer Ahmad likho", "confirmed", "Naseer Ahmad"),
        ("Naseer Ahmad", "complainant_name@confirmed", "Naseer Ahmad"),
    ],
)
def test_a_name_that_is_stated_takes_it_back(text: str, asking: str, name: str) -> None:
    told = fields(text, asking, HIDDEN)
    assert (told.get("anonymous"), told.get("complainant_name")) == ("no", name)


def test_without_a_name_it_is_asked() -> None:
    assert reading("gumnaam nahi", "confirmed", HIDDEN).changed == "complainant_name"


@pytest.mark.parametrize(
    ("text", "asking", "known"),
    [
        ("write it properly, without my name inside the complaint", "confirmed", NAMED),
        ("میرا نام نور اسلم، خو ماشوم نوم مه لیکئ", "complainant_name", DRAIN),
    ],
)
def test_what_is_no_wish_hides_nothing(text: str, asking: str, known: dict[str, str]) -> None:
    assert "anonymous" not in fields(text, asking, known)


@pytest.mark.parametrize(
    "text",
    ["gumnaam rakhein please", "do not write my name", "naam khufia rakho na"],
)
def test_a_wish_still_hides(text: str) -> None:
    assert fields(text, "confirmed", NAMED).get("anonymous") == "yes"


def test_the_name_in_the_place_moves() -> None:
    moved = reading("jagah Naseer Ahmad ni he wo mera naam he", "confirmed", {**DRAIN, "address": "Naseer Ahmad"})
    assert (moved.fields["complainant_name"][0], moved.changed) == ("Naseer Ahmad", "address")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("اللہ دتہ", "اللہ دتہ"),
        ("Allah Ditta", "Allah Ditta"),
        ("نام ہے اللہ دتہ، عمر پچپن سال", "اللہ دتہ"),
        ("یہ نام ہے میرا اللہ دتہ، قبول کر لو", "اللہ دتہ"),
        ("bhai ka naam Rahmat khan he, mera naam Zahir khan", "Zahir khan"),
        ("me M. Tariq, akora khattak bazar me he", "M. Tariq"),
    ],
)
def test_names_at_their_question(text: str, name: str) -> None:
    assert fields(text, "complainant_name", DRAIN).get("complainant_name") == name


def test_who_says_allah_knows_is_not_called_so() -> None:
    assert "complainant_name" not in fields("اللہ جانے", "complainant_name", DRAIN)


def test_a_name_and_a_correction_in_one_message() -> None:
    told = fields(
        "chalo theek he Naseer Ahmad. waise gulbahar no 2 ni no 4 he",
        "complainant_name",
        {**DRAIN, "address": "Gulbahar no 2"},
    )
    assert (told.get("complainant_name"), told.get("address")) == ("Naseer Ahmad", "Gulbahar no 4")


def test_a_name_in_a_line_behind_the_place() -> None:
    known = {name: value for name, value in DRAIN.items() if name != "address"}
    told = fields("کاکول روڈ ایبٹ آباد\nجان محمد", "address", known)
    assert told.get("complainant_name") == "جان محمد"
    assert "جان" not in told["address"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("pakka number b police ko ni jaega na? acha haan", "privacy"),
        ("پہلے یہ بتاؤ پٹواری کو پتہ تو نہیں چلے گا؟", "privacy"),
        ("pehle ye batao aage kya hoga?", "next"),
        ("what happens next?", "next"),
        ("haan", None),
        ("naam Nabeela kisne likha?", None),
        ("yes its ok, how many days will it take?", None),
    ],
)
def test_what_is_asked_before_a_yes(text: str, topic: str | None) -> None:
    assert asked_first(text) == topic


def test_a_question_registers_nothing() -> None:
    asked = reading("pakka number b police ko ni jaega na? acha haan", "confirmed", NAMED)
    assert (asked.move, asked.topic, asked.confirmed) == ("service", "privacy", False)


def test_the_complaint_is_written_anew_where_it_was_picked_to_be_changed() -> None:
    told = fields("kachra 2 hafte se para hai aur koi nahi uthata", "description@confirmed", NAMED)
    assert told["description"] == "kachra 2 hafte se para hai aur koi nahi uthata"


def test_two_facts_in_one_message() -> None:
    told = fields("my name is Habibullah Khan and the road is broken too", "complainant_name", DRAIN)
    assert told.get("complainant_name") == "Habibullah Khan"
    assert told.get("description") == f"{DRAIN['description']}\nthe road is broken too"
    told = fields("naam Sher Ali likho aur jagah Pabbi bazar", "confirmed", NAMED)
    assert (told.get("complainant_name"), told.get("address")) == ("Sher Ali", "Pabbi bazar")


def test_a_correction_behind_an_initial() -> None:
    text = "me M. Tariq, nhi nhi pabbi bazar ni, akora khattak bazar me he"
    told = fields(text, "complainant_name", {**DRAIN, "address": "Pabbi bazar"})
    assert (told.get("complainant_name"), told.get("address")) == ("M. Tariq", "akora khattak bazar")


@pytest.mark.parametrize("asking", [None, "description"])
@pytest.mark.parametrize("text", ["acha to ye govt ka he? pesy to ni lagty?", "ye kia number he?"])
def test_what_is_asked_first_is_no_complaint(text: str, asking: str | None) -> None:
    asked = reading(text, asking, {"phone": "+923001112233"})
    assert asked.move == "service"
    assert "description" not in asked.fields

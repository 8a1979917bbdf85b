"""What short messages mean, and what is told beside an answer. No Rasa: the reading is pure."""

from dataclasses import replace
from datetime import date

import pytest

from core.asking import Asking
from nlu.dialogue.hear import hear_plainly
from nlu.dialogue.moves import is_abuse, is_bare_complaint, is_command, language_asked, move
from nlu.dialogue.place_words import named_place
from nlu.dialogue.questions import next_question, settled
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Reading

TODAY = date(2026, 11, 20)
KNOWN = {"phone": "+923001112233", "complainant_name": "Gul", "description": "bijli nahi", "category": "electricity"}


def reading(text: str, asking: str | None = None, language: str = "roman_ur", **known: str) -> Reading:
    turn = said(text, None, language, {**KNOWN, **known}, asking)
    return read(turn, hear_plainly(text, TODAY, turn))


MOVES = {
    "affirm": "Yes!|ok|g|ہاں۔|جی|هو|ji haan|theek hai.|👍|HAAN|haaan|sahi hai|بالکل|yes please|ji sir|هو جي",
    "deny": "no|nahi|نہیں|نه|galat hai|ji nahi|👎|غلط ہے|نه جي|no thanks",
    "skip": "skip|pata nahi|don't know|معلوم نہیں|نه پوهېږم|پرېږدئ|-|rehne do|next",
    "anonymous": "anonymous|gumnaam|گمنام|بې نومه|naam nahi batana",
    "cancel": "cancel|cancel karo|منسوخ کریں|لغوه یې کړئ|stop|shikayat nahi karni",
    "start_over": "start over|restart|dobara shuru karein|نئے سرے سے|له سره",
    "human_help": "talk to a person|agent|kisi se baat karni hai|کسی انسان سے بات کرنی ہے|له چا سره خبرې کول غواړم",
    "track_status": "status|Status?|meri shikayat ka kya bana|میری شکایت کا کیا بنا|زما د شکایت څه وشول",
    "greet": "hi|salam|Assalam o Alaikum|السلام علیکم|سلام|Hello sir|ستړي مه شئ|aoa|good morning",
    "thanks": "thanks|shukriya|شکریہ|مننه|thank you",
    "why": "why?|kyun|کیوں؟|ولې",
}


@pytest.mark.parametrize("expected", MOVES)
def test_short_messages_are_moves(expected: str) -> None:
    for text in MOVES[expected].split("|"):
        assert move(text) == expected, text


@pytest.mark.parametrize(
    "text",
    ["bijli nahi hai", "no water in Swat", "haan bijli nahi hai", "salam, gas nahi hai", "Ali Khan", "mardan", "", "5"],
)
def test_other_messages_are_none(text: str) -> None:
    assert move(text) is None


@pytest.mark.parametrize(
    "text", ["/restart", " /inform", '/inform{"a": "b"}', "//x", "／restart", "\\restart", '/a b {"c"}']
)
def test_commands(text: str) -> None:
    assert is_command(text)


@pytest.mark.parametrize("text", ["/ bijli nahi hai", "a/b", "house 7/2", "24/7 no gas", "", "bijli / gas nahi"])
def test_no_commands(text: str) -> None:
    assert not is_command(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to file a complaint", "mujhe shikayat darj karni hai", "مجھے شکایت درج کرانی ہے", "زه شکایت کوم",
        "help me", "ek masla hai", "I have a problem sir",
    ],
)  # fmt: skip
def test_an_announcement_is_no_description(text: str) -> None:
    assert is_bare_complaint(text)
    assert "description" not in read(said(text, None, "und", {}, None), hear_plainly(text, TODAY)).fields


@pytest.mark.parametrize("text", ["gas ka masla hai", "complaint about police", "شکایت ہے بجلی کی"])
def test_a_complaint_with_a_subject_is_more_than_an_announcement(text: str) -> None:
    assert not is_bare_complaint(text)


def test_abuse_is_short_and_is_not_a_complaint_about_dogs() -> None:
    assert is_abuse("haramkhoro kuch karo")
    assert not is_abuse("hamare mohalle mein awara kutte bachon ko kaat rahe hain")


@pytest.mark.parametrize(
    ("text", "language"), [("urdu please", "ur"), ("پښتو", "ps"), ("in english", "en"), ("roman urdu", "roman_ur")]
)
def test_a_language_is_asked_for(text: str, language: str) -> None:
    assert language_asked(text) == language
    assert reading(text, "district").language == language


PLACES = {
    "gali mein kachra hai": None,
    "mohalla Khudadad mein pani nahi": "mohalla Khudadad",
    "hamare gaon mein bijli nahi": None,
    "village Pabbi, Nowshera": "village Pabbi",
    "on Kohat road": "Kohat road",
    "the road is broken": None,
    "محلہ خدریزئی میں پانی نہیں": "محلہ خدریزئی",
    "ہمارے محلے میں پانی نہیں": None,
}


@pytest.mark.parametrize("text", PLACES)
def test_a_named_village_or_street_is_found(text: str) -> None:
    assert named_place(text) == PLACES[text]


@pytest.mark.parametrize(
    ("text", "asking", "name", "value"),
    [
        ("2", "district:Upper Dir,Lower Dir", "district", "Lower Dir"),
        ("۲", "district:Upper Dir,Lower Dir", "district", "Lower Dir"),
        ("2.", "district:Upper Dir,Lower Dir", "district", "Lower Dir"),
        ("tank", "district", "district", "Tank"),
        ("ضلع بونیر", "district", "district", "Buner"),
        ("21", "category:*", "category", "other"),
        ("1", "category:roads,gas,other", "category", "roads"),
        ("سڑکیں", "category:*", "category", "roads"),
        ("Gas", "category:*", "category", "gas"),
        ("house 7, street 3", "address", "address", "house 7, street 3"),
        ("mera naam Ali Khan hai", "complainant_name", "complainant_name", "Ali Khan"),
        ("علی خان", "complainant_name", "complainant_name", "علی خان"),
        ("0300-1234567", "phone", "phone", "+923001234567"),
        ("۰۳۰۰۱۲۳۴۵۶۷", "phone", "phone", "+923001234567"),
        ("ali@example.org", "phone", "email", "ali@example.org"),
        ("gumnaam", "district", "anonymous", "yes"),
        ("no, it is gas", "address", "category", "gas"),
        ("district swabi hai", "confirmed", "district", "Swabi"),
        ("name Ahmad Shah", "confirmed", "complainant_name", "Ahmad Shah"),
    ],
)
def test_an_answer_is_learnt(text: str, asking: str, name: str, value: str) -> None:
    assert reading(text, asking).fields[name][0] == value


@pytest.mark.parametrize(
    ("text", "asking"),
    [("7", "district:Upper Dir,Lower Dir"),
     ("99", "category:*"), ("0", "category:gas,roads,other"), ("12345", "district"),
     ("haan", "address"), ("!!!", "address"), ("...", "complainant_name"), ("0300-123", "phone"), ("hmm", "confirmed"),
     ("17 18", "complainant_name")],
)  # fmt: skip
def test_what_answers_nothing_teaches_nothing(text: str, asking: str) -> None:
    understood = reading(text, asking)
    assert (understood.move, dict(understood.fields)) == ("unclear", {})


@pytest.mark.parametrize(
    ("before", "text", "asking", "after"),
    [
        ("ur", "ok", "confirmed", "ur"),
        ("ur", "Mardan", "district", "ur"),
        ("ps", "Village Kabal near school", "address", "ps"),
        ("roman_ur", "گاؤں شیرگڑھ میں", "address", "ur"),
        ("en", "3 din se bijli nahi hai bhai", None, "roman_ur"),
        ("roman_ur", "There is no electricity in our village", None, "en"),
        ("ur", "زموږ په کلي کې برېښنا نشته", None, "ps"),
        ("und", "", None, "ur"),
        ("und", "asdf", None, "en"),
    ],
)
def test_the_language_follows_the_words_but_not_every_word(
    before: str, text: str, asking: str | None, after: str
) -> None:
    assert read(said(text, None, before, {}, asking), hear_plainly(text, TODAY)).language == after


@pytest.mark.parametrize(
    "asking", [None, "district", "category:gas,roads", "district@confirmed", "category@confirmed:*"]
)
def test_what_was_asked_can_be_taken_apart_and_put_together(asking: str | None) -> None:
    assert Asking.read(asking).text == asking


def test_optional_questions_are_asked_once() -> None:
    base = {"description": "x", "category": "gas", "district": "Swat"}
    assert next_question(settled(base, "district")) == "address"
    assert next_question(settled(base, "complainant_name")) == "complainant_name"
    assert next_question(settled(base, "phone")) == "phone"
    assert next_question(settled({**base, "anonymous": "yes"}, "address", ("address",))) == "confirmed"
    assert next_question(settled({**base, "email": "a@b.org"}, "confirmed")) == "confirmed"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Moh. Qazian", "Moh Qazian"),
        ("Toru... no wait, Katlang", "Katlang"),
        ("Takht Bhai, nahi nahi Sher Garh likho", "Sher Garh"),
    ],
)
def test_a_place_with_its_dots_and_without_what_is_taken_back(text: str, place: str) -> None:
    told = reading(text, "address", district="Mardan").fields
    assert told["address"][0].replace(".", "").lower() == place.lower()


@pytest.mark.parametrize(
    "text",
    [
        "ek baat reh gayi, guard nashe me tha, likh dein",
        "ایک بات رہ گئی اسے بھی لکھ دیں",
        "یوه خبره پاتې شوه، هغه هم ولیکئ",
    ],
)
def test_who_left_something_out_does_not_agree_yet(text: str) -> None:
    assert not reading(text, "confirmed", district="Mardan", address="Toru").confirmed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ایک اور شکایت کرنی ہے اس بار مردان میں سوئی گیس کی، صبح سے رات تک گیس نہیں ہوتی", ("gas", "Mardan")),
        ("one more complaint this time from Swabi, the gas has no pressure since a week", ("gas", "Swabi")),
        ("ek aur shikayat darj karni hai", None),
        ("I want to make another complaint about gas", None),
    ],
)
def test_another_complaint_begins_with_its_own_words(text: str, told: tuple[str, str] | None) -> None:
    turn = said(text, None, "en", {}, None)
    heard = replace(hear_plainly(text, TODAY, turn), acts={"new_or_second_complaint": 0.97})
    fields = read(turn, heard).fields
    assert ("description" in fields) is (told is not None)
    assert told is None or (fields["category"][0], fields["district"][0]) == told

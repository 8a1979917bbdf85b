"""Sentences that tell by themselves: names with talk behind, a breath before a message, a new matter after an old."""

import pytest

from nlu.dialogue.announced import begins_at
from nlu.dialogue.believed.called import name_in_a_sentence
from nlu.dialogue.pauses import without_pause
from nlu.dialogue.proofs import is_noise
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import Heard, Said, Span
from nlu.dialogue.spelled import spelled_phone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fazal Wadood. Will she be told?", "Fazal Wadood"),
        ("فضل ودود۔ کیا استانی کو نوٹس جائے گا؟", "فضل ودود"),
        ("Ghulam Qasim is my name son and this is the third year", "Ghulam Qasim"),
        ("main khud sher bahadar hun, chacha bolte hen sab", "sher bahadar"),
        ("log mujhe ustad Ghafoor kehte hain", "ustad Ghafoor"),
        ("ما ته خلق میر افضل ماما وائي", "میر افضل ماما"),
        ("ګل بانو یمه بچیه، زړه مې خفه دی", "ګل بانو"),
        ("same as on my whatsapp. Adnan.", "Adnan"),
        ("main bohat pareshan hun", None),
        ("ډېر خفه یم", None),
        ("Imran Khan chor hai", None),
        ("Mardan. I told you", None),
        ("Hamid, why do you ask", None),
    ],
)
def test_a_sentence_that_is_a_name(text: str, name: "str | None") -> None:
    assert name_in_a_sentence(text) == name


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ek min, besham nai, alpurai likho", "besham nai, alpurai likho"),
        ("ٹھہریں، الائی نہیں، چھتر پلین لکھیں", "الائی نہیں، چھتر پلین لکھیں"),
        ("اودرېږه، ما کوهاټ لیکل", "ما کوهاټ لیکل"),
        ("wait, Tariq", "Tariq"),
        ("ek min", "ek min"),
        ("Minhaj, son of Sadiq", "Minhaj, son of Sadiq"),
    ],
)
def test_a_breath_before_the_message_is_no_part_of_it(text: str, left: str) -> None:
    spans = (Span("address", len(text) - 2, len(text), 0.9), Span("complainant_name", 0, 2, 0.9))
    turn, heard = without_pause(Said(text, None, "en", {}, "complainant_name"), Heard(spans=spans))
    assert turn.text.strip() == left
    assert len(turn.text) == len(text)
    assert all(one.start >= len(text) - len(left) for one in heard.spans)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("I have one case with you about gas. Today it is another matter: the road is dug up", "the road is dug up"),
        ("The gas thing is solved thank you. Now my son's school has no water", "my son's school has no water"),
        ("wo to hal ho gaya. ab doosra masla hai, bete ka form nahi ban raha", "bete ka form nahi ban raha"),
        ("پہلے والی شکایت اپنی جگہ، اب دوسری: اورکزئی میں ہسپتال پر تالا ہے", "اورکزئی میں ہسپتال پر تالا ہے"),
        ("نن بله خبره ده، د خوړ په غاړه دکانونه جوړ شول", "د خوړ په غاړه دکانونه جوړ شول"),
    ],
)
def test_a_new_matter_begins_behind_its_announcement(text: str, new: str) -> None:
    assert text[begins_at(text) :] == new


@pytest.mark.parametrize(
    "text",
    [
        "water is not coming. another problem: the road is broken badly",
        "we have no teacher. Now children sit at home all day long",
        "one transformer is burnt, the second one: burnt as well, nobody comes",
        "I have another problem",
    ],
)
def test_two_matters_in_one_message_are_not_cut(text: str) -> None:
    assert begins_at(text) == 0


@pytest.mark.parametrize(
    ("text", "act", "question"),
    [
        ("غلطی سے میسج ہو گیا تھا، کوئی شکایت نہیں ہے میری", "cancels", "district"),
        ("the medicine arrived this morning so drop this", "cancels", "address"),
        ("nai complaint nai krni purani check krni he", "asks_status", "description"),
        ("pehle bhi complain ki thi koi amal nahi hua us pe", "complains_of_no_progress", "description"),
        ("ایک چیز بدلنی ہے", "denies", "confirmed"),
        ("گلی محلہ پوچھنے کا مقصد؟", "asks_why", "address"),
        ("کسی خاتون سے ملا دیں", "wants_person", "complainant_name"),
        ("Nobody must find out that this came from me", "wants_anonymity", "address"),
    ],
)
def test_sayings(text: str, act: str, question: str) -> None:
    assert act in said_outright(text, question)


@pytest.mark.parametrize(
    "text", ["meri koi shikayat nahi sunta", "bill ghalti se zyada aa gaya", "wrong number plate was given"]
)
def test_a_complaint_cancels_nothing(text: str) -> None:
    assert "cancels" not in said_outright(text, "description")


@pytest.mark.parametrize(("text", "noise"), [("vvbn ghh 88jk", True), ("ghjk ghjk lll", True), ("PTCL st 4", False)])
def test_keys_struck_beside_a_word_without_vowels(text: str, noise: bool) -> None:
    assert is_noise(text) is noise


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("zero teen so bees, 5566778", "+923205566778"),
        ("sifar teen so paintalis, chaar saat do chay aath nau ek", "+923454726891"),
        ("oh three hundred 1234567", "+923001234567"),
        ("da 3 so kala", None),
    ],
)
def test_hundreds_and_tens_spell_a_number(text: str, number: "str | None") -> None:
    found = spelled_phone(text)
    assert (found[0] if found else None) == number

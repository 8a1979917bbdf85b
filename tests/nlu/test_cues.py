"""Ideas named in any language, what the rules make of them, options that are picked, keys struck at random. No Rasa."""

import pytest

from nlu.dialogue.act_rules import by_rule, topic_of
from nlu.dialogue.believed.people import name_of
from nlu.dialogue.believed.talk import leftover, without_talk_at_ends
from nlu.dialogue.cues import cues
from nlu.dialogue.languages import wish_in
from nlu.dialogue.options import category_picked, picked, side_picked
from nlu.dialogue.proofs import is_given_name, is_noise, is_place_name
from nlu.dialogue.read import said


@pytest.mark.parametrize(
    "text", ["my name must not be shown", "mera naam samne na aye", "میرا نام ظاہر نہ کریں", "زما نوم دې ښکاره نه شي"]
)
def test_one_idea_in_four_languages(text: str) -> None:
    assert {"name", "neg", "reveal"} <= set(cues(text))
    assert "wants_anonymity" in by_rule(text, "address")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("why do you ask this", "asks_why"),
        ("yeh kyun pooch rahe ho", "asks_why"),
        ("koi fees to nahi lagti?", "asks_service_question"),
        ("sab mita kar phir se shuru karo", "starts_over"),
        ("mat bhejo", "cancels"),
        ("kisi insan se baat karwao", "wants_person"),
        ("mujhe likhna nahi aata", "cannot_write_or_read"),
        ("میری شکایت کا سٹیٹس", "asks_status"),
        ("naam ghalat hai", "corrects"),
        ("IMG-20240311-WA0007.jpg", "nonsense"),
    ],
)
def test_what_a_message_does_by_rule(text: str, act: str) -> None:
    assert act in by_rule(text, "address")


@pytest.mark.parametrize(
    ("text", "topic"),
    [("is it free", "fee"), ("are you a robot", "identity"), ("will they know my name", "privacy"),
     ("kitne din lagenge", "duration"), ("daftar kahan hai", "office"), ("hmm", "about")],
)  # fmt: skip
def test_what_a_question_about_the_service_is_about(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize(
    ("text", "asking", "option"),
    [
        ("doosra wala", "category:gas,roads,other", "roads"),
        ("second one", "category:gas,roads,other", "roads"),
        ("number paanch", "category:all", "roads"),
        ("04", "category:all", "sanitation"),
        ("پہلا", "category:gas,roads", "gas"),
        ("دویم", "category:gas,roads", "roads"),
        ("the last one", "category:gas,roads,other", "other"),
        ("2 din se bijli nahi", "category:gas,roads", None),
        ("B", "category:gas,roads", "roads"),
    ],
)
def test_an_option_is_picked(text: str, asking: str, option: str | None) -> None:
    assert picked(said(text, None, "en", {}, asking)) == option


def test_the_upper_one_and_what_is_denied() -> None:
    assert side_picked(said("neeche wala", None, "en", {}, "district:Upper Dir,Lower Dir")) == "Lower Dir"
    assert category_picked(said("gas hai bijli nahi", None, "en", {}, "category:electricity,gas")) == "gas"


@pytest.mark.parametrize(
    "text", ["asdfgh", "jkkkllsd dfk", "کگہجد ھگف", "c.vcf", "Bilal Samsung.vcf", "😀😀", "ههههه", "lkjlkj"]
)
def test_noise_is_nothing(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize("text", ["Toru", "Ali", "گلبہار", "Bakhshali", "ډاګ اسماعیل خېل", "Mian Gujar", "khwazakhela"])
def test_names_are_no_noise(text: str) -> None:
    assert not is_noise(text)


def test_names_that_people_and_places_have() -> None:
    assert all(is_given_name(name) for name in ("Zarmina", "ګلالۍ", "Saifullah"))
    assert is_place_name("Mingora")
    assert not is_given_name("transformer")
    assert not is_place_name("transformer")


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("naam Akbar nahi Asghar hai", "Akbar", "Asghar"),
        ("naam Yasir ki jagah Nasir likhein", "Yasir", "Nasir"),
        ("not Tangi. Put Harichand there", "Tangi", "Harichand"),
        ("instead of Barikot write Shamozai", "", "Shamozai"),
    ],
)
def test_the_new_value_of_a_correction(text: str, old: str, new: str) -> None:
    assert leftover(text, old) == new


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("gaon ka naam Sabirabad hai", "Sabirabad"),
        ("Shagai and it has been so", "Shagai"),
        ("near the old mill", "near the old mill"),
    ],
)
def test_a_place_without_the_talk_around_it(text: str, place: str) -> None:
    assert without_talk_at_ends(text) == place


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Bakht Ali s/o Sher Ali", "Bakht Ali"),
        ("روزینه د زر خان ښځه", "روزینه"),
        ("محمد زېب د عمر خان زوی", "محمد زېب"),
    ],
)
def test_a_name_without_whose_son(words: str, name: str) -> None:
    assert name_of(words) == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("pls write urdu, i dont follow english", "ur"),
        ("پښتو لوستل ګران دي په اردو ولیکئ", "ur"),
        ("roman urdu me likho", "roman_ur"),
        ("angrezi palle nahi padti urdu", "ur"),
        ("urdu ke harf ki jagah khaane dikhte hain, roman kar do", "roman_ur"),
        ("پښتو پر ځای انګرېزي کړه", "en"),
        ("english instead of urdu please", "en"),
    ],
)
def test_a_sentence_asks_for_a_language(text: str, language: str) -> None:
    assert wish_in(text) == language

"""Several things in one message at the summary, and facts beside an answer, with the plain questions' hearing."""

import pytest

from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.read import read, said

STORY = "No water for 10 days in our street"
KNOWN = {"description": STORY, "category": "water_supply", "district": "Peshawar", "address": "Saddar",
         "complainant_name": "Dr Hira", "phone": "+923001120014"}  # fmt: skip


def learnt(text: str, asking: str = "confirmed", **known: str) -> dict[str, str]:
    turn = said(text, None, "en", {**KNOWN, **known}, asking)
    return {name: value for name, (value, _, _) in read(turn, hear_plainly(text, today(), turn)).fields.items()}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("it is since March 2026, 36,000 rupees, my name is Hira not Dr Hira",
         {"complainant_name": "Hira", "description": f"{STORY}\nit is since March 2026, 36,000 rupees"}),
        ("no, 12 days. My name is Hira Gul",
         {"complainant_name": "Hira Gul", "description": "No water for 12 days in our street"}),
        ("and add: the tanker man asks 500 rupees",
         {"description": f"{STORY}\nthe tanker man asks 500 rupees"}),
        ("the clerk Sajid Khan wanted 2000 from me",
         {"description": f"{STORY}\nthe clerk Sajid Khan wanted 2000 from me"}),
        ("my mother's name is Zarghuna Bibi", {"description": f"{STORY}\nmy mother's name is Zarghuna Bibi"}),
        ("4 mahine ho gaye", {"description": f"{STORY}\n4 mahine ho gaye"}),
        ("چار مہینے ہو گئے", {"description": f"{STORY}\nچار مہینے ہو گئے"}),
    ],
)  # fmt: skip
def test_each_clause_goes_where_it_belongs(text: str, fields: dict[str, str]) -> None:
    assert {name: value for name, value in learnt(text).items() if name in ("description", *fields)} == fields


@pytest.mark.parametrize("text", ["yes", "haan theek hai", "Yes it is correct", "no", "which office?", "Change name"])
def test_an_answer_tells_nothing_more(text: str) -> None:
    assert "description" not in learnt(text)


@pytest.mark.parametrize(
    "text",
    [
        "۴ مياشتې وشوې",
        "4 months have passed",
        "SHO Akbar Khan ne khud mara hai",
        "چار مہینے ہو گئے",
        "Akbar Khan beat him",
    ],
)
def test_a_hidden_name_is_shown_by_no_other_words(text: str) -> None:
    fields = learnt(text, anonymous="yes", complainant_name="")
    assert not {"complainant_name", "anonymous"} & fields.keys()


@pytest.mark.parametrize(
    "text",
    [
        "نام گل زمان لکھو گمنام کیوں",
        "my name is Gul Zaman, why anonymous",
        "gumnam kyun, mera naam Gul Zaman hai",
        "زما نوم ګل زمان دی، بې نومه ولې",
    ],
)
def test_who_gives_a_name_or_asks_why_it_is_hidden_is_named(text: str) -> None:
    fields = learnt(text, anonymous="yes")
    assert fields["anonymous"] == "no"
    assert fields["complainant_name"].lower() in ("گل زمان", "gul zaman", "ګل زمان")


@pytest.mark.parametrize(
    ("asking", "text", "more"),
    [
        ("address", "mohalla Qaziabad. 200 houses have no water", "200 houses have no water"),
        ("address", "محلہ قاضی آباد۔ 200 گھر ہیں", "200 گھر ہیں"),
        ("address", "street 7, house 4", None),
        ("complainant_name", "Sher Ali. the bill is 9000 rupees", "the bill is 9000 rupees"),
    ],
)
def test_facts_beside_an_answer_are_kept(asking: str, text: str, more: str | None) -> None:
    fields = learnt(text, asking, **{asking: ""})
    assert fields.get("description") == (f"{STORY}\n{more}" if more else None)


def test_an_answer_is_no_part_of_what_is_told_beside_it() -> None:
    text = "thana Akora Khattak. SHO ne khud mara hai, bete ka naam Adil 19 saal"
    fields = learnt(text, "address", address="")
    assert fields["description"] == f"{STORY}\nSHO ne khud mara hai, bete ka naam Adil 19 saal"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("kali totano bandai kana", "address", "kali totano bandai, Saddar"),
        ("govt primary school", "description", f"{STORY}\ngovt primary school"),
        ("theek hai magar DPO ko bhejo. ye likho", "description", f"{STORY}\nDPO ko bhejo"),
    ],
)
def test_a_few_words_are_placed_too(text: str, field: str, value: str) -> None:
    assert learnt(text)[field] == value

import collections

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.language import language, written
from tests.core.text.cases import rows

SHORT = [
    ("ji", "roman_ur"),
    ("haan", "roman_ur"),
    ("nahi", "roman_ur"),
    ("ok", "und"),
    ("yes", "en"),
    ("in the bus", "en"),
    ("touched me", "en"),
    ("log gaye the", "roman_ur"),
    ("bus me", "roman_ur"),
    ("هو", "ps"),
    ("نه", "ps"),
    ("نہیں", "ur"),
    ("ہاں", "ur"),
    ("شکریہ", "ur"),
    ("مننه", "ps"),
    ("😀", "und"),
    ("", "und"),
    ("42", "und"),
]
MIXED = [
    ("WAPDA wale transformer theek nahi kar rahe please help", "roman_ur"),
    ("sir mera case pending hai koi reply nahi karta", "roman_ur"),
    ("please install transformer in my village Takht Bhai", "en"),
    ("hamare area main garbage collection nahi ho rahi", "roman_ur"),
    ("میرا Facebook account ہیک ہو گیا ہے", "ur"),
    ("زما CNIC بلاک شوی دی", "ps"),
    ("بجليييي نهيں هے", "ur"),
]

ROMAN_PASHTO = [
    "zamong kali ke bijli nishta",
    "salam, oba na razi",
    "pa Swabi ke, Topi",
    "bijli nishta",
    "zama num Gul Zaman de",
    "kala ba jor shi",
    "sok ba razi?",
    "zmung sarak kharab de pa Dir ke",
    "zama khawand ma wahi",
    "ustaz na razi school ta",
    "doctor nishta pa hospital ke",
    "patwari paise ghwari",
    "transformer swazedale de dre wraze oshwe",
    "mung sara zulm kegi",
]
NO_PASHTO = [
    "kali gali", "Kala Dhaka", "Lala Kalay", "na ji", "theek da", "wo kehta hai k paise do", "police wale ne mara hai",
    "da road is broken", "hes not here", "mera ghar razi hai", "sarak kharab hai", "bus wale zyada paise lete hain",
    "rishwat khor patwari", "kuch kre na", "transformer jal gaya", "Toru Mardan", "there is no water in Toru",
]  # fmt: skip


@pytest.mark.parametrize("text", ROMAN_PASHTO)
def test_pashto_in_latin_letters(text: str) -> None:
    assert language(text)[0] == "ps"
    assert written(text)[0] != "ps"


@pytest.mark.parametrize("text", NO_PASHTO)
def test_what_looks_like_it_and_is_none(text: str) -> None:
    assert language(text)[0] != "ps"


@pytest.mark.parametrize(("text", "code"), SHORT + MIXED)
def test_short_and_mixed(text: str, code: str) -> None:
    assert language(text)[0] == code


def test_two_hundred_sentences() -> None:
    right: collections.Counter[str] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    wrong = []
    for code, text in rows("language.tsv"):
        total[code] += 1
        right[code] += language(text)[0] == code
        if language(text)[0] != code:
            wrong.append((code, language(text), text))
    assert sum(total.values()) >= 200
    assert all(right[code] >= 0.98 * total[code] for code in total), wrong


def test_long_sentences_are_surer_than_words() -> None:
    assert language("ہمارے گاؤں میں تین دن سے بجلی نہیں ہے")[1] > language("بجلی")[1]
    assert language("Peshawar")[1] < 0.5


@given(st.text())
def test_takes_any_text(text: str) -> None:
    code, confidence = language(text)
    assert code in ("en", "ur", "roman_ur", "ps", "und")
    assert 0 <= confidence <= 1

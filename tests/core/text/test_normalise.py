import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text.normalise import MAX_READ, clean_text, fold_digits, fold_letters, normalise

CASES = [
    ("بجلي نهيں هے", "بجلی نہیں ہے"),
    ("كب آئے گى", "کب آئے گی"),
    ("ھمارے گھر نھیں", "ہمارے گھر نہیں"),
    ("پڑھائی اور چولھا", "پڑھائی اور چولھا"),
    ("جاۓ", "جائے"),
    ("جائۓ", "جائئے"),
    ("مسئلۂ", "مسئلہ"),
    *(
        (form, "مسئلہ")
        for form in (
            "مس\u0654لہ",
            "مس\u0674لہ",
            "مسی\u0654لہ",
            "مسے\u0674لہ",
            "مسءلہ",
            "مسـ\u0654لہ",
            "مسٸلہ",
            "مسى\u0654لہ",
        )
    ),
    ("گءے گ\u0654ے گی\u0654ے", "گئے گئے گئے"),
    ("ہوءی ہؤی ہو\u0674ی", "ہوئی ہوئی ہوئی"),
    ("جاءیداد جاٸداد قا\u0674د", "جائیداد جائداد قائد"),
    ("ذریعہ\u0674 مو\u0674ثر اشیاء کی", "ذریعہ مؤثر اشیاء کی"),
    ("ا\u06e4ئے", "آئے"),
    ("زموږ په کلي کې", "زموږ پہ کلی کې"),
    ("ګټ ښځه ډېر څنګه ړومبی ږغ ټول ځای کڼ", "ګټ ښځہ ډېر څنګہ ړومبی ږغ ټول ځای کڼ"),
    ("سړی، ۍ ې ئ", "سړی, ۍ ې ئ"),
    ("ﺑﺠﻠﯽ", "بجلی"),
    ("ﻻہور", "لاہور"),
    ("بـجـلـی", "بجلی"),
    ("بِجلی کَب", "بجلی کب"),
    ("بے\u200cروزگار", "بےروزگار"),
    ("\u202bبجلی\u202c\u200f", "بجلی"),
    ("ہے۔بجلی", "ہے. بجلی"),
    ("کیا؟؟؟", "کیا?"),
    ("bijli nahi!!!???", "bijli nahi?"),
    ("bijliiii nahiiii", "bijli nahi"),
    ("پلییییز", "پلیز"),
    ("plzzzz jaldiiii", "plz jaldi"),
    ("www.example.com", "www.example.com"),
    ("Hello....  there", "Hello. there"),
    ("۰۳۰۰-۱۲۳۴۵۶۷", "0300-1234567"),
    ("٠٣٠٠", "0300"),
    ("１２３", "123"),
    ("“bijli” – ‘nahi’", "\"bijli\" - 'nahi'"),
    ("/restart", "restart"),
    ("  //restart now", "restart now"),
    ('/inform{"district": "Swat"}', 'inform{"district": "Swat"}'),
    ("👍🏽", "yes"),
    ("👍👍👍", "yes"),
    ("👎", "no"),
    ("shukria 👍", "shukria"),
    ("🔥🔥", ""),
    ("bijli 😡😡 nahi", "bijli nahi"),
    ("a\x00b\x07c", "a b c"),
    ("line one\r\n\tline two", "line one line two"),
    ("𝐛𝐢𝐣𝐥𝐢", "bijli"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "read"), CASES)
def test_one_spelling(written: str, read: str) -> None:
    assert normalise(written) == read


def test_long_texts_are_cut_at_a_word() -> None:
    read = normalise("bijli nahi hai " * 1000)
    assert MAX_READ - 20 < len(read) <= MAX_READ
    assert read.split()[-1] in ("bijli", "nahi", "hai")
    assert len(normalise("x1" * 5000)) == MAX_READ


def test_pashto_letters_survive() -> None:
    own = "ټډړښږځڅڼېۍګ"
    assert fold_letters(own) == own
    assert normalise(own) == own


def test_what_is_kept_loses_only_control_characters() -> None:
    assert clean_text("بجلي\x00 ۰۳۰۰ 👍\r\nb\u0308") == "بجلي ۰۳۰۰ 👍\nb\u0308".replace("b\u0308", "b\u0308")
    assert clean_text("e\u0301\ud800") == "é\ufffd"
    assert clean_text("  /restart!!!") == "  /restart!!!"


@given(st.text())
@example("ی\u0654")
@example("!\u00a0!")
@example("a\u0301aaa")
@example(". ." * 20)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= MAX_READ
    assert not once.startswith("/")


@given(st.text())
def test_clean_text_can_be_stored(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert "\x00" not in clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode("utf-8")


@given(st.text())
def test_digits_are_folded_in_place(text: str) -> None:
    assert len(fold_digits(text)) == len(text)

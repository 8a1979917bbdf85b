"""The fields of a letter from its lines, with their confidence and place."""

from datetime import date

import pytest

from channels.letters.fields import LETTER_DATE, find_fields
from channels.letters.labels import LABELS, after_label
from channels.letters.reading.words import Line, Word
from core.complaint import BELIEVED
from core.messages import Box

TODAY = date(2026, 11, 22)


def lines(text: str, confidence: float = 0.97) -> list[Line]:
    """Each word 20 pixels a letter, each line 100 pixels below the last."""
    made = []
    for row, line in enumerate(text.strip().split("\n")):
        words, at = [], 0
        for word in line.split():
            words.append(Word(word, confidence, Box(at, 100 * row, 20 * len(word), 60)))
            at += 20 * len(word) + 20
        made.append(Line(tuple(words)))
    return made


ENGLISH = """
Dated: 27-02-2023
To
The District Officer, Mardan
Subject: repair of the broken bridge
Respected Sir,
With due respect it is stated that the bridge broke last week.
It is requested that it may be repaired.
Yours obediently,
Name: Naseema Jan
CNIC No: 51575-5409318-4
Mobile: 0331-3075055
Address: Mohalla Qazian, Mardan
"""
URDU = """
بخدمت جناب ڈپٹی کمشنر صاحب ضلع سوات
عنوان: پل کی مرمت
جناب عالی!
گزارش ہے کہ ہمارے گاؤں کا پل ٹوٹ گیا ہے۔
مہربانی فرما کر مرمت کی جائے۔
العارض
نام: شیر افضل
شناختی کارڈ نمبر: ۱۵۵۷۹-۷۲۵۵۷۸۸-۳
موبائل نمبر: ۰۳۲۱-۹۲۲۱۶۰۲
پتہ: محلہ قاضیاں، سوات
تاریخ: ۱۷/۰۷/۲۰۲۲
"""
PASHTO = """
د سوات محترم افسر ته
موضوع: د پله جوړول
السلام علیکم
زموږ د کلي پل مات شوی دی.
ستاسو مخلص
نوم: شېر افضل
د پېژندپاڼې شمېره: 25559-6230654-7
د ټیلیفون شمېره: 0321-0572557
نېټه: 19-05-2022
"""
CASES = [
    (ENGLISH, "cnic", "51575-5409318-4"),
    (ENGLISH, "phone", "+923313075055"),
    (ENGLISH, LETTER_DATE, "2023-02-27"),
    (ENGLISH, "complainant_name", "Naseema Jan"),
    (ENGLISH, "address", "Mohalla Qazian, Mardan"),
    (ENGLISH, "district", "Mardan"),
    (ENGLISH, "subject", "repair of the broken bridge"),
    (
        ENGLISH,
        "description",
        "With due respect it is stated that the bridge broke last week. It is requested that it may be repaired.",
    ),
    (URDU, "cnic", "15579-7255788-3"),
    (URDU, "phone", "+923219221602"),
    (URDU, LETTER_DATE, "2022-07-17"),
    (URDU, "complainant_name", "شیر افضل"),
    (URDU, "district", "Swat"),
    (URDU, "subject", "پل کی مرمت"),
    (URDU, "description", "گزارش ہے کہ ہمارے گاؤں کا پل ٹوٹ گیا ہے۔ مہربانی فرما کر مرمت کی جائے۔"),
    (PASHTO, "cnic", "25559-6230654-7"),
    (PASHTO, "phone", "+923210572557"),
    (PASHTO, LETTER_DATE, "2022-05-19"),
    (PASHTO, "complainant_name", "شېر افضل"),
    (PASHTO, "subject", "د پله جوړول"),
    (ENGLISH.replace("last week", "on 12-02-2023"), LETTER_DATE, "2023-02-27"),
    (ENGLISH.replace("last week", "on 12-02-2023"), "incident_date", "2023-02-12"),
    ("CNIC: 4-5409318-51575", "cnic", "51575-5409318-4"),
    ("موبائل: 3075055-0331", "phone", "+923313075055"),
    ("Yours faithfully,\nGul Meena", "complainant_name", "Gul Meena"),
]


@pytest.mark.parametrize(("text", "name", "value"), CASES)
def test_a_field_is_found(text: str, name: str, value: str) -> None:
    found = find_fields([lines(text)], TODAY)[name]
    assert found.value == value
    assert found.confidence >= BELIEVED


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Office fax 091-9210000, 091-9211111\nall of them", "phone"),
        ("Name: Gul\nMobile: 0331-3075055\nMobile: 0332-3075056", "phone"),
        ("CNIC: 51575-5409318-4\nCNIC: 51575-5409318-5", "cnic"),
    ],
)
def test_one_of_several_is_not_believed(text: str, name: str) -> None:
    assert find_fields([lines(text)], TODAY)[name].confidence < BELIEVED


@pytest.mark.parametrize("name", ["cnic", "phone", "incident_date", "complainant_name", "address", "description"])
def test_a_field_is_no_surer_than_its_words(name: str) -> None:
    assert find_fields([lines(ENGLISH, 0.5)], TODAY)[name].confidence <= 0.5


def test_the_letters_own_day_is_only_suggested_as_the_day_of_what_happened() -> None:
    found = find_fields([lines(ENGLISH)], TODAY)
    assert found["incident_date"].value == "2023-02-27"
    assert found["incident_date"].confidence < BELIEVED < found[LETTER_DATE].confidence


def test_what_is_not_there_is_left_out() -> None:
    assert find_fields([lines("the of and")], TODAY).keys() <= {"description"}
    assert find_fields([[]], TODAY) == {}


def test_a_field_says_where_it_stands() -> None:
    found = find_fields([lines("nothing here"), lines(ENGLISH)], TODAY)["cnic"]
    assert found.page == 1
    assert found.box == Box(180, 900, 300, 60)
    assert [(page, word.text) for page, word in found.words] == [(1, "51575-5409318-4")]


def test_the_words_of_the_body_are_marked_on_each_of_its_pages() -> None:
    found = find_fields([lines("Respected Sir,\nThe bridge broke"), lines("last week.\nName: Gul")], TODAY)
    words = [(page, word.text) for page, word in found["description"].words]
    assert words == [(0, "The"), (0, "bridge"), (0, "broke"), (1, "last"), (1, "week.")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("شناضتی کارڈ نمبر: 1", "cnic", "1"),
        ("Adress : House 4", "address", "House 4"),
        ("Dated 3 May 2024", "date", "3 May 2024"),
        ("name of the village is not known to us: so", "name", None),
        ("Sincerely", "name", None),
    ],
)
def test_labels_forgive_a_misread_letter(text: str, kind: str, value: str | None) -> None:
    assert after_label(text, kind) == value


@pytest.mark.parametrize("label", ["Email: ", "E-mail: ", "ای میل: ", "Write to me: ", ""])
def test_an_email_is_found_with_and_without_its_label(label: str) -> None:
    found = find_fields([lines(f"{ENGLISH.strip()}\n{label}naseema.jan@example.com")], TODAY)
    assert found["email"].value == "naseema.jan@example.com"
    assert LABELS.keys() >= {"cnic", "phone", "email"}

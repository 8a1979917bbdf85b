import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.dates import ABOUT, find_date

TODAY = datetime.date(2026, 5, 14)  # a Thursday
CASES = [
    ("on 3 May", "2026-05-03"),
    ("3rd of May", "2026-05-03"),
    ("May 3", "2026-05-03"),
    ("May 3rd, 2025", "2025-05-03"),
    ("3 may ko", "2026-05-03"),
    ("03/05/2026", "2026-05-03"),
    ("3-5-2026", "2026-05-03"),
    ("3.5.26", "2026-05-03"),
    ("2026-05-03", "2026-05-03"),
    ("05/13/2026", "2026-05-13"),
    ("۳ مئی", "2026-05-03"),
    ("۱۲ اپریل ۲۰۲۶", "2026-04-12"),
    ("۰۳/۰۵/۲۰۲۶", "2026-05-03"),
    ("15 دسمبر", "2025-12-15"),
    ("د مۍ ۳", "2026-05-03"),
    ("۱۰ جنوري", "2026-01-10"),
    ("12 march se", "2026-03-12"),
    ("kal se bijli nahi", "2026-05-13"),
    ("kal raat", "2026-05-13"),
    ("کل سے بجلی نہیں", "2026-05-13"),
    ("کل رات دس بجے", "2026-05-13"),
    ("پرون", "2026-05-13"),
    ("د پرون نه", "2026-05-13"),
    ("yesterday", "2026-05-13"),
    ("last night", "2026-05-13"),
    ("gzishta roz", "2026-05-13"),
    ("گزشتہ روز", "2026-05-13"),
    ("parson", "2026-05-12"),
    ("پرسوں", "2026-05-12"),
    ("the day before yesterday", "2026-05-12"),
    ("today", "2026-05-14"),
    ("aaj subah", "2026-05-14"),
    ("آج صبح", "2026-05-14"),
    ("نن سهار", "2026-05-14"),
    ("درې ورځې مخکې", "2026-05-11"),
    ("teen din pehle", "2026-05-11"),
    ("5 days ago", "2026-05-09"),
    ("last Friday", "2026-05-08"),
    ("on Monday", "2026-05-11"),
    ("گزشتہ جمعہ", "2026-05-08"),
    ("on 3 May, not yesterday", "2026-05-03"),
    ("15 مارچ، 2024", "2024-03-15"),
    ("‏15 مارچ، 2024‏", "2024-03-15"),
    ("15؍مارچ؍2024", "2024-03-15"),
    ("15؍03؍2024", "2024-03-15"),
    ("۱۵ مارچ سن ۲۰۲۴ء کو", "2024-03-15"),
    ("سن 2024 میں 15 مارچ کو", "2024-03-15"),
    ("15 مارچ 24ء", "2024-03-15"),
    ("15-Mar-24", "2024-03-15"),
    ("15 March '24", "2024-03-15"),
    ("15 March 24", "2024-03-15"),
    ("2024 March 15", "2024-03-15"),
    ("2024 مارچ 15", "2024-03-15"),
    ("2024, 15 مارچ", "2024-03-15"),
    ("Mar. 15, 2024", "2024-03-15"),
    ("15th of March, 2024", "2024-03-15"),
    ("یکم جنوری ۲۰۲۶", "2026-01-01"),
    ("yakam april ko", "2026-04-01"),
    ("the first of May", "2026-05-01"),
    ("15 ویں مارچ", "2026-03-15"),
    ("د مارچ په ۱۵مه", "2026-03-15"),
    ("د مارچ ۱۵ نېټه", "2026-03-15"),
    ("د ۲۰۲۴ کال د مارچ ۱۵مه", "2024-03-15"),
    ("د مارچ پنځلسمه", "2026-03-15"),
    ("۱۵ مئي ۲۰۲۵", "2025-05-15"),
    ("د مئي په ۱۲", "2026-05-12"),
    ("۱۵ جنوري، ۲۰۲۶", "2026-01-15"),
    ("5 mai ko", "2026-05-05"),
    ("15 مارچ، صبح 9 بجے", "2026-03-15"),
    ("15 March 9:30 am", "2026-03-15"),
    ("15 March. 3 people came", "2026-03-15"),
    ("kal pani aya tha, aaj nahi ayega", "2026-05-14"),
    ("kal bijli gayi thi aur kab ayegi", "2026-05-13"),
    ("۱۵ رمضان المبارک ۱۴۴۷ھ", "2026-03-04~"),
    ("15 Ramzan ul Mubarak 1447 AH", "2026-03-04~"),
    ("۳۰ رمضان ۱۴۴۷ ہجری", "2026-03-19~"),
    ("یکم محرم الحرام ۱۴۴۷ھ", "2025-06-26~"),
    ("10 محرم", "2025-07-05~"),
    ("۱۲ ربیع الاول ۱۴۴۷ھ", "2025-09-04~"),
    ("بتاریخ ۵ ذی الحجہ ۱۴۴۶ھ", "2025-06-01~"),
    ("۵ ذوالقعدہ ۱۴۴۶ھ", "2025-05-03~"),
    ("۲۰ جمادی الثانی ۱۴۴۷ھ", "2025-12-11~"),
    ("۲۰ ربیع الثانی ۱۴۴۷", "2025-10-12~"),
    ("مورخہ 27/09/1446ھ", "2025-03-27~"),
    ("۷ شعبان المعظم ۱۴۴۷ھ", "2026-01-26~"),
]
NONE = [
    "next week",
    "kal aao",
    "kehte hain kal ana",
    "کہتے ہیں کل آؤ",
    "aaj kal bijli bohat jati hai",
    "آج کل",
    "3 din se",
    "تین دن سے",
    "پچھلے تین دن",
    "له دریو ورځو راهیسې",
    "for three days",
    "pichle hafte",
    "pichle mahine 8000 tha",
    "last month",
    "6 mahine se",
    "since two years",
    "2 months ago",
    "20/12/2027",
    "13/14/2026",
    "31 feb",
    "tomorrow",
    "aaj tak koi nahi aya",
    "آج تک",
    "aane wale kal",
    "0300-1234567",
    "17301-1234567-1",
    "12/2026",
    "01/01/1920",
    "15 March 20245",
    "15 مارچ 3",
    "15 مارچ، 1234567",
    "15 March 50",
    "35 رمضان 1447",
    "15 رمضان 14477",
    "5 mar gaye",
    "5 mar gaye 3 zakhmi",
    "gali no 5 mai pani nahi",
    "12 jan chali gayi",
    "all 5 may die",
    "زه ۳ می ورکړل",
    "kal dobara dafter aana",
    "kal aa jao kehte hain",
    "wo kehte hain kal theek kar denge",
    "کہتے ہیں کل ٹھیک کر دیں گے",
    "کل صبح آنا",
    "kal ban jayega",
    "aaj ya kal",
    "kal ko agar koi mar gaya",
    "aaj ke daur mein",
    "آج کے دور میں",
    "until today",
    "3 months",
    "تین مہینے",
    "دو سال سے",
    "درې میاشتې",
    "pichle saal",
    "last week",
    "گزشتہ ماہ",
    "تېر کال",
    "تېره میاشت",
    "5 log",
    "bijli nahi hai",
    "",
]


@pytest.mark.parametrize(("text", "when"), CASES)
def test_date(text: str, when: str) -> None:
    found = find_date(text, TODAY)
    assert found is not None
    assert found.value == when
    assert text[found.start : found.end].strip()


@pytest.mark.parametrize("text", NONE)
def test_no_date(text: str) -> None:
    assert find_date(text, TODAY) is None


@given(
    st.text() | st.text(alphabet="0123456789/.- kalپچھلےدندیسmay،رمضانھ"), st.dates(min_value=datetime.date(1970, 1, 1))
)
def test_takes_any_text_and_never_looks_ahead(text: str, today: datetime.date) -> None:
    found = find_date(text, today)
    if found is not None:
        assert datetime.date.fromisoformat(found.value.rstrip(ABOUT)) <= today
        assert 0 <= found.start < found.end <= len(text)

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.dates import find_date

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
    ("3 din se", "2026-05-11"),
    ("teen din se", "2026-05-11"),
    ("۳ دن سے", "2026-05-11"),
    ("تین دن سے", "2026-05-11"),
    ("پچھلے تین دن", "2026-05-11"),
    ("له دریو ورځو راهیسې", "2026-05-11"),
    ("درې ورځې مخکې", "2026-05-11"),
    ("for three days", "2026-05-11"),
    ("5 days ago", "2026-05-09"),
    ("pichle hafte", "2026-05-07"),
    ("پچھلے ہفتے", "2026-05-07"),
    ("گذشتہ ہفتے", "2026-05-07"),
    ("تېره هفته", "2026-05-07"),
    ("تېره اونۍ", "2026-05-07"),
    ("last week", "2026-05-07"),
    ("ek hafta pehle", "2026-05-07"),
    ("for the last two weeks", "2026-04-30"),
    ("last month", "2026-04-14"),
    ("pichle mahine", "2026-04-14"),
    ("2 months ago", "2026-03-14"),
    ("دو مہینے پہلے", "2026-03-14"),
    ("دوه میاشتې مخکې", "2026-03-14"),
    ("6 mahine se", "2025-11-14"),
    ("since two years", "2024-05-14"),
    ("last year", "2025-05-14"),
    ("last Friday", "2026-05-08"),
    ("on Monday", "2026-05-11"),
    ("گزشتہ جمعہ", "2026-05-08"),
    ("on 3 May, not yesterday", "2026-05-03"),
]
NONE = [
    "next week",
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


def test_the_last_of_february_has_a_month_before() -> None:
    found = find_date("last month", datetime.date(2026, 3, 31))
    assert found is not None
    assert found.value == "2026-02-28"


@given(st.text() | st.text(alphabet="0123456789/.- kalپچھلےدندیسmay"), st.dates(min_value=datetime.date(1970, 1, 1)))
def test_takes_any_text_and_never_looks_ahead(text: str, today: datetime.date) -> None:
    found = find_date(text, today)
    if found is not None:
        assert datetime.date.fromisoformat(found.value) <= today
        assert 0 <= found.start < found.end <= len(text)

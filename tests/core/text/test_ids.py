import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.ids import find_id, find_ids
from core.text.tracking import tracking_number

TRACKING = tracking_number(2026, 123)
CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("my cnic 17301-1234567-1", [("cnic", "17301-1234567-1")]),
    ("1730112345671", [("cnic", "17301-1234567-1")]),
    ("17301 1234567 1", [("cnic", "17301-1234567-1")]),
    ("17301–1234567–1", [("cnic", "17301-1234567-1")]),
    ("17301.1234567.1", [("cnic", "17301-1234567-1")]),
    ("۱۷۳۰۱-۱۲۳۴۵۶۷-۱", [("cnic", "17301-1234567-1")]),
    ("۱۷۳۰۱۱۲۳۴۵۶۷۱", [("cnic", "17301-1234567-1")]),
    ("١٧٣٠١-١٢٣٤٥٦٧-١", [("cnic", "17301-1234567-1")]),
    ("1-1234567-17301", [("cnic", "17301-1234567-1")]),
    ("شناختی کارڈ نمبر:17301-1234567-1", [("cnic", "17301-1234567-1")]),
    ("\u200e17301-1234567-1\u200e", [("cnic", "17301-1234567-1")]),
    ("cnic17301-1234567-1", []),
    ("00000-0000000-0", [("cnic", "00000-0000000-0")]),
    ("173011234567", []),
    ("17301123456712", []),
    *(
        (text, [("phone", "+923001234567")])
        for text in (
            "0300_1234567",
            "0300=1234567",
            "Ph.03001234567",
            "Mob.0300-1234567",
            "Cell:-0300-1234567",
            "No.-03001234567",
            "فون:-03001234567",
            "فون۔03001234567",
            "موبائل نمبر۔۔۔03001234567",
            "Ph/03001234567",
            "Khan03001234567",
        )
    ),
    ("17301-1234567-1/0300-1234567", [("cnic", "17301-1234567-1"), ("phone", "+923001234567")]),
    ("account 123-0300-1234567", []),
    ("0300-1234567", [("phone", "+923001234567")]),
    ("03001234567", [("phone", "+923001234567")]),
    ("0300 1234567", [("phone", "+923001234567")]),
    ("0300 123 4567", [("phone", "+923001234567")]),
    ("0300 12 34 567", [("phone", "+923001234567")]),
    ("(0300) 1234567", [("phone", "+923001234567")]),
    ("0300.1234567", [("phone", "+923001234567")]),
    ("+923001234567", [("phone", "+923001234567")]),
    ("+92 300 1234567", [("phone", "+923001234567")]),
    ("+92-300-1234567", [("phone", "+923001234567")]),
    ("+92(0)3001234567", [("phone", "+923001234567")]),
    ("+9203001234567", [("phone", "+923001234567")]),
    ("00923001234567", [("phone", "+923001234567")]),
    ("0092 300 1234567", [("phone", "+923001234567")]),
    ("923001234567", [("phone", "+923001234567")]),
    ("3001234567", [("phone", "+923001234567")]),
    ("۰۳۰۰۱۲۳۴۵۶۷", [("phone", "+923001234567")]),
    ("۰۳۰۰-۱۲۳۴۵۶۷", [("phone", "+923001234567")]),
    ("٠٣٠٠ ١٢٣٤٥٦٧", [("phone", "+923001234567")]),
    ("\u202b۰۳۴۵۱۲۳۴۵۶۷\u202c", [("phone", "+923451234567")]),
    ("091-9211234", [("phone", "+92919211234")]),
    ("0946-9240123", [("phone", "+929469240123")]),
    ("+92 91 9211234", [("phone", "+92919211234")]),
    ("+44 7911 123456", [("phone", "+447911123456")]),
    ("+971 50 123 4567", [("phone", "+971501234567")]),
    ("00966501234567", [("phone", "+966501234567")]),
    ("0300-1234567, 0333-7654321", [("phone", "+923001234567"), ("phone", "+923337654321")]),
    ("call 0300-1234567.", [("phone", "+923001234567")]),
    ("0300-1234567/0311-7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("0300-1234567 0311-7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("03001234567 03117654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("0300-1234567\n0311-7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("03001234567-03117654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("0300 1234567 / +92 311 7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("+923001234567/03117654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("091-9211234/0300-1234567", [("phone", "+92919211234"), ("phone", "+923001234567")]),
    ("0300-1234567/091-9211234", [("phone", "+923001234567"), ("phone", "+92919211234")]),
    ("۰۳۰۰۱۲۳۴۵۶۷ ۰۳۱۱۷۶۵۴۳۲۱", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("0300-1234567/8", [("phone", "+923001234567")]),
    (
        "0300-1234567/0311-7654321/0345-1112223",
        [("phone", n) for n in ("+923001234567", "+923117654321", "+923451112223")],
    ),
    ("0300-1234567 17301-1234567-1", [("phone", "+923001234567"), ("cnic", "17301-1234567-1")]),
    ("+92\u00a0300\u00a01234567", [("phone", "+923001234567")]),
    ("0300\u202f123\u202f4567", [("phone", "+923001234567")]),
    ("\u202a+92\u00a0300\u00a01234567\u202c", [("phone", "+923001234567")]),
    ("0300۔1234567", [("phone", "+923001234567")]),
    ("۰۳۰۰۔۱۲۳۴۵۶۷۔", [("phone", "+923001234567")]),
    ("0300؍1234567", [("phone", "+923001234567")]),
    ("0300-1234567؍0311-7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("0300-1234567، 0311-7654321", [("phone", "+923001234567"), ("phone", "+923117654321")]),
    ("17301\u00a01234567\u00a01", [("cnic", "17301-1234567-1")]),
    ("17301۔1234567۔1", [("cnic", "17301-1234567-1")]),
    ("17301؍1234567؍1", [("cnic", "17301-1234567-1")]),
    ("82203-1234567-1", [("cnic", "82203-1234567-1")]),
    ("8220312345671", [("cnic", "82203-1234567-1")]),
    ("71501-1234567-3", [("cnic", "71501-1234567-3")]),
    ("0300-123456", []),
    ("ali.khan@gmail.com", [("email", "ali.khan@gmail.com")]),
    ("Ali.Khan@Gmail.COM!", [("email", "ali.khan@gmail.com")]),
    ("mail:a_b-c+tag@mail.gov.pk", [("email", "a_b-c+tag@mail.gov.pk")]),
    ("ali @ gmail.com", [("email", "ali@gmail.com")]),
    ("khan123@yahoo.com par likhen", [("email", "khan123@yahoo.com")]),
    ("میرا ای میل ali@gmail.com ہے", [("email", "ali@gmail.com")]),
    ("ali at gmail", []),
    ("ali۔khan@gmail۔com", [("email", "ali.khan@gmail.com")]),
    ("ali@gmail۔com پر لکھیں۔", [("email", "ali@gmail.com")]),
    ("میرا پتہ ali.khan@yahoo.com۔ شکریہ", [("email", "ali.khan@yahoo.com")]),
    ("سلام۔ali@gmail.com", [("email", "ali@gmail.com")]),
    ("ali@mail.gov.pk۔میرا نام", [("email", "ali@mail.gov.pk")]),
    ("0300-1234567-8", []),
    ("0300-12345678", []),
    ("meter 12345678 0300-1234567", [("phone", "+923001234567")]),
    ("12/03/2024 0300-1234567", [("phone", "+923001234567")]),
    (TRACKING, [("tracking_number", TRACKING)]),
    (TRACKING.lower(), [("tracking_number", TRACKING)]),
    (TRACKING.replace("-", ""), [("tracking_number", TRACKING)]),
    (TRACKING.replace("-", " "), [("tracking_number", TRACKING)]),
    (TRACKING.removeprefix("KP-"), [("tracking_number", TRACKING)]),
    (TRACKING.removeprefix("KP-").replace("-", ""), [("tracking_number", TRACKING)]),
    (TRACKING.replace("123", "۱۲۳"), [("tracking_number", TRACKING)]),
    (f"{TRACKING[:-1]}{(int(TRACKING[-1]) + 1) % 10}", [("tracking_number_wrong", "")]),
    ("KP-2026-000132-" + TRACKING[-1], [("tracking_number_wrong", "")]),
    ("Rs 5000", [("money", "5000")]),
    ("Rs. 1,50,000/-", [("money", "150000")]),
    ("rs.500", [("money", "500")]),
    ("PKR 25000", [("money", "25000")]),
    ("5 hazar", [("money", "5000")]),
    ("50 hazaar rupay", [("money", "50000")]),
    ("۵ لاکھ", [("money", "500000")]),
    ("2 lakh", [("money", "200000")]),
    ("1.5 crore", [("money", "15000000")]),
    ("5000 روپے", [("money", "5000")]),
    ("پنځه زره ۵ زره روپۍ", [("money", "5000")]),
    ("۲ لکه", [("money", "200000")]),
    ("5000/-", [("money", "5000")]),
    ("10k rupees", [("money", "10000")]),
    ("5000 log", []),
    ("on 03/05/2026", []),
    ("meter no 12345678", []),
    ("from 2024-2025", []),
    ("10:30", []),
    ("", []),
    (
        "17301-1234567-1 0300-1234567 a@b.pk Rs 500",
        [("cnic", "17301-1234567-1"), ("phone", "+923001234567"), ("email", "a@b.pk"), ("money", "500")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_ids(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(f.kind, f.value if f.kind != "tracking_number_wrong" else "") for f in find_ids(text)]
    assert found == expected


def test_a_cnic_that_cannot_be_is_doubted() -> None:
    found = find_id("00000-0000000-0", "cnic")
    assert found is not None
    assert found.confidence < 0.6


def test_what_is_read_backwards_is_less_sure() -> None:
    forward, backward = find_id("17301-1234567-1", "cnic"), find_id("1-1234567-17301", "cnic")
    assert forward is not None
    assert backward is not None
    assert backward.value == forward.value
    assert backward.confidence < forward.confidence


def test_the_span_is_that_of_the_text_as_written() -> None:
    text = "میرا نمبر ۰۳۰۰-۱۲۳۴۵۶۷ ہے"
    found = find_id(text, "phone")
    assert found is not None
    assert text[found.start : found.end] == "۰۳۰۰-۱۲۳۴۵۶۷"


@given(st.text() | st.text(alphabet="0123456789۰۱۲۳-+ @.KPRs/"))
def test_takes_any_text_and_never_overlaps(text: str) -> None:
    end = 0
    for found in find_ids(text):
        assert end <= found.start < found.end <= len(text)
        assert found.value
        end = found.end

import datetime

import pytest

from core.text.dates import find_date
from core.text.ids import find_id
from core.text.language import language
from core.text.names import find_name
from core.text.normalise import normalise
from core.text.places import best_district
from core.text.urgent import danger

TODAY = datetime.date(2026, 5, 14)


@pytest.mark.parametrize(
    ("text", "code", "district"),
    [
        ("bhai faqeerabad me transfarmer jal gya hai", "roman_ur", "Peshawar"),
        ("د صوابۍ په کلي کې بریښنا نشته", "ps", "Swabi"),
        ("براہ کرم مردان میں بجلی ٹھیک کریں", "ur", "Mardan"),
        ("The road in Batkhela is broken.", "en", "Malakand"),
    ],
)
def test_language_and_place(text: str, code: str, district: str) -> None:
    assert language(text)[0] == code
    assert best_district(text)[0] == district


def test_the_rest() -> None:
    assert normalise("بجليييي نهيں هے۔۔۔") == "بجلی نہیں ہے."
    found = find_id("میرا نمبر ۰۳۰۰-۱۲۳۴۵۶۷", "phone")
    assert found is not None
    assert found.value == "+923001234567"
    when = find_date("تین دن سے", TODAY)
    assert when is not None
    assert when.value == "2026-05-11"
    name = find_name("زما نوم ګل خان دی")
    assert name is not None
    assert name.value == "ګل خان"
    assert danger("ghar mein aag lag gai hai") == "fire"
    assert danger("fire brigade office does not answer calls") is None

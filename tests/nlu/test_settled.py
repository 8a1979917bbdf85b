"""A category that plain words settle goes before the classifier's; elsewhere the classifier's stays."""

import pytest

from nlu.dialogue.settled import with_settled_category
from nlu.dialogue.shapes import Heard


@pytest.mark.parametrize(
    ("text", "said", "sure", "category"),
    [
        ("Traffic police stop every rickshaw and take 500 rupees", "transport", 1.0, "police"),
        ("ٹریفک پولیس والے رکشے سے پیسے لیتے ہیں", "transport", 0.9, "police"),
        ("ټرافیک پولیس له هر موټر پیسې اخلي", "transport", 0.9, "police"),
        ("police wale adday par har gari se paise lete hain", "transport", 0.9, "police"),
        ("rickshaw chalata hun, traffic wala har chakkar pe 100 rupay leta he", "transport", 0.9, "police"),
        ("wagon wale zyada paise lete hain", "transport", 0.9, "transport"),
        ("police se retire hua, pension ke paise nahi mile", "other", 0.9, "other"),
        ("police wale rishwat lete hain", "corruption", 0.9, "corruption"),
        ("contractor ne commission kha kar sarak kharab banayi", "roads", 0.8, "corruption"),
        ("sarak contractor ne adhoori chhor di", "roads", 0.8, "roads"),
        ("دریا پر پل گر گیا ہے", "municipal", 0.78, "roads"),
        ("nali ka pul toota hua hai", "sanitation", 0.9, "sanitation"),
        ("Sewage water has stood in our street for ten days", "water_supply", 0.4, "sanitation"),
        ("گٹر کا پانی پینے کے پانی میں مل رہا ہے", "water_supply", 0.9, "water_supply"),
        ("GPS No 2 Lachi ki chat tapak rahi hai", None, 0.0, "education"),
        ("قبرستان کی چار دیواری نہیں", "land_revenue", 0.5, "municipal"),
        ("قبرستان پر قبضہ ہو گیا", "land_revenue", 0.9, "land_revenue"),
    ],
)
def test_what_the_words_settle(text: str, said: str | None, sure: float, category: str) -> None:
    heard = Heard(category=said, category_confidence=sure, likely=((said, sure),) if said else ())
    settled = with_settled_category(heard, text)
    assert settled.category == category
    assert settled.likely[0][0] == category

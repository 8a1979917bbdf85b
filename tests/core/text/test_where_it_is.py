"""The district of the trouble beside other districts: where somebody lives, works, sends things, or comes from."""

import pytest

from core.text.places import best_district


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("main Lahore mein rehta hun lekin Swat mein hamare ghar ki bijli band hai", "Swat"),
        ("میں کراچی میں کام کرتا ہوں، مردان میں ہمارے گھر کی گیس بند ہے", "Mardan"),
        ("زه په کراچۍ کې مزدوري کوم، په بونېر کې زموږ د کلي سړک خراب دی", "Buner"),
        ("I live in Lahore but our house in Mardan has no gas", "Mardan"),
        ("za pa Karachi ke mazdoori kawam, pa Buner ke bijli nishta", "Buner"),
        ("Peshawar passport office sent my passport to Islamabad two months ago", "Peshawar"),
        ("Kohat hospital referred my father to Rawalpindi for treatment", "Kohat"),
        ("bus from Peshawar to Lahore charges double at Peshawar adda", "Peshawar"),
        ("I live in G-9 Islamabad, CDA is not fixing the street lights", "Islamabad"),
        ("لاہور میں جوہر ٹاؤن کی گلی میں گٹر کا پانی کھڑا ہے", "Lahore"),
        ("main Karachi mein rehta hun, gaon mein bijli nahi hai", None),
        ("میں لاہور میں مزدوری کرتا ہوں، گاؤں میں پانی نہیں", None),
        ("main Swat mein rehta hun, gaon mein bijli nahi hai", "Swat"),
    ],
)
def test_the_trouble_is_there(text: str, district: str | None) -> None:
    name, sure, _ = best_district(text)
    assert (name if sure >= 0.6 else None) == district

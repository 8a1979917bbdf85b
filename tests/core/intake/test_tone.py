"""How we speak: no insult and no salutation repeated."""

import pytest

from core.intake.tone import decent
from core.reference.categories import categories
from core.text.insults import has_insult


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Complaint: haramzado bijli nahi hai", "Complaint: … bijli nahi hai"),
        ("شکایت: بے غیرتو بجلی نہیں ہے", "شکایت: … بجلی نہیں ہے"),
        ("Complaint: Dear Sir, there is no water", "Complaint: there is no water"),
        ("Complaint: Respected Sir/Madam: there is no water", "Complaint: there is no water"),
        ("شکایت: جناب عالی! پانی نہیں ہے", "شکایت: پانی نہیں ہے"),
        ("kutte galiyon mein hain, kaat lete hain", "kutte galiyon mein hain, kaat lete hain"),
        ("گلی میں کتے ہیں", "گلی میں کتے ہیں"),
    ],
)
def test_what_is_shown_is_decent(text: str, shown: str) -> None:
    assert decent(text) == shown


@pytest.mark.parametrize("text", ["hamari gandum sookh rahi hai", "tanki mein pani dallo"])
def test_wheat_is_no_insult(text: str) -> None:
    assert not has_insult(text)


def test_dogs_are_no_insult() -> None:
    assert not has_insult("street dogs bite children, awara kutte bohat hain")
    assert has_insult("tum sab haramkhor ho")


@pytest.mark.parametrize(
    ("language", "about"),
    [("ur", "پینے کے پانی"), ("ps", "د څښاک د اوبو"), ("roman_ur", "Peene ke pani"), ("en", "drinking water")],
)
def test_names_have_the_form_that_about_needs(language: str, about: str) -> None:
    assert categories()["water_supply"].about(language) == about


def test_no_pashto_name_begins_twice() -> None:
    for category in categories().values():
        assert category.about("ps").startswith("د ")
        assert "د د " not in category.about("ps")

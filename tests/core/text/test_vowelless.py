"""Districts as people write them who leave vowels out."""

import pytest

from core.text.vowelless import district_without_vowels


@pytest.mark.parametrize(
    ("text", "asked", "district"),
    [
        ("jla swbi gao maniri", True, "Swabi"),
        ("swbi", True, "Swabi"),
        ("swbi", False, None),
        ("zla swbi ma skol band h", False, "Swabi"),
        ("zla krk", True, "Karak"),
        ("jila bnu", True, "Bannu"),
        ("khat", True, "Kohat"),
        ("khat nahi mila", True, None),
        ("hngu", True, "Hangu"),
        ("bnr zla", True, "Buner"),
        ("swt", True, "Swat"),
        ("pta ni", True, None),
        ("kya", True, None),
        ("bas kar do", True, None),
        ("swbi ya krk", True, None),
    ],
)
def test_a_district_without_its_vowels(text: str, asked: bool, district: str | None) -> None:
    assert district_without_vowels(text, asked=asked) == district

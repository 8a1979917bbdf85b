"""What is nothing but an answer, and what says more."""

import pytest

from nlu.dialogue.bare_facts import is_name_only, is_number_only


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("s.jan88@yahoo.com", True),
        ("my number is 0300-1234567", True),
        ("17301-1234567-1", True),
        ("نمبر ۰۳۰۰۱۲۳۴۵۶۷", True),
        ("call 0300-1234567 because the transformer burnt", False),
        ("KP-2026-000417-0", False),
        ("bijli nahi hai", False),
        ("", False),
    ],
)
def test_a_number_alone(text: str, only: bool) -> None:
    assert is_number_only(text) is only


@pytest.mark.parametrize(
    ("text", "entities", "only"),
    [
        ("mera naam Shah Zaman hai", {"complainant_name": ("Shah Zaman", 0.9)}, True),
        ("mera naam Shah Zaman hai aur meri zameen pe qabza hua hai", {"complainant_name": ("Shah Zaman", 0.9)}, False),
        ("zameen", {}, False),
    ],
)
def test_a_name_alone(text: str, entities: dict[str, object], only: bool) -> None:
    assert is_name_only(text, entities) is only

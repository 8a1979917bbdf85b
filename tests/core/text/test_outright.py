"""Sayings that tell of danger outright, and those that only sound like them."""

import pytest

from core.text.urgent import find_danger

TABLE = [
    ("medical", "a man is burned badly by the transformer here"),
    ("medical", "my child got burnt with hot tea just now"),
    ("medical", "meri beti garam pani se jal gayi hai abhi kya karun"),
    ("medical", "mazdoor transformer se jal gaya hai"),
    ("medical", "میری بچی گرم پانی سے جل گئی"),
    ("medical", "آدمی جل گیا ہے ٹرانسفارمر سے"),
    ("medical", "سړی سوځېدلی دی"),
    ("flood", "zama mashom oba ke doob sho"),
    ("flood", "ماشوم په اوبو کې ډوب شو"),
    ("abduction", "zama zoy wrak de"),
    ("abduction", "زما زوی ورک دی"),
    ("electrocution", "mere bhai ko bijli ne pakar liya"),
    ("electrocution", "بھائی کو کرنٹ نے پکڑ لیا"),
    ("electrocution", "زما ورور برېښنا ونیو"),
]
NONE = [
    "bhai faqeerabad me transformer jal gaya hai",
    "bache ka meter jal gaya",
    "the man said the motor is burnt",
    "بھائی ہمارا ٹرانسفارمر جل گیا ہے",
    "زموږ د کلي ټرانسفارمر سوځېدلی دی",
    "last year a man was burnt by the wire and no claim was paid",
    "pichle saal mera bhai current se jal gaya tha, muawza nahi mila",
]


@pytest.mark.parametrize(("kind", "text"), TABLE)
def test_somebody_is_in_danger(kind: str, text: str) -> None:
    found = find_danger(text)
    assert found is not None
    assert (found.kind, found.sure) == (kind, True)


@pytest.mark.parametrize("text", NONE)
def test_nobody_is(text: str) -> None:
    found = find_danger(text)
    assert found is None or not found.sure

"""Greetings, calls and puzzled words are no part of what is told."""

import pytest

from nlu.dialogue.greetings import without_greeting, without_greeting_lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("asalam o alikum\nsr g hmry skol ma ustd ni ata", "sr g hmry skol ma ustd ni ata"),
        ("kya?\nustad ni ata", "ustad ni ata"),
        ("AOA sir meri bat sunain\nbetay ko thanay mein mara hai", "betay ko thanay mein mara hai"),
        ("hello\nkoi hai?\ngas nahi aati", "gas nahi aati"),
        ("Salam. Kohat ki sarak tabah hai", "Kohat ki sarak tabah hai"),
        ("salam wrora\nobe nishta", "obe nishta"),
        ("assalam o alaikum bhai hamari gali band hai", "hamari gali band hai"),
        ("Hello, I am a student", "I am a student"),
        ("Good morning sir, the light is broken", "the light is broken"),
        ("السلام علیکم\nبھای ٹرانسفارمر جل گیا ہے", "بھای ٹرانسفارمر جل گیا ہے"),
        ("السلام علیکم میں فرزانہ ہوں۔ پانی نہیں", "میں فرزانہ ہوں۔ پانی نہیں"),
        ("سلام\nجی؟\nاستاد نہیں آتا", "استاد نہیں آتا"),
        ("سلامونه وروره\nاستاد نه راځي", "استاد نه راځي"),
        ("ستړي مه شئ، بجلي نشته", "بجلي نشته"),
        ("Salam Khan took my land", "Salam Khan took my land"),
        ("salamat nagar ka rasta band hai", "salamat nagar ka rasta band hai"),
        ("salam", "salam"),
        ("السلام علیکم جناب", "السلام علیکم جناب"),
        ("no water in our street", "no water in our street"),
    ],
)
def test_what_is_told_is_left(text: str, told: str) -> None:
    assert without_greeting(text) == told


@pytest.mark.parametrize(
    ("text", "first", "left"),
    [
        ("salam\nswabi", False, "swabi"),
        ("ji\n12 din", False, "ji\n12 din"),
        ("ji\nno gas", True, "no gas"),
        ("hi, no gas", True, "hi, no gas"),
    ],
)
def test_only_lines_are_left_out_before_a_turn_is_heard(text: str, first: bool, left: str) -> None:
    assert without_greeting_lines(text, first=first) == left

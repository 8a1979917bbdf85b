"""What goes to a citizen by SMS is short: a message in Urdu or Pashto holds 70 signs, each further part 67."""

import json
from importlib import resources

import pytest

from channels.providers.gsm7 import GSM7, encoding, parts
from core.reference.phrasebook import LANGUAGES

FOLDER = resources.files("core.reference")
NO_SMS = ("page.", "event.", "state.", "slip.", "level.", "reason.")
"""Pieces of pages, of paper and of other texts."""
MOST_PARTS = 3
USUAL = {
    "number": "KP-2026-000123-8", "link": "https://arzi.kp.gov.pk/track", "office": "Electricity, Sub-Division Mardan",
    "due": "12/12/2026", "level": "Deputy Commissioner", "text": "x" * 60, "question": "x" * 60, "remark": "x" * 60,
    "days": "30", "reason": "x" * 40, "state": "x" * 25, "date": "12/12/2026", "code": "1234 5678 9012",
    "about": "x" * 60, "count": "1", "first": "drinking water", "second": "schools and colleges",
    "province": "Gilgit-Baltistan",
    "place": "Islamabad", "company": "K-Electric", "lines": "x" * 120, "minutes": "30", "time": "08:00",
    "what": "place: village Toru",
    "name": "Muhammad Asfandyar Khan", "numbers": "1122, 1700, 15",
    "ways": "WhatsApp +923001234567, Helpline +92911234567", "address": "+923001234567",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["phrases", "notices"])
def test_no_message_is_more_than_three_sms(file: str, language: str) -> None:
    texts: dict[str, str] = json.loads((FOLDER / file / f"{language}.json").read_text("utf-8"))
    said = {key: text.format(**USUAL) for key, text in texts.items() if not key.startswith(NO_SMS)}
    assert {key: parts(text) for key, text in said.items() if parts(text) > MOST_PARTS} == {}


@pytest.mark.parametrize("language", ["en", "roman_ur"])
def test_latin_messages_use_no_sign_that_halves_what_an_sms_holds(language: str) -> None:
    for file in ("phrases", "notices"):
        texts: dict[str, str] = json.loads((FOLDER / file / f"{language}.json").read_text("utf-8"))
        said = {key: text.format(**USUAL) for key, text in texts.items() if not key.startswith(NO_SMS)}
        assert [key for key, text in said.items() if encoding(text) != GSM7] == []

"""What a message says of itself, without any dialogue."""

from typing import Any

import pytest

from core.complaint import Source
from core.intake.extraction import UNREAD, read_complaint
from core.messages import Address, InboundMessage, Location, Page
from core.ports import Understanding
from tests.core.intake.given import GUL, heard

LIGHT = Understanding(
    "en", "file_complaint", "electricity", "Mardan", {"intent": 0.9, "category": 0.8, "district": 0.7}
)
PAGE = (Page("ur", 0.8, 0, "text"),)


@pytest.mark.parametrize(
    ("message", "field", "value", "sure", "source"),
    [
        (heard(), "phone", GUL, 1.0, Source.CHANNEL),
        (heard(sender=Address("gul@example.org")), "email", "gul@example.org", 1.0, Source.CHANNEL),
        (heard(sender=Address(GUL, "Gul Khan")), "complainant_name", "Gul Khan", 0.8, Source.CHANNEL),
        (heard(location=Location(34.2, 72.05)), "latitude", "34.200000", 1.0, Source.CHANNEL),
        (heard(location=Location(34.2, 72.05)), "longitude", "72.050000", 1.0, Source.CHANNEL),
        (heard(found={"phone": ("+923009999999", 1.0)}), "phone", "+923009999999", 1.0, Source.CHANNEL),
        (heard(pages=PAGE, found={"cnic": ("17301-1234567-1", 0.4)}), "cnic", "17301-1234567-1", 0.4, Source.OCR),
        (heard("no light"), "language", "en", 1.0, Source.TEXT),
    ],
)
def test_what_the_channel_gives(message: InboundMessage, field: str, value: str, sure: float, source: Source) -> None:
    found = read_complaint(message, Understanding()).fields[field]
    assert (found.value, found.confidence, found.source) == (value, sure, source)


@pytest.mark.parametrize(
    ("message", "absent"),
    [
        (heard(sender=Address("6512345678")), ("phone", "email")),  # an account's id is neither
        (heard(sender=Address("PK.3001234567")), ("phone", "email")),
        (heard(sender=Address("")), ("phone", "email", "complainant_name")),
        (heard(sender=Address(GUL, "HP LaserJet"), device="copier"), ("phone", "complainant_name")),
    ],
)
def test_what_it_does_not_give(message: InboundMessage, absent: tuple[str, ...]) -> None:
    found = read_complaint(message, Understanding()).fields
    assert [name for name in absent if name in found] == []


@pytest.mark.parametrize(
    ("understood", "expected"),
    [
        (LIGHT, {"description": 0.9, "category": 0.8, "district": 0.7}),
        (Understanding("en", "file_complaint"), {"description": 0.6}),
        (Understanding("en", "inform", "gas", confidence={"category": 0.4}), {"description": 0.4, "category": 0.4}),
        (Understanding("en", "greet"), {}),
        (Understanding("en", "greet", entities={"cnic": "17301-1234567-1", "money": "500"}), {"cnic": 0.9}),
    ],
)
def test_what_the_text_says(understood: Understanding, expected: dict[str, float]) -> None:
    found = read_complaint(heard("no light in Mardan"), understood).fields
    named = {name: field.confidence for name, field in found.items() if field.source is Source.TEXT}
    named.pop("language")
    assert named == expected


@pytest.mark.parametrize(("pages", "most"), [((), 0.9), (PAGE, UNREAD)])
def test_digits_on_paper_are_believed_of_the_channel_only(pages: Any, most: float) -> None:
    understood = Understanding("ur", "greet", entities={"phone": "+923009999999"})
    found = read_complaint(heard("فون", sender=Address(""), pages=pages), understood).fields["phone"]
    assert found.confidence == most


@pytest.mark.parametrize(("own", "engine", "expected"), [("ur", "en", "ur"), ("und", "ps", "ps"), ("und", "und", None)])
def test_the_language_is_the_messages_where_it_has_one(own: str, engine: str, expected: str | None) -> None:
    assert read_complaint(heard("x", language=own), Understanding(engine)).get("language") == expected

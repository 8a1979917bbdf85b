"""What a visitor sent comes out of its envelope as it went in."""

import pytest

from channels.web import Web
from channels.web.body import File, Said, envelope_id, pack, unpack
from core.errors import DeliveryFailed
from core.messages import Location, OutboundMessage
from tests.channels.web.contract import NOW, PICTURE, SOUND, VISITOR, said


def test_all_of_it() -> None:
    one = Said(
        "draft-0000000001",
        VISITOR,
        "ps",
        "بجلی نہیں\nدوسری سطر",
        "confirm:yes",
        Location(34.2, 72.05),
        {"phone": "+923001234567", "anonymous": "yes"},
        (PICTURE, SOUND, File(None, "application/pdf", b"\n{}\n")),
    )
    assert unpack(pack(one)) == one
    assert envelope_id(one) == f"{VISITOR}:draft-0000000001"


@pytest.mark.parametrize(
    ("text", "tongue", "language"),
    [
        ("", "ps", "ps"),
        ("", "roman_ur", "roman_ur"),
        ("ok", "ur", "ur"),
        ("3 din se bijli nahi hai", "ur", "roman_ur"),
        ("There has been no water in our street for a week", "ps", "en"),
        ("تین دن سے بجلی نہیں ہے", "en", "ur"),
    ],
)
def test_the_words_say_the_language_and_else_the_page(text: str, tongue: str, language: str) -> None:
    [message] = Web().parse(said(text=text, tongue=tongue, files=[PICTURE]))
    assert message.language == language


def test_what_the_form_asked_for_is_typed_and_no_proof() -> None:
    [message] = Web().parse(said(text="x", found={"phone": "+923001234567", "address": "  "}))
    assert message.found == {"phone": ("+923001234567", 0.95)}
    assert message.sender.address == VISITOR


def test_it_is_sent_to_visitors_alone() -> None:
    assert Web().send(OutboundMessage("m1", "web", VISITOR, "x")) == "m1"
    for other in ("+923001234567", "", VISITOR.upper(), f"{VISITOR}0"):
        with pytest.raises(DeliveryFailed):
            Web().send(OutboundMessage("m1", "web", other, "x"))


def test_an_envelope_has_its_time() -> None:
    assert said(text="x").received_at == NOW

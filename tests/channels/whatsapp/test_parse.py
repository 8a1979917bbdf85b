"""The case table of webhook bodies."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.providers.twilio import inbound
from channels.providers.twilio.signature import read_body
from channels.whatsapp import read
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage, Location
from tests.channels.whatsapp.forms import body, form, media

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def message(raw: bytes) -> InboundMessage:
    [found] = read(Envelope("whatsapp", "x", raw, NOW), "PK")
    return found


Check = Callable[[InboundMessage], bool]
WELL_FORMED: dict[str, tuple[dict[str, str | None], Check]] = {
    "text": ({}, lambda m: m.text == "3 din se bijli nahi hai" and m.language == "roman_ur"),
    "who wrote": ({}, lambda m: m.sender == Address("+923001234567", "Gul Khan")),
    "our number": ({}, lambda m: m.recipients == ("+14155238886",)),
    "the provider's id": ({}, lambda m: m.id == "SM00000000000000000000000000000001"),
    "phone as a field": ({}, lambda m: m.found["phone"] == ("+923001234567", 1.0)),
    "no name": ({"ProfileName": None}, lambda m: m.sender.name is None),
    "a name of blanks": ({"ProfileName": "  "}, lambda m: m.sender.name is None),
    "urdu": ({"Body": "تین دن سے بجلی نہیں ہے"}, lambda m: m.language == "ur"),
    "pashto": ({"Body": "زموږ په کلي کې بریښنا نشته"}, lambda m: m.language == "ps"),
    "a document's name as its words": (
        media("application/pdf") | {"Body": "Peshawar.pdf"},
        lambda m: m.text == "" and m.attachments[0].filename == "Peshawar.pdf" and m.unsupported is None,
    ),
    "words beside a document": (media("application/pdf") | {"Body": "Peshawar"}, lambda m: m.text == "Peshawar"),
    "a file's name without a file": ({"Body": "Peshawar.pdf"}, lambda m: m.text == "Peshawar.pdf"),
    "decomposed letters": ({"Body": "cafe\u0301"}, lambda m: m.text == "café"),
    "a NUL in the text": ({"Body": "no\x00 light"}, lambda m: "\x00" not in m.text),
    "overseas": ({"From": "whatsapp:+971501234567"}, lambda m: m.sender.address == "+971501234567"),
    "national number": ({"From": "whatsapp:03001234567"}, lambda m: m.sender.address == "+923001234567"),
    "only WaId": ({"From": "whatsapp:"}, lambda m: m.sender.address == "+923001234567"),
    "a hidden number": (
        {"From": "whatsapp:PK.13491208655302741918", "WaId": None},
        lambda m: m.sender.address == "PK.13491208655302741918" and "phone" not in m.found,
    ),
    "an id whose digits could be a number": (
        {"From": "whatsapp:PK.3001234567", "WaId": None},
        lambda m: m.sender.address == "PK.3001234567" and "phone" not in m.found,
    ),
    "location": (
        {"Body": None, "MessageType": "location", "Latitude": "34.0151", "Longitude": "71.5249", "Label": "Home"},
        lambda m: m.location == Location(34.0151, 71.5249, None, "Home") and m.unsupported is None,
    ),
    "button": (
        {"Body": "Yes", "ButtonText": "Yes", "ButtonPayload": "confirm:yes", "MessageType": "button"},
        lambda m: m.choice == "confirm:yes" and m.text == "Yes",
    ),
    "button without body": (
        {"Body": None, "ButtonText": "Yes", "ButtonPayload": "confirm:yes"},
        lambda m: m.text == "Yes" and m.unsupported is None,
    ),
    "list": (
        {"Body": "Gas", "ListId": "category:gas", "MessageType": "interactive"},
        lambda m: m.choice == "category:gas",
    ),
    "reply to a message": ({"OriginalRepliedMessageSid": "SM9"}, lambda m: m.in_reply_to == "SM9"),
    "photo": ({"Body": "", **media("image/jpeg")}, lambda m: [a.media_type for a in m.attachments] == ["image/jpeg"]),
    "voice note": (
        {"Body": "", "MessageType": "audio", **media("audio/ogg; codecs=opus")},
        lambda m: m.attachments[0].media_type == "audio/ogg" and m.unsupported is None,
    ),
    "ten media": (dict(media(*["image/png"] * 10)), lambda m: len(m.attachments) == 10),
    "media without type": ({**media("image/png"), "MediaContentType0": None}, lambda m: len(m.attachments) == 1),
    "a contact": ({"Body": "", "MessageType": "contacts", **media("text/vcard")}, lambda m: m.unsupported is None),
    "unknown type": ({"Body": "", "MessageType": "order"}, lambda m: m.unsupported == "order"),
    "nothing at all": ({"Body": ""}, lambda m: m.unsupported == "empty"),
    "no NumMedia": ({"NumMedia": None}, lambda m: m.attachments == ()),
    "unknown parameters": ({"ReferralBody": "ad", "Fresh2027": "x"}, lambda m: m.text != ""),
    "emoji": ({"Body": "👍"}, lambda m: m.text == "👍" and m.language == "und"),
    "a slash": ({"Body": "/restart"}, lambda m: m.text == "/restart"),
    "very long": ({"Body": "x" * 60_000}, lambda m: len(m.text) == 60_000),
}


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_webhook(name: str) -> None:
    changes, holds = WELL_FORMED[name]
    assert holds(message(body(**changes)))


@pytest.mark.parametrize("name", WELL_FORMED)
def test_the_same_as_json(name: str) -> None:
    changes, holds = WELL_FORMED[name]
    assert holds(message(json.dumps(form(**changes)).encode()))


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b"   ",
    "no id": body(MessageSid=None, SmsMessageSid=None),
    "an empty id": body(MessageSid="", SmsMessageSid=""),
    "an id that is none": body(MessageSid="../../etc/passwd", SmsMessageSid=None),
    "an endless id": body(MessageSid="S" * 5000, SmsMessageSid=None),
    "an id in Urdu": body(MessageSid="آ" * 34, SmsMessageSid=None),
    "no sender": body(From=None, WaId=None),
    "an empty sender": body(From="", WaId=""),
    "a sender of blanks": body(From="whatsapp:   ", WaId=None),
    "a number that is none": body(From="whatsapp:+1", WaId=None),
    "a sender with a line in it": body(From="whatsapp:PK.1\r\nBcc: x", WaId=None),
    "an endless sender": body(From="whatsapp:" + "x" * 500, WaId=None),
    "NumMedia no number": body(NumMedia="many"),
    "NumMedia below nothing": body(NumMedia="-1"),
    "NumMedia eleven": body(NumMedia="11"),
    "NumMedia enormous": body(NumMedia="9" * 40),
    "a latitude that is none": body(Latitude="north", Longitude="71"),
    "a place not on Earth": body(Latitude="134", Longitude="71"),
    "a place that is no number": body(Latitude="nan", Longitude="71"),
    "not UTF-8": b"MessageSid=SM1&From=whatsapp%3A%2B923001234567&Body=\xff\xfe",
    "not UTF-8 behind percent signs": b"MessageSid=SM1&From=whatsapp%3A%2B923001234567&Body=%FF%FE",
    "JSON cut short": b'{"MessageSid": "SM1", ',
    "JSON that is deep": b"{" + b'"a":{' * 100_000,
    "too many parameters": "&".join(f"a{n}=1" for n in range(600)).encode(),
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(64),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_says_so(name: str) -> None:
    with pytest.raises(Malformed) as caught:
        message(MALFORMED[name])
    assert caught.value.detail
    with pytest.raises(Malformed):
        inbound.envelope("whatsapp", read_body(MALFORMED[name]), MALFORMED[name], NOW)


def malformed_or(raw: bytes) -> InboundMessage | Malformed:
    """Any other error fails the test."""
    try:
        return message(raw)
    except Malformed as error:
        return error


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_malformed(raw: bytes) -> None:
    found = malformed_or(raw)
    assert found.detail if isinstance(found, Malformed) else found.id


@given(st.dictionaries(st.sampled_from(list(form())), st.text(max_size=60)))
def test_any_values_are_a_message_or_malformed(changes: dict[str, str]) -> None:
    found = malformed_or(body(**changes))
    assert found.detail if isinstance(found, Malformed) else found.id

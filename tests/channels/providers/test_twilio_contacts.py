"""Only a card that answers WhatsApp's own contact request proves the number in it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.providers.twilio.contacts import proven_number
from channels.providers.twilio.inbound import message, peek
from core.messages import Envelope
from tests.channels.whatsapp.forms import body, form, media

ID = "PK.13491208655302741918"
HIDDEN: dict[str, str | None] = {"From": f"whatsapp:{ID}", "WaId": None, "ExternalUserId": ID, "Body": ""}
PHONE = {"phone": "+92 300 1234567", "wa_id": "923001234567", "type": "CELL"}


def card(**changes: Any) -> dict[str, Any]:
    return {"origin": "contact_request", "name": {"formatted_name": "Gul"}, "phones": [PHONE], **changes}


def cards(*found: object, where: str = "Contacts") -> dict[str, str]:
    if where == "Contacts":
        return {"Contacts": json.dumps(found), "MessageType": "contacts"}
    return {"ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"context": {}, "contacts": found}})}


def envelope(**changes: str | None) -> Envelope:
    return Envelope("whatsapp", "SM1", body(**{**HIDDEN, **changes}), datetime(2026, 11, 30, tzinfo=UTC))


@pytest.mark.parametrize("where", ["Contacts", "ChannelMetadata"])
def test_the_answer_to_our_request_joins_number_and_id(where: str) -> None:
    arrived = envelope(**{**cards(card(), where=where), **media("text/vcard")})
    found = peek(arrived, "PK")
    assert (found.person, found.also, found.media) == (f"twilio:{ID}", ("tel:+923001234567",), ())
    read = message(arrived, "PK")
    assert (read.text, read.found["phone"], read.sender.address) == ("+923001234567", ("+923001234567", 1.0), ID)


@pytest.mark.parametrize(
    "told",
    [
        cards(card(origin="other")),
        cards({"phones": [PHONE]}),
        cards(card(phones=[{"phone": "+923001234567"}])),  # typed into a card: nobody says that it is an account's
        cards(card(phones=[PHONE, {**PHONE, "wa_id": "923009999999"}])),
        cards(card(), card(phones=[{**PHONE, "wa_id": "923009999999"}])),
        cards(card(phones=[{**PHONE, "wa_id": "٩٢٣٠٠١٢٣٤٥٦٧"}])),
        cards(card(phones=[{**PHONE, "wa_id": 923001234567}])),
        cards(card(phones=[{**PHONE, "wa_id": "12"}])),
        cards(card(phones="x")),
        cards(card(phones=None)),
        cards("x", 7, None),
        {"Contacts": "{"},
        {"Contacts": "[" * 100_000},
        {"ChannelMetadata": "[]"},
        {"ChannelMetadata": '{"data": 7}'},
    ],
)
def test_any_other_card_is_a_card_and_fails_nothing(told: dict[str, str]) -> None:
    arrived = envelope(**{**told, **media("text/vcard")})
    found = peek(arrived, "PK")
    assert found.also == ()
    assert [one.media_type for one in found.media] == ["text/vcard"]
    assert "phone" not in message(arrived, "PK").found


def test_who_shows_their_number_proves_no_other_by_a_card() -> None:
    other = cards(card(phones=[{**PHONE, "wa_id": "923009999999"}]))
    arrived = envelope(From="whatsapp:+923001234567", WaId="923001234567", **other)
    assert peek(arrived, "PK").also == (f"twilio:{ID}",)
    assert message(arrived, "PK").found["phone"] == ("+923001234567", 1.0)


def test_an_sms_proves_none() -> None:
    assert proven_number(form(From="+923001234567", **cards(card()))) is None

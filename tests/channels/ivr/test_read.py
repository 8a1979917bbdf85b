"""A call's webhook as a message: what `arzi inspect ivr` shows."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from channels.ivr import read
from core.errors import Malformed
from core.messages import Envelope

FORM = {"CallSid": "CA1", "From": "+923001234567", "To": "+92911334433", "Direction": "inbound"}
RECORDED = {"RecordingSid": "RE1", "RecordingUrl": "https://api.twilio.com/RE1", "RecordingDuration": "9"}


def envelope(body: bytes) -> Envelope:
    return Envelope("ivr", "x", body, datetime(2026, 11, 22, tzinfo=UTC))


def test_what_was_said_in_urdu() -> None:
    said = {"SpeechResult": "مردان میں بجلی نہیں ہے", "Confidence": "0.91"}
    [message] = read(envelope(urlencode({**FORM, **said}).encode()), "PK")
    assert (message.id, message.text, message.language) == ("CA1", "مردان میں بجلی نہیں ہے", "ur")
    assert (message.sender.address, message.recipients) == ("+923001234567", ("+92911334433",))
    assert message.found == {"phone": ("+923001234567", 1.0)}


def test_a_recording_is_an_attachment() -> None:
    [message] = read(envelope(urlencode({**FORM, **RECORDED}).encode()), "PK")
    assert (message.id, [part.url for part in message.attachments]) == ("RE1", ["https://api.twilio.com/RE1"])


def test_keys_are_a_choice() -> None:
    [message] = read(envelope(b'{"CallSid": "CA1", "From": "+923001234567", "Digits": "2"}'), "PK")
    assert (message.choice, message.text) == ("2", "")


def test_a_call_of_ours_is_the_citizens_all_the_same() -> None:
    ours = {**FORM, "From": FORM["To"], "To": FORM["From"], "Direction": "outbound-api", "Digits": "1"}
    [message] = read(envelope(urlencode(ours).encode()), "PK")
    assert (message.sender.address, message.recipients) == ("+923001234567", ("+92911334433",))


@pytest.mark.parametrize("body", [b"", b"x", b"\xff\xfe", b"{", b'{"From": "+923001234567"}', b"a=%FF"])
def test_what_is_no_call_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(envelope(body), "PK")
